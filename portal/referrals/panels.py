"""What this chapter draws on other chapters' pages: tasks at home, a case's requests, a partner's promise."""

from datetime import timedelta
from typing import Any

from flask import request, url_for
from sqlalchemy import ColumnElement, and_, not_, or_, select

from portal.access import Actor, Role
from portal.cases import policy as cases
from portal.cases.models import Alarm, Case
from portal.db import db, now, today
from portal.partners.models import Organization
from portal.referrals import labels, policy, queries, readiness, silence
from portal.referrals.models import ReceptionRequest as R
from portal.referrals.models import TravelPlan
from portal.referrals.states import FINAL, RequestState
from portal.vocabulary.casework import AlarmKind
from portal.web import panels
from portal.web.panels import Panel

MOST = 20  # tasks drawn in one group
MOST_IN_QUEUE = 40
A_WEEK = timedelta(days=7)
#: Where a row leads, when not to the request itself: to what is to be done about it.
PAGES = {"not_met": "referrals.not_met", "confirm": "referrals.arrival"}
NOT_SENT = (RequestState.DRAFT, RequestState.BLOCKED)
UNDER_WAY = (RequestState.TRAVEL_SET, RequestState.DEPARTED)


def _not_met() -> ColumnElement[bool]:
    """Not met, or silent for as long as the duty table says, timer or not (RULINGS 16, 43)."""
    longest = {child: timedelta(minutes=row["duty"]) for child, row in queries.silence_table(today()).items()}
    silent = [and_(Case.is_child.is_(child), TravelPlan.arrives_at <= now() - wait) for child, wait in longest.items()]
    return or_(R.state == RequestState.NOT_MET, and_(R.state.in_(UNDER_WAY), or_(*silent)))


def _arriving(until: timedelta, not_met: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(R.state.in_(UNDER_WAY), TravelPlan.arrives_at <= now() + until, not_(not_met))


def _group(actor: Actor, kind: str, condition: ColumnElement[bool], most: int = MOST) -> tuple[str, list[object]]:
    """What waits of one kind, the most urgent first: one row more than is drawn, where there are more."""
    listed = queries.rows(actor, condition).order_by(*queries.urgent_first(), R.id).limit(most + 1)
    return kind, list(db.session.execute(listed))


@panels.on("home", 10)
def tasks(actor: Actor) -> Panel | None:
    """What needs the reader today, the most urgent group first."""
    return _panel(actor, _groups(actor) or [])


def _panel(actor: Actor, groups: list[tuple[str, list[object]]], most: int = MOST) -> Panel | None:
    drawn = [(kind, rows) for kind, rows in groups if rows]
    context = {
        "groups": drawn,
        "most": most,
        "now": now(),
        "labels": labels,
        "partner": _is_partner(actor),
        "pages": PAGES,
    }
    return Panel("referrals/home_panel.html", context) if drawn else None


@panels.on("queue", 10)
def queue(actor: Actor, kind: str) -> Panel | None:
    """The centre's queue: arrivals nobody confirmed, a yes taken back, no answer in time, or one kind of these."""
    wanted = dict(_of_the_centre())
    if kind in wanted:
        return _page_of_queue(actor, kind, wanted[kind])
    every = wanted.items() if not kind else ()
    return _panel(actor, [_group(actor, name, condition, MOST_IN_QUEUE) for name, condition in every], MOST_IN_QUEUE)


def _page_of_queue(actor: Actor, kind: str, condition: ColumnElement[bool]) -> Panel | None:
    """One kind of the queue after the request that the address names, the most urgent first."""
    listed = queries.rows(actor, condition).order_by(*queries.urgent_first(), R.id)
    rows: list[Any] = list(db.session.execute(listed))
    after = request.args.get("after", "")
    start = next((place for place, row in enumerate(rows, 1) if row.reference == after), 0)
    panel = _panel(actor, [(kind, rows[start:])], MOST_IN_QUEUE)
    if panel is not None and len(rows) > start + MOST_IN_QUEUE:
        last = rows[start + MOST_IN_QUEUE - 1].reference
        panel.context["further"] = url_for("home.queue", kind=kind, after=last)
    return panel


def _of_the_centre() -> list[tuple[str, ColumnElement[bool]]]:
    ended_here = and_(not_(queries.replaced()), Case.closed_on.is_(None))
    return [
        ("not_met", _not_met()),
        ("taken_back", and_(R.state == RequestState.WITHDRAWN_BY_PARTNER, ended_here)),
        ("no_answer", and_(queries.overdue(now()), ended_here)),
    ]


def _is_partner(actor: Actor) -> bool:
    return actor.role is Role.PARTNER


def _groups(actor: Actor) -> list[tuple[str, list[object]]] | None:
    if actor.role not in (Role.PARTNER, Role.CASEWORKER, Role.COORDINATOR):
        return None
    not_met = _not_met()  # asked for once: it reads the silence table
    ended_here = and_(not_(queries.replaced()), Case.closed_on.is_(None))
    if actor.role is Role.PARTNER:
        return [
            _group(actor, "confirm", or_(not_met, _arriving(timedelta(days=1), not_met))),
            _group(actor, "answer", queries.answerable()),
            _group(
                actor, "coming", and_(_arriving(A_WEEK, not_met), TravelPlan.arrives_at > now() + timedelta(days=1))
            ),
        ]
    if actor.role is Role.CASEWORKER:
        own = cases.belongs(R.case_id, cases.own(actor))
        return [
            _group(actor, "not_met", and_(own, not_met)),
            _group(actor, "taken_back", and_(own, R.state == RequestState.WITHDRAWN_BY_PARTNER, ended_here)),
            _group(actor, "question", and_(own, R.state == RequestState.QUESTION)),
            _group(actor, "declined", and_(own, R.state == RequestState.DECLINED, ended_here)),
            _group(actor, "no_answer", and_(own, queries.overdue(now()), ended_here)),
            _group(actor, "arrivals", and_(own, _arriving(A_WEEK, not_met))),
            _group(actor, "drafts", and_(own, R.state.in_(NOT_SENT), Case.closed_on.is_(None))),
        ]
    return [_group(actor, kind, condition) for kind, condition in _of_the_centre()]


@panels.on("case", 20)
def of_case(actor: Actor, case: Case) -> Panel | None:
    """The requests of a case, and what is missing before a partner can be asked."""
    missing = readiness.of_case(case, today())
    stopped = {readiness.Missing.ACCEPTED, readiness.Missing.PLAN_ENDED}
    open_case = case.closed_on is None and stopped.isdisjoint(missing)
    context = {
        "case": case,
        "rows": queries.of_case(actor, case),
        "missing": missing,
        "may_ask": cases.may_change(actor, case) and open_case,
        "now": now(),
        "labels": labels,
    }
    return Panel("referrals/case_panel.html", context)


@panels.on("alarm", 10)
def of_alarm(actor: Actor, alarm: Alarm) -> Panel | None:
    """Beside an alarm about a silent arrival: the way to the page of what to do."""
    if alarm.kind is not AlarmKind.ARRIVAL_SILENT:
        return None
    same = and_(R.case_id == alarm.case_id, R.organization_id == alarm.organization_id, R.state.in_(silence.EXPECTED))
    expected = db.session.scalar(select(R.reference).where(policy.visible(actor), same).limit(1))
    return Panel("referrals/alarm_panel.html", {"reference": expected}) if expected else None


@panels.on("partner", 20)
def of_partner(actor: Actor, organization: Organization) -> Panel | None:
    """How a partner keeps its promise to answer; a caseworker can send it a request."""
    if actor.is_(Role.PARTNER) and actor.organization_id != organization.id:
        return None
    may_send = actor.is_(Role.CASEWORKER, Role.COORDINATOR) and not organization.is_starter
    return Panel("referrals/partner_panel.html", {"organization": organization, "may_send": may_send})


@panels.on("retire", 10)
def still_open(actor: Actor, organization: Organization) -> Panel | None:
    """The open requests to a partner that is about to be suspended or retired, for the centre to see first."""
    under_way = and_(R.organization_id == organization.id, R.state.not_in(FINAL))
    listed = queries.rows(actor, under_way).order_by(*queries.urgent_first(), R.id).limit(MOST)
    rows = list(db.session.execute(listed))
    return Panel("referrals/retire_panel.html", {"rows": rows, "now": now(), "labels": labels})
