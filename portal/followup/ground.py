"""The ground of asking: a report that is waited for needs a basis and a safe way to contact her (RULINGS 18)."""

from datetime import date

from sqlalchemy import select

from portal.cases import consent
from portal.cases.models import Case
from portal.db import db
from portal.followup.models import DueReport, DueState, Report, StopReason
from portal.referrals.models import ReceptionRequest
from portal.vocabulary.casework import SharingPurpose
from portal.vocabulary.reports import ReportKind, SafeWay

#: What is asked for after the arrival; an event is told, never asked for.
ASKED = (ReportKind.SCHEDULED, ReportKind.FURTHER)


def waited_for(
    request: ReceptionRequest, number: int, kind: ReportKind, due_on: date, why: StopReason | None = None
) -> DueReport:
    """A report of a request that is waited for; or, with a reason, one that is not and is counted apart."""
    return DueReport(
        request_id=request.id,
        case_id=request.case_id,
        organization_id=request.organization_id,
        number=number,
        kind=kind,
        due_on=due_on,
        state=DueState.STOPPED if why else DueState.WAITING,
        stopped_why=why,
    )


def missing(case: Case, on: date) -> StopReason | None:
    """Why nobody may be asked about her: no basis, or no safe way by her own latest word (RULINGS 18)."""
    if consent.valid_basis(case, SharingPurpose.FOLLOW_UP, on) is None:
        return StopReason.NO_BASIS
    told = select(Report.safe_ways).where(Report.case_id == case.id).order_by(Report.submitted_at.desc())
    latest = next((ways for ways in db.session.scalars(told) if ways), [])
    return StopReason.NO_SAFE_WAY if SafeWay.NONE in latest else None
