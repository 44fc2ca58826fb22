"""The ledger of a case: for each purpose what stands, until when, and all that stood before (RULINGS 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import Account
from portal.cases.consent import stood
from portal.cases.models import Case, Sharing
from portal.db import db
from portal.vocabulary.casework import SharingPurpose

SOON = timedelta(days=28)  # before its end a basis asks to be renewed, as a deadline does


@dataclass(frozen=True)
class Line:
    """One purpose: the basis that stands, the others with the newest first, and whether it ends soon."""

    purpose: SharingPurpose
    standing: Sharing | None
    before: list[Sharing]
    ends_soon: bool

    @property
    def empty(self) -> bool:
        """Whether nothing was ever recorded for the purpose."""
        return self.standing is None and not self.before


def of_case(case: Case, on: date) -> list[Line]:
    """The lines of a case on a day (Copenhagen's calendar), in the order of the purposes."""
    return [_line(purpose, case.sharings, on) for purpose in SharingPurpose]


def _line(purpose: SharingPurpose, sharings: Iterable[Sharing], on: date) -> Line:
    own = sorted((one for one in sharings if one.purpose is purpose), key=lambda one: (one.given_on, one.created_at))
    standing = next((one for one in reversed(own) if stood(one, on)), None)
    ends = standing.expires_on if standing is not None else None
    before = [one for one in reversed(own) if one is not standing]
    return Line(purpose, standing, before, ends is not None and ends - on <= SOON)


def authors(lines: Iterable[Line]) -> dict[UUID, str]:
    """The names of who recorded the bases."""
    ids = {one.author_id for line in lines for one in (line.standing, *line.before) if one is not None}
    return dict(db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids))).all()) if ids else {}
