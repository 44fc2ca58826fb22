"""Reading what is published: stored, one statement, the hash proven each time."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import defer

from portal.db import db
from portal.monitoring.publishing.content import digest
from portal.monitoring.publishing.models import Edition, PublishingRule


class Altered(Exception):
    """What is stored is not what was published: the hash does not fit, and nothing of it is shown."""


def rule_on(day: date) -> PublishingRule:
    """The rule that is valid on a day."""
    wanted = select(PublishingRule).where(PublishingRule.valid_from <= day).order_by(PublishingRule.valid_from.desc())
    return db.session.scalars(wanted.limit(1)).one()


def newest(year: int) -> Edition | None:
    """The newest edition of a year, as it was published; None while there is none. Raises Altered.

    One statement by the index of year and number: as fast whatever was ever counted or published.
    """
    wanted = _whole().where(Edition.year == year).order_by(Edition.number.desc()).limit(1)
    return _proven(db.session.scalars(wanted).one_or_none())


def edition(edition_id: UUID) -> Edition | None:
    """One edition, an old one too; None where there is none. Raises Altered."""
    return _proven(db.session.scalars(_whole().where(Edition.id == edition_id)).one_or_none())


def _whole() -> Select[Edition]:
    return select(Edition).options(defer(Edition.inside))


def _proven(found: Edition | None) -> Edition | None:
    if found is not None and digest(found.content) != found.sha256:
        raise Altered
    return found


def every() -> list[Any]:
    """What there is, the newest year first and its newest edition first: id, year, number, made when."""
    columns = (Edition.id, Edition.year, Edition.number, Edition.created_at)
    return list(db.session.execute(select(*columns).order_by(Edition.year.desc(), Edition.number.desc())))


def known_of(first: int, last: int) -> list[dict[str, Any]]:
    """What the editions of some years let a reader know, the oldest first: the next one must be safe beside them."""
    wanted = select(Edition.inside).where(Edition.year >= first, Edition.year <= last)
    return list(db.session.scalars(wanted.order_by(Edition.created_at, Edition.year, Edition.number)))
