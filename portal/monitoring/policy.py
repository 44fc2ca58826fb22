"""Who sees the figures: the national centre, exact and inside."""

from portal.access import Role

READERS = (Role.COORDINATOR,)
