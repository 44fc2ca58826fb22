"""Role and Actor: who is asking. Knows no Flask, so that rules can ask about the asker."""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person who signs in may be; one role an account."""

    CASEWORKER = "caseworker"
    PARTNER = "partner"
    EMBASSY = "embassy"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Actor:
    """Who is asking: a signed-in account, a machine, or the portal itself when a timer acts.

    `limited_to` is the one request reference a mailed link opens (RULINGS 12), else empty. A machine has no
    role: it may do what its `scopes` name and nothing else.
    """

    id: uuid.UUID | None
    role: Role | None
    name: str = ""
    email: str = ""
    unit_id: uuid.UUID | None = None
    unit_name: str = ""
    organization_id: uuid.UUID | None = None
    organization_name: str = ""
    countries: tuple[str, ...] = field(default=())
    locale: str = "en"
    limited_to: str = ""
    session_id: uuid.UUID | None = None
    machine: bool = False
    scopes: frozenset[str] = frozenset()

    @property
    def is_the_portal(self) -> bool:
        """True for the portal itself; a machine has no role either, and may do almost nothing."""
        return self.role is None and not self.machine

    def is_(self, *roles: Role) -> bool:
        """True when the actor has one of the roles."""
        return self.role in roles


#: The portal acting by itself (a timer, the command line).
THE_PORTAL = Actor(id=None, role=None, name="portal")
