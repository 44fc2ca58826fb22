"""Keeping the directory true: asking, flags, concerns, suggestions."""
