"""Keyed paging of lists that run newest first: the key names the last row shown, so nothing is skipped or doubled."""

import base64
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_


def key_of(moment: datetime, row_id: uuid.UUID) -> str:
    """The key of a row for the address of the next page."""
    return base64.urlsafe_b64encode(f"{moment.isoformat()} {row_id}".encode()).decode()


def older_than(moment: Any, row_id: Any, key: str) -> ColumnElement[bool] | None:
    """The condition for what comes after the keyed row; None for no key or one that we never made."""
    try:
        at, _, identifier = base64.urlsafe_b64decode(key.encode()).decode().partition(" ")
        when, which = datetime.fromisoformat(at), uuid.UUID(identifier)
    except ValueError:
        return None
    if when.tzinfo is None:
        return None
    return or_(moment < when, and_(moment == when, row_id < which))
