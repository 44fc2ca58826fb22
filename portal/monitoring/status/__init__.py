"""The yearly status report (plan lines 563-570): the centre's words, the year's figures, and both as files."""
