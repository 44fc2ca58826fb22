"""The baseline: how things are before the return, in the same answers as every later report."""

from uuid import UUID

from sqlalchemy import select

from portal.access import Actor
from portal.audit.trail import note
from portal.cases import consent
from portal.cases.models import Case
from portal.db import db, today, transaction
from portal.followup import ground, policy
from portal.followup.models import DueReport, DueState
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import RequestState
from portal.referrals.steps import locked_case, state_of
from portal.vocabulary.casework import SharingPurpose
from portal.vocabulary.reports import ReportKind

NUMBER = 0
#: From the partner's yes until she leaves.
BEFORE_DEPARTURE = (RequestState.ACCEPTED, RequestState.IDENTITY_SHARED, RequestState.TRAVEL_SET)


class NotNow(Exception):
    """A baseline cannot be begun: nobody has accepted, she has left, it is there, or nothing allows a follow-up."""


def begin(actor: Actor, request: ReceptionRequest) -> DueReport:
    """The baseline of a request, to be written; the one that was begun before is given back.

    By the case's own people, or the partner that said yes. Raises LookupError for a stranger, NotNow.
    """
    if not policy.may_report_on(actor, request):
        raise LookupError(request.reference)
    with transaction():
        case = locked_case(request.case_id)
        if (earlier := of_request(request.id)) is not None:
            return earlier
        if state_of(request) not in BEFORE_DEPARTURE or not _has_ground(case) or of_case(case.id) is not None:
            raise NotNow
        due_on = request.travel.arrives_at.date() if request.travel else request.latest_on or today()
        due = ground.waited_for(request, NUMBER, ReportKind.BASELINE, due_on)
        db.session.add(due)
        db.session.flush()
        note(actor, "report:baseline:begun", f"request:{request.reference}")
    return due


def still_possible(case_id: UUID) -> ReceptionRequest | None:
    """The request of a case that was accepted and has not departed; there is one at most (RULINGS 9)."""
    under_way = ReceptionRequest.state.in_(BEFORE_DEPARTURE)
    return db.session.scalar(select(ReceptionRequest).where(ReceptionRequest.case_id == case_id, under_way))


def is_missing(request: ReceptionRequest) -> bool:
    """Whether a baseline could be written now and is not: a hint before the departure, never a gate."""
    if request.state not in BEFORE_DEPARTURE or of_case(request.case_id) is not None:
        return False
    return _has_ground(db.session.get_one(Case, request.case_id))


def too_late(due: DueReport) -> bool:
    """Whether this is a baseline and she has left."""
    return due.kind is ReportKind.BASELINE and state_of(due.request) not in BEFORE_DEPARTURE


def of_request(request_id: UUID) -> DueReport | None:
    """The baseline of a request, begun or written."""
    return db.session.scalar(select(DueReport).where(DueReport.request_id == request_id, DueReport.number == NUMBER))


def of_case(case_id: UUID) -> DueReport | None:
    """The written baseline of a case: it stays hers when another partner takes over."""
    written = select(DueReport).where(DueReport.case_id == case_id, DueReport.kind == ReportKind.BASELINE)
    return db.session.scalar(written.where(DueReport.state == DueState.REPORTED).limit(1))


def _has_ground(case: Case) -> bool:
    return consent.valid_basis(case, SharingPurpose.FOLLOW_UP, today()) is not None
