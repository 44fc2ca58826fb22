"""The part's words: what a tier needs, how an agreement stands, what an organisation wishes, why two look alike."""

from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _

from portal.db import today
from portal.i18n_mark import N_
from portal.partners.labels import hours_of, part_word, regions_of, services_of
from portal.partners.models import Organization
from portal.partners.vetting import merging
from portal.partners.vetting.models import Agreement
from portal.partners.vetting.tiers import is_in_force
from portal.places import countries
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import ListingWish, TransferBasis, VerificationTier, Visibility
from portal.web.formats import beside, date_words, language_name, word

#: What each tier rests on, said beside its choice.
NEEDS = {
    VerificationTier.REFERENCE_CHECKED: N_("Needs references that were checked and held."),
    VerificationTier.VISITED: N_("Needs a visit that was recorded."),
    VerificationTier.AGREEMENT: N_("Needs an agreement in force today, and references or a visit."),
}
SAVED = {
    "check": N_("The check is recorded."),
    "agreement": N_("The agreement is recorded."),
    "ended": N_("The agreement is ended."),
    "verified": N_("It is recorded how far the organisation is verified."),
}
#: An organisation's three answers, as its own people read them.
WISHES = (
    (Visibility.NETWORK, N_("Yes, list us for everybody in the network")),
    (Visibility.EMBASSY, N_("Only for embassies, caseworkers and the centre")),
    (Visibility.CENTRE, N_("No, do not list us")),
)


def needs() -> dict[str, str]:
    """What each tier needs, for the choices of a form."""
    return {tier.value: _(sentence) for tier, sentence in NEEDS.items()}


def state_of(agreement: Agreement) -> tuple[str, str]:
    """How an agreement stands today, in words, and the colour of its tag."""
    if is_in_force(agreement, today()):
        return _("In force"), "good"
    if agreement.ended_on is not None:
        return _("Ended on %(day)s", day=date_words(agreement.ended_on)), "bad"
    if agreement.valid_from > today():
        return _("Begins on %(day)s", day=date_words(agreement.valid_from)), "note"
    return _("Ran out on %(day)s", day=date_words(agreement.valid_to)), "bad"


def no_transfer_basis(organization: Organization) -> bool:
    """Whether nothing allows personal data to go to this partner, an exception for one case apart (RULINGS 6)."""
    if countries.in_eea(organization.country, today()):
        return False
    return organization.transfer_basis in (None, TransferBasis.EEA)


def wish_of(organization: Organization) -> str:
    """What an organisation said about being listed, in words."""
    if organization.listing_wish is ListingWish.WISHES:
        answer = next((said for chosen, said in WISHES if chosen is organization.visibility), WISHES[1][1])
        return str(_(answer))
    return word(organization.listing_wish)


def is_overdue(day: date | None) -> bool:
    """Whether a day is over."""
    return day is not None and day < today()


def lines_of(entry: Organization, part: str) -> list[str]:
    """One part of an entry in words, as it stands beside its twin's."""
    many: dict[str, Callable[[], list[str]]] = {
        "services": lambda: services_of(entry),
        "contacts": lambda: [
            *(" ".join(filter(None, (word(one.role), one.name, one.email))) for one in entry.contacts),
            *(one.as_typed or one.number for one in entry.phones),
        ],
        "languages": lambda: [language_name(one.code) for one in entry.languages],
        "schedules": lambda: [
            " ".join(filter(None, (*hours.days, hours.own, hours.notes))) for hours in hours_of(entry)
        ],
        "locations": lambda: [
            beside([word(one.location_type), one.address, one.town or entry.town]) for one in entry.locations
        ],
        "service_areas": lambda: regions_of(entry),
        "profile": lambda: [_("It has said how it receives")] if entry.profile else [],
    }
    if part in many:
        return [str(one) for one in many[part]()]
    value = getattr(entry, part)
    if isinstance(value, CodeList):
        return [word(value)]
    return [str(value)] if value else []


def parts_to_choose(kept: Organization, other: Organization) -> list[tuple[str, str, list[str], list[str], bool]]:
    """The parts in which two entries differ: name, its words, both sides in words, and whether both can be taken."""
    rows = []
    for part in (*merging.FIELDS, *merging.LISTS, "profile"):
        one, two = lines_of(kept, part), lines_of(other, part)
        if one != two and not (part == "locations" and merging.protecting(kept, other)):
            rows.append((part, part_word(part), one, two, part in merging.LISTS))
    return rows


CHANGED_MEANWHILE = N_("Somebody else saved one of the two entries in the meantime. Look again, then merge.")
