"""Drafting a request and sending it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from portal.access import Actor
from portal.audit.trail import note
from portal.cases import policy as cases
from portal.cases import safeguards
from portal.cases.models import Case
from portal.db import add_once, db, new_reference, now, today, transaction
from portal.partners.models import Organization
from portal.referrals import mail, queries, readiness
from portal.referrals.answer_clock import due_at
from portal.referrals.card import card_of
from portal.referrals.models import ReceptionRequest
from portal.referrals.readiness import NotReady
from portal.referrals.steps import NotYours, locked_case, take
from portal.vocabulary.casework import Payer
from portal.vocabulary.requests import Escort, Priority


@dataclass(frozen=True)
class Wanted:
    """What a caseworker asks for; `arrangements` is written for the partner to read, without names."""

    organization_id: UUID
    priority: Priority
    services_requested: list[str]
    services_given: list[str]
    payer: Payer
    escort: Escort
    earliest_on: date | None = None
    latest_on: date | None = None
    arrangements: str = ""


def _columns(wanted: Wanted) -> dict[str, Any]:
    return {name: value for name, value in vars(wanted).items() if name != "arrangements"}


def draft(
    actor: Actor, case: Case, wanted: Wanted, key: UUID, previous: ReceptionRequest | None = None
) -> ReceptionRequest:
    """Draft a request, once for a form's key; `previous` is the one it is sent on from.

    Raises NotYours for who may not change the case, and for a key that belongs to another case; NotReady where the
    plan of a child was ended and no new evidence stands (RULINGS 4).
    """

    def build() -> ReceptionRequest:
        made = ReceptionRequest(reference=new_reference(), case_id=case.id, drafted_by=actor.id, **_columns(wanted))
        made.previous_id = previous.id if previous is not None else None
        return made

    with transaction():
        if not cases.may_change(actor, case):
            raise NotYours
        if safeguards.plan_has_ended(locked_case(case.id)):
            raise NotReady([readiness.Missing.PLAN_ENDED])
        made, new = add_once(ReceptionRequest, key, build)
        if made.case_id != case.id:
            raise NotYours
        if new:
            made.arrangements = wanted.arrangements
            note(actor, "request:draft:made", f"request:{made.reference}", case=case.code)
    return made


def edit(actor: Actor, request: ReceptionRequest, wanted: Wanted, seen: int) -> ReceptionRequest:
    """Change a draft that the form was opened on at version `seen`. Raises AlreadyHappened when it changed."""
    with transaction():
        take(actor, request, "edit", seen=seen, **_columns(wanted))
        request.arrangements = wanted.arrangements
    return request


def send(
    actor: Actor, request: ReceptionRequest, seen: int, *, same_town: bool = False, next_by_itself: bool = False
) -> ReceptionRequest:
    """Send the draft as it was checked (version `seen`): the card is frozen, an answer is due, the partner is told.

    `same_town` says that the caseworker has seen the warning about a second partner in one town;
    `next_by_itself` that the next partner is asked when nobody answers in time.
    Raises NotReady with all that is missing, AlreadyHappened when it was sent or changed meanwhile.
    """
    with transaction():
        moment, case = now(), locked_case(request.case_id)
        partner = db.session.get_one(Organization, request.organization_id)
        due = due_at(moment, queries.answer_hours(request.priority, today()), request.priority, partner)
        clock: dict[str, Any] = {"sent_at": moment, "due_at": due, "next_by_itself": next_by_itself}
        take(actor, request, "send", seen=seen, at=moment, **clock)
        missing = readiness.missing(case, partner, today(), request.id)
        if readiness.asked_in_same_town(case, partner, request.id) and not same_town:
            missing.append(readiness.Missing.SAME_TOWN)
        if missing:
            raise NotReady(missing)
        request.card = card_of(case, request)
        mail.to_partner("request_sent", request)
    return request
