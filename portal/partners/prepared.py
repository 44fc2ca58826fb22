"""Statements put together once for each form of a question: that takes longer than the database's answer."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from sqlalchemy import CursorResult, Executable

from portal.db import db

MOST_KEPT = 500  # forms of questions; then all are forgotten and put together anew

_kept: dict[Hashable, Executable] = {}


def ask(form: Hashable, build: Callable[[], Executable], values: Mapping[str, Any]) -> CursorResult[*tuple[Any, ...]]:
    """Ask a statement with values in the request's transaction.

    Two questions of one form may differ in nothing but `values`, which the statement holds as parameters of these
    names: whatever else it depends on (who reads, the day) belongs into the form.
    """
    connection = db.session.connection()
    key = (connection.dialect.name, form)
    statement = _kept.get(key)
    if statement is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        statement = _kept[key] = build()
    return connection.execute(statement, values)
