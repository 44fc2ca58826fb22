"""Words for what is said about entries: problems line by line, who reported, what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from portal.access import Actor, Role
from portal.i18n_mark import N_
from portal.partners.labels import hours_of, services_of
from portal.partners.models import Organization
from portal.partners.upkeep import queries
from portal.partners.upkeep.lines import PERSONAL, Line
from portal.partners.upkeep.models import Flag, Suggestion
from portal.vocabulary.upkeep import LineKind, Problem
from portal.web.formats import COPENHAGEN, beside, country_name, date_words, language_name, listed, word
from portal.web.gate import actor

#: The open report on each line, by (line, row id).
Marks = dict[tuple[LineKind, UUID | None], Flag]
#: What can be wrong with each kind of line, in the order it is offered.
PROBLEMS: dict[LineKind, dict[Problem, str]] = {
    LineKind.PHONE: {
        Problem.DOES_NOT_WORK: N_("The number does not work"),
        Problem.WRONG_PERSON: N_("Somebody else answers"),
        Problem.CHANGED: N_("There is a new number"),
    },
    LineKind.CONTACT: {
        Problem.DOES_NOT_WORK: N_("Nobody answers"),
        Problem.WRONG_PERSON: N_("This contact is not there any more"),
        Problem.CHANGED: N_("Something about this contact has changed"),
    },
    LineKind.EMAIL: {
        Problem.DOES_NOT_WORK: N_("Mail to it comes back"),
        Problem.WRONG_PERSON: N_("It leads to somebody else"),
        Problem.CHANGED: N_("There is a new address"),
    },
    LineKind.WEBSITE: {
        Problem.DOES_NOT_WORK: N_("The page does not open"),
        Problem.WRONG_PERSON: N_("It leads to somebody else"),
        Problem.CHANGED: N_("There is a new address"),
    },
    LineKind.LOCATION: {
        Problem.WRONG_PERSON: N_("Somebody else is at this address"),
        Problem.CHANGED: N_("They have moved"),
        Problem.CLOSED: N_("This place is closed for good"),
    },
    LineKind.HOURS: {
        Problem.DOES_NOT_WORK: N_("Nobody is there at these hours"),
        Problem.CHANGED: N_("The hours have changed"),
    },
    LineKind.SERVICES: {
        Problem.DOES_NOT_WORK: N_("Something named here is not offered"),
        Problem.CHANGED: N_("What they offer has changed"),
    },
    LineKind.ENTRY: {
        Problem.DOES_NOT_WORK: N_("The organisation cannot be reached at all"),
        Problem.CHANGED: N_("The name or the town has changed"),
        Problem.CLOSED: N_("The organisation is closed for good"),
    },
}
REPORTED: dict[Role, str] = {
    Role.EMBASSY: N_("Reported by an embassy on %(day)s: %(problem)s"),
    Role.CASEWORKER: N_("Reported by a caseworker on %(day)s: %(problem)s"),
    Role.PARTNER: N_("Reported by a partner on %(day)s: %(problem)s"),
    Role.COORDINATOR: N_("Reported by the centre on %(day)s: %(problem)s"),
}
#: What a page says after an act.
TOLD: dict[str, str] = {
    "reported": N_(
        "Thank you. Everybody who reads this entry sees it now, and the organisation has been asked to look."
    ),
    "settled": N_("Saved. The line is no longer marked."),
    "suggested": N_("Thank you. The centre reads it, and you find the answer here."),
    "wanted": N_("The centre has been asked to find a partner. You find the answer here."),
    "answered": N_("Your answer has been saved."),
    "decided": N_("Saved."),
}


def problems_of(kind: LineKind) -> list[tuple[str, str]]:
    """What can be wrong with a line of a kind, as choices of a form."""
    offered = [(problem.value, str(_(text))) for problem, text in PROBLEMS[kind].items()]
    return [*offered, (Problem.OTHER.value, word(Problem.OTHER))]


def problem_words(flag: Flag) -> str:
    """What is wrong, as it was chosen."""
    return str(_(PROBLEMS[flag.line].get(flag.problem, flag.problem.label)))


def reported(flag: Flag) -> str:
    """The mark beside a line: from where, when and what; nobody's name."""
    return str(_(REPORTED[flag.by_role], day=day_of(flag.at), problem=problem_words(flag)))


def day_of(moment: datetime) -> str:
    """The day of a moment in Danish time, in words."""
    return date_words(moment.astimezone(ZoneInfo(COPENHAGEN)).date())


def open_flags(organization: Organization) -> Marks:
    """The newest open report on each line of an entry that this request's reader sees, by (line, row id)."""
    return queries.open_flags(actor(), organization)


def named(asking: Actor, organization: Organization) -> bool:
    """Whether the story of a report tells this reader the names of who reported and settled."""
    return asking.role is not Role.PARTNER or asking.organization_id == organization.id


def is_own(organization: Organization) -> bool:
    """Whether this request's reader is of this organisation: it changes its lines instead of reporting them."""
    return actor().organization_id == organization.id


def line_word(line: str) -> str:
    """The kind of a line in the reader's language."""
    return word(LineKind(line))


def shown(line: Line, organization: Organization) -> str:
    """What a line says, for the page that asks what is wrong with it; empty for what has no words of its own."""
    if line.kind is LineKind.PHONE:
        return next((one.as_typed or one.number for one in organization.phones if one.id == line.id), "")
    if line.kind is LineKind.CONTACT:
        contact = next((one for one in organization.contacts if one.id == line.id), None)
        return contact.name or contact.title or word(contact.role) if contact else ""
    return "" if line.kind in (LineKind.SERVICES, LineKind.HOURS) else line.text


def said(flag: Flag) -> str:
    """What a reported line said, for its story; a person's line is not repeated."""
    hidden = flag.line in (LineKind.SERVICES, LineKind.HOURS) or flag.line_text.startswith(PERSONAL)
    return "" if hidden else flag.line_text


@dataclass(frozen=True)
class Row:
    """A line of an entry for its own organisation: the name of the line, what it says, when it was checked."""

    label: str
    text: str
    checked_on: date | None
    flag: Flag | None = None


def every_line(organization: Organization) -> list[Row]:
    """Every line of an entry in words, for the organisation to look through."""
    entry, marks = organization, open_flags(organization)
    spoken = [language_name(one.code) for one in entry.languages]
    plain = [
        Row(_("Name"), entry.name, entry.checked_on, marks.get((LineKind.ENTRY, None))),
        Row(_("Town"), entry.town, entry.checked_on),
        Row(_("What it does"), entry.description, entry.checked_on),
        Row(_("Services"), listed(services_of(entry)), entry.checked_on, marks.get((LineKind.SERVICES, None))),
        Row(_("Languages"), listed(spoken), entry.checked_on),
        Row(_("E-mail"), entry.email, entry.checked_on, marks.get((LineKind.EMAIL, None))),
        Row(_("Website"), entry.website, entry.checked_on, marks.get((LineKind.WEBSITE, None))),
    ]
    return plain + _rows_of_people(entry, marks) + _rows_of_places(entry, marks)


def _rows_of_people(entry: Organization, marks: Marks) -> list[Row]:
    named = [
        Row(
            word(one.role),
            beside([one.name, one.title, one.email]),
            one.checked_on,
            marks.get((LineKind.CONTACT, one.id)),
        )
        for one in entry.contacts
    ]
    numbers = [
        Row(_("Telephone"), beside([f"\u2066{one.as_typed or one.number}\u2069", one.note]), one.checked_on, flag)
        for one in entry.phones
        for flag in [marks.get((LineKind.PHONE, one.id))]
    ]
    return named + numbers


def _rows_of_places(entry: Organization, marks: Marks) -> list[Row]:
    places = [
        Row(word(one.location_type), one.address or one.town, one.checked_on, marks.get((LineKind.LOCATION, one.id)))
        for one in entry.locations
    ]
    pairs = zip(entry.schedules, hours_of(entry), strict=False)
    return places + [
        Row(listed(said.days), beside([said.own, said.notes]), one.checked_on, marks.get((LineKind.HOURS, one.id)))
        for one, said in pairs
    ]


def wish(one: Suggestion) -> str:
    """What a partner that is to be found should be: where, and what for."""
    parts = [one.town, country_name(one.country), word(one.service_type), word(one.population)]
    return beside([part for part in parts if part])
