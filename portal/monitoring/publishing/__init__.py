"""What may be read outside: disclosure control, and editions that are frozen."""
