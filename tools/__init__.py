"""Small scripts behind the Makefile; nothing of the portal imports them."""
