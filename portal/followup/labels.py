"""Words for what this chapter's rules name by code or number."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from portal.followup import intervals
from portal.followup.answers import alarm_of
from portal.followup.models import DueReport, DueState, Report
from portal.vocabulary.reports import ReportKind, SafeWay
from portal.web.formats import date_words, listed, word, words

#: The reports by number; report 1 is the arrival itself.
NAMES = {
    2: _l("First report, after 14 working days"),
    3: _l("Report after 1 month"),
    4: _l("Report after 3 months"),
    5: _l("Report after 6 months"),
    6: _l("Report after 12 months"),
}
KINDS = {DueState.REPORTED: "good", DueState.ENDED_BY_CHOICE: "plain", DueState.STOPPED: "plain"}


def name_of(due: DueReport) -> str:
    """Which report it is."""
    if due.kind is ReportKind.BASELINE:
        return str(_("How things are before the return"))
    if due.kind is ReportKind.EVENT:
        return str(_("Report of something that happened"))
    if due.kind is ReportKind.FURTHER:
        return str(_("Half-yearly report %(number)s", number=due.number - intervals.LAST_SCHEDULED))
    return str(NAMES.get(due.number) or _("Report %(number)s", number=due.number))


def window_of(due: DueReport) -> str:
    """Between which days a report is best written; empty for one that no interval asks for."""
    found = intervals.window_of(due)
    if found is None:
        return ""
    return str(_("Best between %(first)s and %(last)s.", first=date_words(found[0]), last=date_words(found[1])))


def when_due(due_on: date, on: date) -> str:
    """When a report is due, in words counted from a day: due in 3 days, due today, 2 days late."""
    days = (due_on - on).days
    if days == 0:
        return str(_("Due today"))
    if days > 0:
        return str(ngettext("Due in %(num)s day", "Due in %(num)s days", days))
    return str(ngettext("%(num)s day late", "%(num)s days late", -days))


def status_of(due: DueReport, on: date) -> tuple[str, str]:
    """The word and the kind of tag that say where a report stands."""
    if due.state is not DueState.WAITING:
        return word(due.state), KINDS[due.state]
    if due.kind is ReportKind.BASELINE:
        return str(_("Not sent yet")), "note"
    late = due.due_on < on
    return when_due(due.due_on, on), "bad" if late else "warn" if due.due_on == on else "note"


#: Headings of the groups on the first page.
GROUPS = {
    "to_write": _l("Reports to write"),
    "unread": _l("Reports to read"),
    "late": _l("Reports that are late"),
    "very_late": _l("Reports more than 30 days late"),
}
#: The questions, short, as headings of the answers.
QUESTIONS = {
    # Translators: heading of an answer about contact with the person
    "contact": _l("Contact"),
    "no_contact_reason": _l("Why she could not be reached"),
    # Translators: heading of an answer about whether she is safe
    "safety": _l("Safety"),
    "retrafficking": _l("Sign of new trafficking"),
    # Translators: heading of an answer about where she lives
    "housing": _l("Home"),
    # Translators: heading of an answer about her health
    "health": _l("Health"),
    "income": _l("Income or school"),
    "help_received": _l("Help since last time"),
    # Translators: heading of an answer about what happens next
    "next_step": _l("Next"),
    # Translators: heading of an answer about how it goes with her family
    "family": _l("Family"),
}


def answered(report: Report) -> list[tuple[str, str]]:
    """The answers of a report in words, each with its question."""
    found = ((question, getattr(report, name)) for name, question in QUESTIONS.items())
    said = [(str(question), word(code)) for question, code in found if code is not None]
    if report.safe_ways:
        said.append((str(_("How she wants to be contacted")), listed(words(report.safe_ways, SafeWay))))
    if report.contact_on:
        said.append((str(_("The day it tells of")), date_words(report.contact_on)))
    return said


def alarm_in(report: Report) -> str:
    """What in a report rang the duty phone, in words; empty when nothing did."""
    return word(alarm_of(report.safety, report.retrafficking))


def ended(due: DueReport) -> str:
    """Why no report is asked any more."""
    if due.state is DueState.ENDED_BY_CHOICE:
        return str(_("She does not want contact, so no more reports are asked."))
    return word(due.stopped_why)
