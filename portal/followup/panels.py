"""What this chapter draws on other chapters' pages: reports to write or read at home, those of a case, of a request."""

from datetime import timedelta

from portal.access import Actor, Role
from portal.cases import policy as cases
from portal.cases.models import Case
from portal.db import db, today
from portal.followup import actions, baseline, further, labels, policy, queries, trend, trend_labels
from portal.followup.ground import ASKED
from portal.followup.models import DueReport, DueState
from portal.referrals.disclosure import Field
from portal.referrals.models import ReceptionRequest
from portal.referrals.policy import fields_seen
from portal.vocabulary.reports import ReportKind
from portal.web import panels
from portal.web.panels import Panel

MOST, MOST_IN_QUEUE = 20, 40  # rows drawn in one group
A_WEEK = timedelta(days=7)
A_MONTH = timedelta(days=30)  # then the centre sees it


@panels.on("home", 20)
def tasks(actor: Actor) -> Panel | None:
    """Reports that need the reader: to write, to read, or missing."""
    return _panel(actor, _groups(actor))


def _panel(actor: Actor, groups: list[tuple[str, list[DueReport]]], most: int = MOST) -> Panel | None:
    drawn = [(kind, rows) for kind, rows in groups if rows]
    context = {"groups": drawn, "most": most, "today": today(), "labels": labels}
    return Panel("followup/home_panel.html", {**context, "partner": actor.is_(Role.PARTNER)}) if drawn else None


@panels.on("queue", 20)
def queue(actor: Actor, kind: str) -> Panel | None:
    """The centre's queue: every report that is late, the longest first."""
    if kind not in ("", "late"):
        return None
    late = queries.tasks(actor, queries.late(today()), MOST_IN_QUEUE + 1, own=False)
    return _panel(actor, [("late", late)], MOST_IN_QUEUE)


def _groups(actor: Actor) -> list[tuple[str, list[DueReport]]]:
    on = today()
    if actor.is_(Role.PARTNER):
        soon = queries.waited_for() & (DueReport.due_on <= on + A_WEEK)
        return [("to_write", queries.tasks(actor, soon, MOST + 1))]
    if actor.is_(Role.CASEWORKER):
        return [
            ("unread", queries.tasks(actor, queries.UNREAD, MOST + 1)),
            ("late", queries.tasks(actor, queries.late(on), MOST + 1)),
        ]
    if actor.is_(Role.COORDINATOR):
        return [("very_late", queries.tasks(actor, queries.late(on, A_MONTH), MOST + 1, own=False))]
    return []


@panels.on("case_paper", 40)
@panels.on("case", 40)
def of_case(actor: Actor, case: Case) -> Panel | None:
    """The reports of a case, the newest first, in the words they were written in."""
    dues = queries.of_case(actor, case)
    if not dues:
        return None
    waiting = [due for due in dues if due.state is DueState.WAITING and due.kind in ASKED]
    context = {
        "reported": [due for due in dues if due.report is not None],
        "next": min(waiting, key=lambda due: due.due_on) if waiting else None,
        "stopped": next((due for due in dues if due.state not in (DueState.WAITING, DueState.REPORTED)), None),
        "today": today(),
        "labels": labels,
    }
    return Panel("followup/case_panel.html", context)


@panels.on("case_paper", 41)
@panels.on("case", 41)
def of_trend(actor: Actor, case: Case) -> Panel | None:
    """How she does from before the return, for the Danish side: the scores are no partner's."""
    drawn = trend.of_reports(queries.of_case(actor, case))
    return Panel("followup/trend.html", {"trend": drawn, "labels": labels, "words": trend_labels}) if drawn else None


@panels.on("case", 42)
def of_further(actor: Actor, case: Case) -> Panel | None:
    """Of a child: whether it is followed up after the first year, and the way to say so."""
    if not case.is_child:
        return None
    may_change = cases.may_change(actor, case) and case.closed_on is None
    context = {"case": case, "decided": further.decision(case.id), "may_change": may_change}
    return Panel("followup/further_panel.html", context)


@panels.on("case", 16)
def baseline_missing(actor: Actor, case: Case) -> Panel | None:
    """How things are before the return is not written yet, and she has not left: a hint, never a gate."""
    request = baseline.still_possible(case.id) if cases.may_change(actor, case) else None
    return _hint(request)


@panels.on("request", 19)
def baseline_missing_here(actor: Actor, request: ReceptionRequest) -> Panel | None:
    """The same on the request, for its partner too."""
    return _hint(request) if policy.may_report_on(actor, request) else None


def _hint(request: ReceptionRequest | None) -> Panel | None:
    missing = request is not None and baseline.is_missing(request)
    return Panel("followup/baseline_hint.html", {"request": request}) if missing else None


@panels.on("request", 20)
def of_request(actor: Actor, request: ReceptionRequest) -> Panel | None:
    """When a report of a request is due, and which have come."""
    seen = fields_seen(actor, request)
    dues = [one for one in queries.of_request(actor, request) if _field_of(one) in seen]
    if not dues:
        return None
    return Panel("followup/request_panel.html", {"dues": dues, "today": today(), "labels": labels})


def _field_of(due: DueReport) -> Field:
    return Field.BASELINE if due.kind is ReportKind.BASELINE else Field.REPORTS


@panels.on("request", 21)
def something_happened(actor: Actor, request: ReceptionRequest) -> Panel | None:
    """The way to tell at once what happened between two reports, for those who may."""
    if request.arrived_on is None or not policy.may_report_on(actor, request):
        return None
    if actions.why_no_event(request, db.session.get_one(Case, request.case_id)) is not None:
        return None
    return Panel("followup/event_link.html", {"reference": request.reference})
