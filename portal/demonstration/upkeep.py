"""What people have said about the invented partners' entries: reports, a concern, suggestions. Everything invented."""

from datetime import timedelta

from portal.accounts.models import Account
from portal.db import db, now
from portal.partners.models import Organization
from portal.partners.upkeep.models import Concern, Flag, Suggestion
from portal.vocabulary.services import Population, ServiceType
from portal.vocabulary.upkeep import FlagState, LineKind, Problem, SuggestionKind, SuggestionState

LAGOS = "Invented: Homecoming Lagos"


def add_upkeep(partners: dict[str, Organization], accounts: dict[str, Account]) -> None:
    """Write one report that waits and one that was settled, a concern, and suggestions with and without an answer."""
    lagos = partners[LAGOS]
    embassy, caseworker = accounts["embassy"], accounts["caseworker"]
    waits = _flag(lagos, LineKind.EMAIL, lagos.email, embassy, days=3)
    settled = _flag(lagos, LineKind.WEBSITE, lagos.website, caseworker, days=40)
    settled.state, settled.settled_by, settled.settled_at = (
        FlagState.WAS_RIGHT,
        embassy.name,
        now() - timedelta(days=38),
    )
    settled.answer = "The page opens again."
    concern = Concern(organization_id=lagos.id, by_id=caseworker.id, at=now() - timedelta(days=5))
    concern.text, concern.by_name = "Invented: somebody was asked to pay for her room.", caseworker.name
    wish = _suggestion(SuggestionKind.WANTED, caseworker, country="NE", town="Agadez", days=2)
    wish.service_type, wish.population = ServiceType.ARRIVAL_RECEPTION, Population.WOMEN
    taken = _suggestion(SuggestionKind.NEW, embassy, country="NG", town="Kano", days=20)
    taken.name, taken.how_known = "Invented: Kano House", "We visited it."
    taken.state, taken.answer = SuggestionState.NOT_TAKEN, "We called: it closed in spring."
    taken.answered_by, taken.answered_at = accounts["coordinator"].name, now() - timedelta(days=4)
    db.session.add_all([waits, settled, concern, wish, taken])


def _flag(of: Organization, line: LineKind, said: str, by: Account, *, days: int) -> Flag:
    flag = Flag(organization_id=of.id, line=line, line_text=said, problem=Problem.DOES_NOT_WORK)
    flag.by_id, flag.by_name, flag.by_role, flag.at = by.id, by.name, by.role, now() - timedelta(days=days)
    return flag


def _suggestion(kind: SuggestionKind, by: Account, *, country: str, town: str, days: int) -> Suggestion:
    made = Suggestion(kind=kind, country=country, town=town, at=now() - timedelta(days=days))
    made.by_id, made.by_name = by.id, by.name
    return made
