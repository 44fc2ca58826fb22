"""Who may see which reports, and who may write one."""

from sqlalchemy import ColumnElement, and_, false, or_, select

from portal.access import Actor, Role
from portal.cases import policy as cases_policy
from portal.cases.models import Case
from portal.db import db
from portal.followup.models import DueReport
from portal.referrals.disclosure import Field, states_with
from portal.referrals.models import ReceptionRequest
from portal.vocabulary.reports import ReportKind


def visible(actor: Actor) -> ColumnElement[bool]:
    """A partner sees what it was asked to report; Danish staff the reports of the cases they may read."""
    if actor.is_(Role.PARTNER):
        return _of_own_organization(actor)
    if actor.is_(Role.CASEWORKER, Role.COORDINATOR):
        return cases_policy.belongs(DueReport.case_id, cases_policy.visible(actor))
    return false()


def own(actor: Actor) -> ColumnElement[bool]:
    """The reports that are the reader's own task: the partner's, or those of cases she owns or stands in for."""
    if actor.is_(Role.PARTNER):
        return _of_own_organization(actor)
    return cases_policy.belongs(DueReport.case_id, cases_policy.own(actor))


def may_report(actor: Actor, due: DueReport) -> bool:
    """The partner that is asked; or the case's own people and the centre, by telephone on its behalf (RULINGS 11)."""
    if actor.is_(Role.PARTNER):
        return actor.organization_id is not None and actor.organization_id == due.organization_id
    return may_read_for_case(actor, due)


def may_report_on(actor: Actor, request: ReceptionRequest) -> bool:
    """The same before there is a report: the request's own partner, or the case's own people and the centre."""
    if actor.is_(Role.PARTNER):
        own = actor.organization_id is not None and actor.organization_id == request.organization_id
        return own and not actor.limited_to
    return cases_policy.may_change(actor, db.session.get_one(Case, request.case_id))


def may_read_for_case(actor: Actor, due: DueReport) -> bool:
    """Who may say "I have read this" for the Danish side: whoever may change the case."""
    return cases_policy.may_change(actor, due.case)


def _of_own_organization(actor: Actor) -> ColumnElement[bool]:
    if actor.organization_id is None or actor.limited_to:
        return false()
    # A baseline is shared with the partner that receives her, for as long as it does: the table says when.
    receiving = select(ReceptionRequest.id).where(
        ReceptionRequest.organization_id == actor.organization_id,
        ReceptionRequest.state.in_(states_with(Field.BASELINE)),
    )
    shared = or_(DueReport.kind != ReportKind.BASELINE, DueReport.request_id.in_(receiving))
    return and_(DueReport.organization_id == actor.organization_id, shared)
