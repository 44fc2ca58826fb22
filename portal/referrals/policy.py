"""Who may see a reception request, and who may take a step on it. Each rule stands here alone."""

from sqlalchemy import ColumnElement, and_, false

from portal.access import Actor, Role
from portal.cases import policy as cases
from portal.cases import safeguards
from portal.cases.models import Case
from portal.db import db
from portal.referrals import disclosure
from portal.referrals.disclosure import EVERYTHING, FAMILY, NOTHING, STAGES, Field
from portal.referrals.models import ReceptionRequest
from portal.referrals.states import LIVING, RequestState, Step, Whose

#: What a partner never sees: not sent yet, held back, or a mistake.
HIDDEN_FROM_PARTNER = tuple(state for state in RequestState if state not in STAGES)
#: Both sides can write to each other.
TALKING = tuple(state for state in LIVING if state not in HIDDEN_FROM_PARTNER)


def visible(actor: Actor) -> ColumnElement[bool]:
    """Caseworkers and the centre see the requests of cases they see; a partner what was sent to it; others nothing."""
    if actor.role is Role.PARTNER and actor.organization_id is not None:
        seen: ColumnElement[bool] = and_(
            ReceptionRequest.organization_id == actor.organization_id,
            ReceptionRequest.sent_at.is_not(None),
            ReceptionRequest.state.not_in(HIDDEN_FROM_PARTNER),
        )
    elif actor.is_(Role.CASEWORKER, Role.COORDINATOR):
        seen = cases.belongs(ReceptionRequest.case_id, cases.visible(actor))
    else:
        return false()
    # A mailed link opens its one request (RULINGS 12).
    return and_(seen, ReceptionRequest.reference == actor.limited_to) if actor.limited_to else seen


def may_take(actor: Actor, request: ReceptionRequest, case: Case, step: Step) -> bool:
    """Whether an actor may take a step at all (the state apart).

    A partner's step is its own people's; the case's owner, deputies and the coordinator may write it
    down on its behalf (RULINGS 11). Steps of the portal are taken by the portal alone.
    """
    if actor.is_the_portal:
        return True
    if step.whose is Whose.PORTAL:
        return False
    if actor.role is Role.PARTNER:
        own = actor.organization_id == request.organization_id
        return own and step.whose is Whose.PARTNER and request.state not in HIDDEN_FROM_PARTNER
    return cases.may_change(actor, case)


def fields_seen(actor: Actor, request: ReceptionRequest) -> frozenset[Field]:
    """What a reader may be shown of a request that it sees: the Danish side all, its partner what the table says."""
    if actor.is_(Role.CASEWORKER, Role.COORDINATOR) and not actor.limited_to:
        return EVERYTHING
    if actor.role is not Role.PARTNER or actor.organization_id != request.organization_id:
        return NOTHING
    seen = disclosure.seen_at(disclosure.stage_of(request), by_link=bool(actor.limited_to))
    return seen - FAMILY if seen & FAMILY and _hides_family(request) else seen


def _hides_family(request: ReceptionRequest) -> bool:
    return safeguards.hides_family(db.session.get_one(Case, request.case_id))


def sees(actor: Actor, request: ReceptionRequest, field: Field) -> bool:
    """Whether one field of a request may be shown to a reader."""
    return field in fields_seen(actor, request)


def may_write(actor: Actor, request: ReceptionRequest, case: Case) -> bool:
    """Whether an actor may write a message in a request (the state apart).

    The partner's own people; the case's owner, deputies and the coordinator. Not through a mailed link, which opens
    the card alone (RULINGS 12).
    """
    if actor.limited_to:
        return False
    if actor.role is Role.PARTNER:
        return actor.organization_id == request.organization_id and request.state not in HIDDEN_FROM_PARTNER
    return cases.may_change(actor, case)
