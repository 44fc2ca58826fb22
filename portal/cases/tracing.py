"""That the Red Cross was asked to trace the family, on whose consent, how far it has come; never the data."""

import uuid
from datetime import date

from sqlalchemy import select

from portal.access import Actor
from portal.audit.trail import note
from portal.cases.child_models import Tracing
from portal.cases.consent import valid_basis
from portal.cases.facts import add_fact, changeable, not_later_than_today, subject
from portal.cases.faults import NotHere, Refused
from portal.cases.models import Case, Sharing
from portal.db import db, today, transaction
from portal.vocabulary.casework import GivenBy, LegalBasis, SharingPurpose
from portal.vocabulary.children import TracingState

#: Who may agree to it (plan lines 1112-1119).
MAY_AGREE = (GivenBy.INDIVIDUAL, GivenBy.REPRESENTATIVE)


def agreed(case: Case, on: date) -> Sharing | None:
    """The consent to tracing that stood on a day, given by the child or its representative; None where none did."""
    found = valid_basis(case, SharingPurpose.TRACING, on)
    is_consent = found is not None and found.basis is LegalBasis.CONSENT and found.given_by in MAY_AGREE
    return found if is_consent else None


def ask_tracing(actor: Actor, case: Case, *, asked_on: date, office: str = "", key: uuid.UUID | None = None) -> Tracing:
    """Record that tracing was asked for, on the consent that stood on that day. Raises Refused, NotHere."""
    not_later_than_today(asked_on, "asked_on")
    consent = agreed(case, asked_on)
    if consent is None:
        raise Refused("no_tracing_consent", "asked_on")

    def build(identifier: uuid.UUID) -> Tracing:
        made = Tracing(id=identifier, case_id=case.id, sharing_id=consent.id, asked_on=asked_on, state_on=asked_on)
        made.state, made.office = TracingState.OPEN, office
        return made

    return add_fact(actor, case, Tracing, key, build, "case:tracing:asked")


def move_tracing(actor: Actor, case: Case, tracing_id: uuid.UUID, *, state: TracingState, state_on: date) -> Tracing:
    """How far the tracing has come; without a consent that stands on that day it can only end.

    Raises Refused, NotHere.
    """
    not_later_than_today(state_on, "state_on")
    with transaction():
        changeable(actor, case)
        found = db.session.get(Tracing, tracing_id)
        if found is None or found.case_id != case.id:
            raise NotHere
        if state_on < found.state_on:
            raise Refused("before_last_state", "state_on")
        if state is not TracingState.CLOSED and agreed(case, state_on) is None:
            raise Refused("no_tracing_consent", "state")
        found.state, found.state_on = state, state_on
        note(actor, "case:tracing:moved", subject(case), state=state)
    return found


def stop_for_withdrawal(actor: Actor, case: Case, purpose: SharingPurpose) -> None:
    """The consent to tracing was taken back: what is open ends. Joins the act that withdraws."""
    if purpose is not SharingPurpose.TRACING:
        return
    open_ones = select(Tracing).where(Tracing.case_id == case.id, Tracing.state != TracingState.CLOSED)
    with transaction():
        for one in db.session.scalars(open_ones):
            one.state, one.state_on = TracingState.CLOSED, today()
            note(actor, "case:tracing:moved", subject(case), state=TracingState.CLOSED)


def of_case(case: Case) -> list[Tracing]:
    """The tracings of a case, the newest last."""
    return list(db.session.scalars(select(Tracing).where(Tracing.case_id == case.id).order_by(Tracing.asked_on)))
