"""One step on a request: the conditional update, the event, the audit row, and what follows when a request ends."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.cases import actions as cases
from portal.cases.models import Case
from portal.db import db, now, rows_changed
from portal.referrals import policy
from portal.referrals.models import Arrival, ReceptionRequest, RequestEvent
from portal.referrals.states import ACCEPTED_STATES, FINAL, STEPS, RequestState, Step, Whose
from portal.vocabulary.requests import Channel

#: Later chapters add what they do when a person has arrived, and when a request has ended.
ON_ARRIVAL: list[Callable[[Actor, ReceptionRequest, Arrival], None]] = []
ON_END: list[Callable[[Actor, ReceptionRequest], None]] = []


class AlreadyHappened(Exception):
    """The step is no longer possible: somebody, perhaps the asker, was there before. Nothing was overwritten."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


class NotYours(Exception):
    """The step is not this actor's."""


@dataclass(frozen=True)
class Told:
    """By which way a partner's step came: its own in the portal, or told by telephone, and by whom (RULINGS 11)."""

    channel: Channel = Channel.PORTAL
    said_by: str = ""


IN_PORTAL = Told()


def locked_case(case_id: UUID) -> Case:
    """The case, locked until the act ends, so that steps on one case come one after the other."""
    wanted = select(Case).where(Case.id == case_id).with_for_update()
    return db.session.scalars(wanted).one()


def take(
    actor: Actor,
    request: ReceptionRequest,
    name: str,
    *,
    told: Told = IN_PORTAL,
    reason: str = "",
    seen: int | None = None,
    at: datetime | None = None,
    **values: Any,
) -> RequestEvent:
    """Take a step in the running act and note it; `values` are further columns to set.

    `seen` is the row version that the form was opened on, where the step would overwrite something.
    Raises AlreadyHappened when the state (or version) does not allow it any more, NotYours for a stranger.
    """
    step, moment = STEPS[name], at or now()
    case = locked_case(request.case_id)
    earlier = state_of(request)
    if not policy.may_take(actor, request, case, step) or _unnamed(actor, step, told):
        raise NotYours
    _change(request, step, earlier, seen, values)
    event = RequestEvent(
        request_id=request.id,
        step=name,
        side=Whose.PORTAL if actor.is_the_portal else step.whose,
        from_state=earlier,
        to_state=request.state,
        at=moment,
        actor_id=actor.id,
        actor_name=actor.name if actor.id else "",
        channel=Channel.LINK if actor.limited_to else told.channel,
        said_by=told.said_by,
        reason=reason,
    )
    db.session.add(event)
    note(
        actor,
        f"request:step:{name}",
        f"request:{request.reference}",
        case=case.code,
        reason=reason,
        channel=event.channel.value,
    )
    if request.state in FINAL:
        _end(actor, request, earlier, name)
    return event


def state_of(request: ReceptionRequest) -> RequestState:
    """The state now, whatever the object remembers."""
    db.session.refresh(request, ["state"])
    return request.state


def _unnamed(actor: Actor, step: Step, told: Told) -> bool:
    """A partner's step written down by the Danish side must say who at the partner said it."""
    return step.whose is Whose.PARTNER and actor.is_(Role.CASEWORKER, Role.COORDINATOR) and not told.said_by


def _change(
    request: ReceptionRequest, step: Step, earlier: RequestState, seen: int | None, values: dict[str, Any]
) -> None:
    table = ReceptionRequest
    still = [table.id == request.id, table.state.in_(step.sources)]
    if seen is not None:
        still.append(table.row_version == seen)
    new = {"state": step.target or earlier, "row_version": table.row_version + 1, **values}
    try:
        with db.session.begin_nested():
            changed = db.session.execute(
                update(table).where(*still).values(new), execution_options={"synchronize_session": False}
            )
    except IntegrityError as error:  # another request of the case is accepted already (RULINGS 9)
        raise AlreadyHappened(step.name) from error
    if rows_changed(changed) != 1:
        raise AlreadyHappened(step.name)
    db.session.refresh(request)


def _end(actor: Actor, request: ReceptionRequest, earlier: RequestState, why: str) -> None:
    if earlier in ACCEPTED_STATES:
        cases.end_grants(actor, request.case_id, why, organization_id=request.organization_id)
    for hook in ON_END:
        hook(actor, request)
