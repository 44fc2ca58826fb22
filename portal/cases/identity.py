"""The one door to a person's identity."""

from portal.cases.identity_record import IdentityRecord

__all__ = ["IdentityRecord"]
