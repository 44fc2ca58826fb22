"""An entry in words: whether it can receive, how it meets people, how soon it answers, how old each line is."""

from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.db import today
from portal.i18n_mark import N_
from portal.partners import freshness as rule
from portal.partners.capacity import capacity_on
from portal.partners.codes import PROFILE_ANSWERS
from portal.partners.models import Organization, Service
from portal.partners.reception_forms import QUESTIONS
from portal.vocabulary.organizations import Capacity, ContactRole
from portal.web.formats import beside, country_name, date_words, listed, word

PLACES = {
    # Translators: where a partner meets a person; stands in a list
    "meets_at_airport": N_("at the airport"),
    "meets_at_border": N_("at a border crossing"),
    "meets_at_station": N_("at a bus or railway station"),
}


def freshness(checked_on: date | None) -> rule.Freshness:
    """How old the last check of a line is today; the templates' filter of this name."""
    return rule.freshness(checked_on, today())


def checked_words(checked_on: date | None, by: str = "") -> str:
    """When and by whom a line was last checked, as a sentence; the templates' filter of this name."""
    if checked_on is None:
        return str(_("Never checked"))
    if not by:
        return str(_("Last checked %(day)s", day=date_words(checked_on)))
    # Translators: day is such as "24 November 2026", name a person's
    return str(_("Last checked %(day)s, by %(name)s", day=date_words(checked_on), name=by))


def not_stated() -> str:
    """What stands where a partner has said nothing: an invitation to ask, never a no."""
    return str(_("Not stated – ask the partner"))


def capacity(organization: Organization) -> tuple[str, str]:
    """Whether it can receive somebody now, in words, and the kind of tag they stand in."""
    standing = capacity_on(organization, today())
    if standing is Capacity.NOT_UNTIL and organization.not_until:
        return str(_("Cannot receive before %(day)s", day=date_words(organization.not_until))), "bad"
    return word(standing), "good" if standing is Capacity.CAN_RECEIVE else "warn"


def can_receive(organization: Organization) -> bool:
    """Whether its "can receive now" is believed today."""
    return capacity_on(organization, today()) is Capacity.CAN_RECEIVE


def said_on(organization: Organization) -> str:
    """The day a partner last said whether it can receive; empty where it never did."""
    said = organization.capacity_said_on
    return str(_("It said so on %(day)s.", day=date_words(said))) if said and can_receive(organization) else ""


def meets(organization: Organization) -> str:
    """Where it meets a person."""
    profile = organization.profile
    said = {name: getattr(profile, name, None) for name in PLACES}
    places = [str(_(PLACES[name])) for name, answer in said.items() if answer]
    if places:
        return listed(places)
    return str(_("Does not meet people on arrival")) if False in said.values() else not_stated()


def notice(organization: Organization) -> str:
    """How long before an arrival it must know."""
    hours = organization.profile.hours_notice if organization.profile else None
    if hours is None:
        return not_stated()
    if hours == 0:
        return str(_("It need not know beforehand"))
    return str(ngettext("%(num)s hour before", "%(num)s hours before", hours))


def answer(organization: Organization, name: str) -> str:
    """A yes or no of the reception profile."""
    said = getattr(organization.profile, name, None)
    return not_stated() if said is None else str(_("Yes")) if said else str(_("No"))


def promise(organization: Organization) -> str:
    """How soon it promises to answer, and how that was kept."""
    kept = _("answered %(n)s of %(all)s in time", n=organization.answered_in_time, all=organization.asked)
    said = word(organization.promise) if organization.promise else str(_("No promise is stated"))
    return beside([said, kept if organization.asked else str(_("not asked yet"))])


def profile(organization: Organization) -> list[tuple[str, str]]:
    """The reception profile as questions and answers."""
    rows = [(str(_(QUESTIONS[name])), answer(organization, name)) for name in PROFILE_ANSWERS]
    days = organization.profile.longest_stay if organization.profile else None
    stay = not_stated() if days is None else str(ngettext("%(num)s day", "%(num)s days", days))
    return [*rows, (str(_("Longest stay")), stay)]


def service_name(service: Service) -> str:
    """A service's own name beside its kind."""
    return beside([word(service.service_type), service.name])


def ages(service: Service) -> str:
    """For which ages a service is; empty where none is stated."""
    least, most = service.minimum_age, service.maximum_age
    if least is not None and most is not None:
        return str(_("from %(least)s to %(most)s years", least=least, most=most))
    if least is not None:
        return str(ngettext("from %(num)s year on", "from %(num)s years on", least))
    return "" if most is None else str(ngettext("up to %(num)s year", "up to %(num)s years", most))


def areas(organization: Organization) -> str:
    """Where it helps: the regions of its own country by their name, others with their country."""
    named = [
        (area.region or country_name(area.country))
        if area.country == organization.country or not area.region
        else str(_("%(town)s, %(country)s", town=area.region, country=country_name(area.country)))
        for area in organization.service_areas
    ]
    return "; ".join(named)


@dataclass(frozen=True)
class Gap:
    """What an entry does not say yet, as an invitation, and the page where it is written."""

    words: str
    href: str


def gaps(organization: Organization) -> list[Gap]:
    """What a partner's own entry does not say yet."""
    roles = [contact.role for contact in organization.contacts]
    wanting = (
        (not organization.services, "services", N_("No service is named – add what you offer")),
        (organization.profile is None, "reception", N_("How you receive people is not stated – add it")),
        (organization.promise is None, "reception", N_("No promise to answer – choose one")),
        (len(roles) < 2, "contacts", N_("No second contact – add one")),
        (ContactRole.OUT_OF_HOURS not in roles, "contacts", N_("No contact outside opening hours – add one")),
        (not organization.schedules, "hours", N_("No opening hours – add them")),
        (not organization.languages, "edit", N_("No language is named – add those you speak")),
    )
    return [
        Gap(str(_(words)), url_for(f"partners.{page}", organization_id=organization.id))
        for missing, page, words in wanting
        if missing
    ]
