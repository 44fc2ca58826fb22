"""Who reads and who writes what is known of a country."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from portal.access import Actor, Role
from portal.partners import policy
from portal.partners.country.models import Mandate

#: Who reads a country's page and card: those who read whole entries.
COUNTRY_READERS = policy.WHOLE_READERS
#: Who reads who is responsible for what: everybody who signs in.
MANDATE_READERS = tuple(Role)


def may_write(actor: Actor) -> bool:
    """The centre alone writes mandates and missions."""
    return actor.role is Role.COORDINATOR and not actor.limited_to


def valid_on(day: date) -> ColumnElement[bool]:
    """The mandates in force on a day; both ends count."""
    begun = or_(Mandate.valid_from.is_(None), Mandate.valid_from <= day)
    return and_(begun, or_(Mandate.valid_to.is_(None), Mandate.valid_to >= day))
