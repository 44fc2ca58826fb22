"""Measurements of the whole portal, as a reader at the far end of a slow line meets it."""
