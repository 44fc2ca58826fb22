"""What this chapter draws on other chapters' pages: tasks at home, a case's requests, a partner's promise."""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, not_, or_, select

from portal.access import Actor, Role
from portal.cases import policy as cases
from portal.cases.models import Case
from portal.db import db, now, today
from portal.partners.models import Organization
from portal.referrals import labels, queries, readiness
from portal.referrals.models import ReceptionRequest as R
from portal.referrals.models import TravelPlan
from portal.referrals.states import FINAL, RequestState
from portal.web import panels
from portal.web.panels import Panel

MOST = 20  # tasks drawn in one group
A_WEEK = timedelta(days=7)
UNDER_WAY = (RequestState.TRAVEL_SET, RequestState.DEPARTED)


def _not_met() -> ColumnElement[bool]:
    """Not met, or silent for as long as the duty table says, timer or not (RULINGS 16, 43)."""
    longest = {child: timedelta(minutes=queries.silence_minutes(child, today())["duty"]) for child in (True, False)}
    silent = [and_(Case.is_child.is_(child), TravelPlan.arrives_at <= now() - wait) for child, wait in longest.items()]
    return or_(R.state == RequestState.NOT_MET, and_(R.state.in_(UNDER_WAY), or_(*silent)))


def _arriving(until: timedelta, not_met: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(R.state.in_(UNDER_WAY), TravelPlan.arrives_at <= now() + until, not_(not_met))


def _group(actor: Actor, kind: str, condition: ColumnElement[bool]) -> tuple[str, list[object]]:
    listed = queries.rows(actor, condition).order_by(*queries.urgent_first(), R.id).limit(MOST)
    return kind, list(db.session.execute(listed))


@panels.on("home", 10)
def tasks(actor: Actor) -> Panel | None:
    """What needs the reader today, the most urgent group first."""
    groups = _groups(actor)
    if groups is None or not any(rows for _kind, rows in groups):
        return None
    context = {
        "groups": [(kind, rows) for kind, rows in groups if rows],
        "now": now(),
        "labels": labels,
        "partner": _is_partner(actor),
    }
    return Panel("referrals/home_panel.html", context)


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
        own = R.case_id.in_(select(Case.id).where(cases.own(actor)))
        return [
            _group(actor, "not_met", and_(own, not_met)),
            _group(actor, "taken_back", and_(own, R.state == RequestState.WITHDRAWN_BY_PARTNER, ended_here)),
            _group(actor, "question", and_(own, R.state == RequestState.QUESTION)),
            _group(actor, "no_answer", and_(own, queries.overdue(now()), ended_here)),
            _group(actor, "declined", and_(own, R.state == RequestState.DECLINED, ended_here)),
            _group(actor, "arrivals", and_(own, _arriving(A_WEEK, not_met))),
        ]
    return [
        _group(actor, "not_met", not_met),
        _group(actor, "taken_back", and_(R.state == RequestState.WITHDRAWN_BY_PARTNER, ended_here)),
        _group(actor, "no_answer", and_(queries.overdue(now()), ended_here)),
    ]


@panels.on("case", 20)
def of_case(actor: Actor, case: Case) -> Panel | None:
    """The requests of a case, and what is missing before a partner can be asked."""
    missing = readiness.of_case(case, today())
    open_case = case.closed_on is None and readiness.Missing.ACCEPTED not in missing
    context = {
        "case": case,
        "rows": queries.of_case(actor, case),
        "missing": missing,
        "may_ask": cases.may_change(actor, case) and open_case,
        "now": now(),
        "labels": labels,
    }
    return Panel("referrals/case_panel.html", context)


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
