"""The offer of prepared return: made, answered, asked again. Each asking is an offer of its own, so that it counts."""

import uuid
from datetime import date

from sqlalchemy import select, update

from portal.access import Actor
from portal.audit.trail import note
from portal.cases.facts import add_fact, changeable, not_later_than_today, subject
from portal.cases.faults import NotHere, Refused
from portal.cases.models import Case, Offer
from portal.cases.states import ANSWERS
from portal.db import db, today, transaction
from portal.vocabulary.casework import DeclineReason, OfferOutcome


def make_offer(
    actor: Actor,
    case: Case,
    *,
    made_on: date,
    outcome: OfferOutcome = OfferOutcome.PENDING,
    reason: DeclineReason | None = None,
    ask_again_on: date | None = None,
    key: uuid.UUID | None = None,
) -> Offer:
    """Record that she was asked, and her answer where she gave it at once (plan lines 190-192).

    Asking again is a further offer; one that still waits for its answer is answered first. Raises Refused, NotHere.
    """
    not_later_than_today(made_on, "made_on", case.registered_on)
    _check_answer(outcome, reason, ask_again_on)

    def build(_id: uuid.UUID) -> Offer:
        if _pending(case) is not None:
            raise Refused("offer_waits")
        answered_on = None if outcome is OfferOutcome.PENDING else made_on
        made = Offer(case_id=case.id, made_on=made_on, outcome=outcome, answered_on=answered_on)
        made.decline_reason, made.ask_again_on = reason, ask_again_on
        return made

    return add_fact(actor, case, Offer, key, build, "case:offer:made", outcome=outcome)


def answer_offer(
    actor: Actor,
    case: Case,
    offer_id: uuid.UUID,
    *,
    outcome: OfferOutcome,
    answered_on: date,
    reason: DeclineReason | None = None,
    ask_again_on: date | None = None,
) -> Offer:
    """Record the answer to an offer, once. Raises Refused("answered_already") for the second of two, NotHere."""
    with transaction():
        changeable(actor, case)
        offer = db.session.get(Offer, offer_id)
        if offer is None or offer.case_id != case.id:
            raise NotHere
        not_later_than_today(answered_on, "answered_on", offer.made_on)
        if outcome not in ANSWERS:
            raise Refused("answer_missing", "outcome")
        _check_answer(outcome, reason, ask_again_on)
        answer = {
            "outcome": outcome,
            "answered_on": answered_on,
            "decline_reason": reason,
            "ask_again_on": ask_again_on,
        }
        waiting = update(Offer).where(Offer.id == offer_id, Offer.outcome == OfferOutcome.PENDING)
        written = db.session.execute(waiting.values(**answer), execution_options={"synchronize_session": False})
        db.session.refresh(offer)
        if written.rowcount != 1:  # type: ignore[attr-defined]
            if all(getattr(offer, name) == value for name, value in answer.items()):
                return offer  # the same form, posted twice
            raise Refused("answered_already")
        note(actor, "case:offer:answered", subject(case), outcome=outcome, reason=reason)
    return offer


def _check_answer(outcome: OfferOutcome, reason: DeclineReason | None, ask_again_on: date | None) -> None:
    if outcome is OfferOutcome.DECLINED and reason is None:
        raise Refused("reason_missing", "reason")
    if outcome is not OfferOutcome.DECLINED and reason is not None:
        raise Refused("reason_without_no", "reason")
    if ask_again_on is not None and outcome not in (OfferOutcome.DECLINED, OfferOutcome.NOT_POSSIBLE):
        raise Refused("again_without_no", "ask_again_on")
    if ask_again_on is not None and ask_again_on < today():
        raise Refused("again_in_the_past", "ask_again_on")


def _pending(case: Case) -> uuid.UUID | None:
    waiting = select(Offer.id).where(Offer.case_id == case.id, Offer.outcome == OfferOutcome.PENDING)
    return db.session.scalar(waiting.limit(1))
