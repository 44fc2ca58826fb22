"""Hjemvej: a directory and referral portal for people who go home after trafficking to Denmark."""
