"""After a consent was taken back: each partner that got something is asked to delete it, and says when it has.

What a partner read, printed or wrote down cannot be called back (RULINGS 6); so the case shows who has not confirmed.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, update

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.cases import policy as cases
from portal.cases.consent import ENDS_EVERY_REQUEST, ENDS_GRANTS
from portal.cases.models import Case, IdentityGrant
from portal.db import db, now, rows_changed, transaction
from portal.partners.models import Organization
from portal.referrals import mail
from portal.referrals.models import DeletionAsk, ReceptionRequest, RequestEvent
from portal.referrals.states import RequestState, Whose
from portal.referrals.steps import IN_PORTAL, NotYours, Told
from portal.vocabulary.casework import SharingPurpose
from portal.vocabulary.requests import Channel

PATIENCE = timedelta(days=14)  # unconfirmed for longer, an ask waits in the queue
STEP = "confirm_deletion"  # what the confirmation is called on the request's line
R = ReceptionRequest


def ask_for_withdrawal(actor: Actor, case: Case, purpose: SharingPurpose) -> None:
    """Ask each partner that got something on a purpose to delete it, once a request, by letter.

    Joins the act that withdraws, after it has ended the requests. Without the basis for asking, whoever was ever
    asked; without the one for telling the name, whoever was ever let in, or whose request has just ended.
    """
    if purpose not in ENDS_GRANTS:
        return
    got = and_(R.case_id == case.id, R.sent_at.is_not(None), R.id.not_in(select(DeletionAsk.request_id)))
    if purpose not in ENDS_EVERY_REQUEST:
        let_in = select(IdentityGrant.organization_id).where(IdentityGrant.case_id == case.id)
        named = and_(R.accepted_at.is_not(None), R.organization_id.in_(let_in))
        got = and_(got, or_(R.state == RequestState.CONSENT_WITHDRAWN, named))
    with transaction():
        for request in db.session.scalars(select(R).where(got).order_by(R.id)).all():
            ask = DeletionAsk(request_id=request.id, case_id=case.id, organization_id=request.organization_id)
            ask.asked_at = now()
            db.session.add(ask)
            note(actor, "deletion:asked", f"request:{request.reference}", case=case.code, purpose=purpose)
            mail.to_partner("request_consent_withdrawn", request)


def confirm(actor: Actor, request: ReceptionRequest, told: Told = IN_PORTAL) -> bool:
    """The partner says that it has deleted all it had; also written down on its behalf (RULINGS 11).

    The first confirmation counts: True for it, False for each later one, which changes nothing.
    Raises NotYours for a stranger, where nobody asked, and where it is not said who at the partner told it.
    """
    with transaction():
        ask = of_request(request)
        if ask is None or not may_confirm(actor, request) or (actor.role is not Role.PARTNER and not told.said_by):
            raise NotYours
        moment, channel = now(), Channel.LINK if actor.limited_to else told.channel
        first = update(DeletionAsk).where(DeletionAsk.id == ask.id, DeletionAsk.confirmed_at.is_(None))
        values = {"confirmed_at": moment, "confirmed_by": actor.id, "channel": channel, "said_by": told.said_by}
        done = db.session.execute(first.values(values), execution_options={"synchronize_session": False})
        if rows_changed(done) != 1:
            return False
        _on_the_line(actor, request, moment, channel, told.said_by)
        note(actor, "deletion:confirmed", f"request:{request.reference}", channel=channel.value)
        mail.end_links("request", request)
        mail.to_caseworkers("deletion_confirmed", request)
    db.session.refresh(ask)
    return True


def _on_the_line(actor: Actor, request: ReceptionRequest, at: datetime, channel: Channel, said_by: str) -> None:
    event = RequestEvent(request_id=request.id, step=STEP, side=Whose.PARTNER, at=at, channel=channel, said_by=said_by)
    event.from_state = event.to_state = request.state
    event.actor_id, event.actor_name = actor.id, actor.name
    db.session.add(event)


def may_confirm(actor: Actor, request: ReceptionRequest) -> bool:
    """The asked organisation's own people, also by their letter's link; on its behalf who may change the case."""
    if actor.role is Role.PARTNER:
        return actor.organization_id == request.organization_id
    return cases.may_change(actor, db.session.get_one(Case, request.case_id))


def tell_person(actor: Actor, request: ReceptionRequest, on: date) -> DeletionAsk:
    """Note that she was told that this partner has deleted; the first day stays. Raises NotYours."""
    with transaction():
        ask = of_request(request)
        case = db.session.get_one(Case, request.case_id)
        if ask is None or ask.confirmed_at is None or not cases.may_change(actor, case):
            raise NotYours
        if ask.told_person_on is None:
            ask.told_person_on = on
            note(actor, "deletion:told_person", f"request:{request.reference}")
    return ask


def of_request(request: ReceptionRequest) -> DeletionAsk | None:
    """What the partner of a request was asked to delete, if it was."""
    return db.session.scalar(select(DeletionAsk).where(DeletionAsk.request_id == request.id))


def of_case(case: Case) -> list[Row[Any]]:
    """Who was asked to delete in a case, the unconfirmed first: ask, reference of the request, name of the partner."""
    wanted = select(DeletionAsk, R.reference, Organization.name).where(DeletionAsk.case_id == case.id)
    wanted = wanted.join(R, R.id == DeletionAsk.request_id).join(Organization, Organization.id == R.organization_id)
    order = (DeletionAsk.confirmed_at.is_not(None), DeletionAsk.asked_at, R.reference)
    return list(db.session.execute(wanted.order_by(*order)))


def unconfirmed(longer_than: timedelta = timedelta(0)) -> ColumnElement[bool]:
    """The condition for a request whose partner was asked to delete so long ago and has not confirmed it."""
    waiting = select(DeletionAsk.request_id).where(
        DeletionAsk.confirmed_at.is_(None), DeletionAsk.asked_at <= now() - longer_than
    )
    return R.id.in_(waiting)
