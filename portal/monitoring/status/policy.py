"""Who reads the yearly report with its exact figures, and who writes it: the national centre."""

from portal.access import Role
from portal.monitoring import policy as core

READERS = core.READERS
WRITERS = (Role.COORDINATOR,)
