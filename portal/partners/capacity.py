"""Whether a partner can receive somebody now: what it said, for as long as that is believed."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_

from portal.db import today
from portal.partners.models import Organization
from portal.vocabulary.organizations import Capacity

#: Days after which "can receive now" falls back to "ask first" (EXPERIENCE, section 5).
BELIEVED_FOR = 60


def capacity_on(organization: Organization, on: date) -> Capacity:
    """What a partner's word means on a day: a day ahead closes it, "can receive now" is believed for 60 days."""
    if organization.not_until is not None and organization.not_until > on:
        return Capacity.NOT_UNTIL
    said = organization.capacity_said_on
    if organization.capacity is Capacity.CAN_RECEIVE and said is not None and said >= on - timedelta(days=BELIEVED_FOR):
        return Capacity.CAN_RECEIVE
    return Capacity.ASK_FIRST


def can_receive_now() -> ColumnElement[bool]:
    """The partners of which `capacity_on` says today that they can receive; the same rule, asked of the database."""
    return and_(
        Organization.capacity == Capacity.CAN_RECEIVE,
        Organization.capacity_said_on >= today() - timedelta(days=BELIEVED_FOR),
        or_(Organization.not_until.is_(None), Organization.not_until <= today()),
    )
