"""What stands on a country's emergency card, and until when it is to be believed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.access import Actor
from portal.partners.country import queries
from portal.partners.country.models import Mission
from portal.partners.models import Organization, Phone
from portal.partners.together import load_lines
from portal.places.calendar import months_later
from portal.vocabulary.organizations import ContactRole, PhoneKind

#: So much fits on one sheet of A4.
PARTNERS, AUTHORITIES, HOTLINES, NUMBERS = 6, 4, 4, 2
#: Months after which a card is checked, unless a partner's own check comes first.
BELIEVED_FOR = 3
ON_THE_CARD = (Organization.services, Organization.phones, Organization.contacts, Organization.schedules)
ANSWERS = (PhoneKind.VOICE, PhoneKind.HOTLINE)


@dataclass(frozen=True)
class Card:
    """A country's card: whom to call. Nobody's case, no person's name, no protected place."""

    partners: list[Organization]
    authorities: list[Organization]
    hotlines: list[tuple[Organization, Phone]]
    mission: Mission | None
    check_after: date


def card_of(actor: Actor, code: str, on: date) -> Card:
    """The card of a country as this reader may see it on a day."""
    partners, authorities = queries.to_call(actor, code, PARTNERS), queries.authorities_in(actor, code, AUTHORITIES)
    load_lines([*partners, *authorities], *ON_THE_CARD)
    return Card(
        partners,
        authorities,
        queries.hotlines_in(actor, code)[:HOTLINES],
        queries.mission_of(code),
        check_after(on, (one.next_check_on for one in partners)),
    )


def check_after(on: date, next_checks: Iterable[date | None]) -> date:
    """The day after which a card printed on a day is to be checked: three months, or a partner's next check."""
    soonest = min([one for one in next_checks if one is not None], default=date.max)
    return max(on, min(soonest, months_later(on, BELIEVED_FOR)))


def front_gate(organization: Organization) -> list[Phone]:
    """The numbers of an organisation that may stand on paper: its own ones, else those of its first contact."""
    spoken = [one for one in organization.phones if one.kind in ANSWERS]
    own = [one for one in spoken if one.contact_id is None]
    first = {one.id for one in organization.contacts if one.role is ContactRole.KEY}
    return (own or [one for one in spoken if one.contact_id in first])[:NUMBERS]
