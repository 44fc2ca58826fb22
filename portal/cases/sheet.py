"""The person's own sheet of paper: what she chose for it, and what may stand there of whom she chose."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.access import Actor
from portal.audit.trail import note
from portal.cases import policy
from portal.cases.facts import subject
from portal.cases.faults import NotHere
from portal.cases.models import Case, SheetChoice
from portal.db import db, transaction
from portal.partners.country import queries as countries
from portal.partners.country.card import front_gate
from portal.partners.models import Organization

OFFERED = 40  # organisations to choose from
MOST = 4  # of them on one sheet


@dataclass(frozen=True)
class Turn:
    """Somebody she can turn to: the front gate alone, never an address. The town only where she asked for it."""

    name: str
    also: str
    numbers: tuple[str, ...]
    languages: tuple[str, ...]
    town: str
    country: str


def choice_of(case: Case) -> SheetChoice | None:
    """What she chose, if anything yet."""
    return db.session.scalar(select(SheetChoice).where(SheetChoice.case_id == case.id))


def offered(actor: Actor, case: Case) -> list[Organization]:
    """Whom she can choose: the working partners of the country of return, and its hotlines, with a front gate."""
    found = {one.id: one for one in countries.to_call(actor, case.return_country, OFFERED)}
    found |= {one.id: one for one, _phone in countries.hotlines_in(actor, case.return_country)}
    return [one for one in found.values() if front_gate(one)][:OFFERED]


def chosen(actor: Actor, case: Case, choice: SheetChoice) -> list[Turn]:
    """Whom she chose and can still be printed, in her order; an entry that has gone since is left out."""
    known = {str(one.id): one for one in offered(actor, case)}
    return [_turn(known[one], choice.with_town) for one in choice.organization_ids if one in known][:MOST]


def _turn(one: Organization, with_town: bool) -> Turn:
    return Turn(
        one.name,
        one.alternate_name,
        tuple(phone.number for phone in front_gate(one)),
        tuple(language.code for language in one.languages),
        one.town if with_town else "",
        one.country,
    )


def choose(
    actor: Actor, case: Case, *, language: str, organization_ids: list[str], with_town: bool, key: UUID
) -> SheetChoice:
    """Write down what she chose, also for a woman who said no and after the case was closed. Raises NotHere."""
    if not policy.may_change(actor, case):
        raise NotHere
    with transaction():
        db.session.execute(select(Case.id).where(Case.id == case.id).with_for_update())  # one choice, one at a time
        choice = choice_of(case)
        if choice is None:
            choice = SheetChoice(id=key, case_id=case.id)
            db.session.add(choice)
        choice.language, choice.with_town = language, with_town
        choice.organization_ids = organization_ids[:MOST]
        note(actor, "case:sheet:chosen", subject(case), language=language, contacts=len(choice.organization_ids))
    return choice
