"""The centre enters, and takes out again, what was counted before the portal."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from portal.access import Actor
from portal.audit.trail import note
from portal.db import add_once, db, now, rows_changed, transaction
from portal.monitoring.codes import Promise
from portal.monitoring.models import EarlierFigure, EarlierOrigin
from portal.monitoring.policy import READERS


class NotYours(Exception):
    """Only the national centre enters figures."""


class EnteredBefore(Exception):
    """For that year, and promise or country, something stands already; nothing was overwritten."""


def _entering(actor: Actor) -> UUID:
    if not actor.is_(*READERS) or actor.id is None:
        raise NotYours
    return actor.id


def _add(actor: Actor, key: UUID, build: Callable[[], EarlierFigure | EarlierOrigin], subject: str) -> None:
    """Add a row once for a form's key. Raises EnteredBefore."""
    made = build()
    model = type(made)
    try:
        with transaction():
            if add_once(model, key, lambda: made)[1]:
                note(actor, "monitoring:earlier:entered", subject)
    except IntegrityError as twin:
        raise EnteredBefore from twin


def enter_figure(actor: Actor, key: UUID, promise: Promise, year: int, n: int, total: int, source: str) -> None:
    """Enter a promise of a year before the portal. Raises NotYours, EnteredBefore, ValueError for n above total."""
    by = _entering(actor)
    if not 0 <= n <= total:
        raise ValueError("n is a part of total")
    values = {"promise": promise, "year": year, "n": n, "total": total, "source": source}
    figure = EarlierFigure(entered_by=by, entered_at=now(), **values)
    _add(actor, key, lambda: figure, f"figure:{promise.value}:{year}")


def enter_origin(actor: Actor, key: UUID, year: int, country: str, people: int, source: str) -> None:
    """Enter how many people came from a country in a year before the portal. Raises NotYours, EnteredBefore."""
    by = _entering(actor)
    values = {"year": year, "country": country, "people": people, "source": source}
    origin = EarlierOrigin(entered_by=by, entered_at=now(), **values)
    _add(actor, key, lambda: origin, f"origin:{country}:{year}")


def take_out(actor: Actor, row_id: UUID) -> bool:
    """Take an entered figure or country out again; False where there is none. Raises NotYours."""
    _entering(actor)
    with transaction():
        for model in (EarlierFigure, EarlierOrigin):
            if rows_changed(db.session.execute(delete(model).where(model.id == row_id))):
                note(actor, "monitoring:earlier:taken-out", f"earlier:{row_id}")
                return True
    return False
