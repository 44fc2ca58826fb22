"""Where alarms and notices go: the centre's duty address, and the case's owner."""

from uuid import UUID

from sqlalchemy import select

from portal.accounts import queries as accounts
from portal.accounts.models import Account
from portal.cases.models import Case, Deputy
from portal.db import db
from portal.letters import outbox

#: The centre's duty address and its language; the app sets it at its start.
ADDRESS: list[str] = []
DUTY_LANGUAGE = "da"


def tell_duty(case: Case) -> None:
    """Ring the duty phone: a letter to its address in the running act, without a name (RULINGS 16)."""
    for address in ADDRESS:
        outbox.put("alarm", to=address, locale=DUTY_LANGUAGE, reference=case.code, link=("case", case.code))


def tell_owner(kind: str, case: Case, *, link: tuple[str, str] | None = None) -> None:
    """A letter of a kind to the case's owner, in the running act; `link` leads elsewhere than to the case."""
    owner = accounts.account(case.owner_id)
    if owner is not None:
        _put(kind, case, owner, link)


def tell_coordinators(kind: str, case: Case, *, but: UUID | None = None) -> None:
    """A letter of a kind to each coordinator but one, in the running act."""
    for coordinator in accounts.coordinators():
        if coordinator.id != but:
            _put(kind, case, coordinator)


def tell_keepers(kind: str, case: Case) -> None:
    """A letter of a kind to the case's owner, its deputies and the centre, in the running act."""
    deputies = select(Deputy.account_id).where(Deputy.case_id == case.id)
    people = {one.id: one for one in db.session.scalars(select(Account).where(Account.id.in_(deputies)))}
    owner = accounts.account(case.owner_id)
    if owner is not None:
        people[owner.id] = owner
    people |= {one.id: one for one in accounts.coordinators()}
    for person in sorted(people.values(), key=lambda one: one.email):
        _put(kind, case, person)


def _put(kind: str, case: Case, person: Account, link: tuple[str, str] | None = None) -> None:
    outbox.put(
        kind,
        to=person.email,
        locale=person.locale,
        reference=case.code,
        link=link or ("case", case.code),
        account_id=person.id,
    )
