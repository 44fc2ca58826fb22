"""What a reader sees when something is not there, is not possible any more, or went wrong."""

import logging
import re
import secrets

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from portal.db import Stale, db
from portal.web import machines
from portal.web.gate import Doorkeeper

log = logging.getLogger("portal")
SHOWN = (400, 404, 410, 413, 429, 500, 503)


def install(app: Flask) -> None:
    """Answer every error with a page of ours; none of them says more than it must."""
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(HTTPException, _other)
    app.register_error_handler(Stale, lambda error: _page(409))
    app.register_error_handler(OperationalError, _database_down)
    app.register_error_handler(Exception, _fault)


def _page(status: int, reference: str = "") -> ResponseReturnValue:
    if machines.is_for_machines():
        return machines.error(status, reference)
    return render_template("web/error.html", status=status, fault_reference=reference), status


def _not_found(error: NotFound) -> ResponseReturnValue:
    """Missing and forbidden: the same bytes, one audit row, nothing else changed (RULINGS 34, 38)."""
    db.session.rollback()
    if g.get("actor") is not None:
        arguments = "/".join(str(value) for value in (request.view_args or {}).values())
        keeper: Doorkeeper = current_app.extensions["doorkeeper"]
        # What was asked for may hold any sign, and PostgreSQL keeps no NUL.
        subject = re.sub(r"[^!-~]", "?", f"{request.endpoint or 'address'}:{arguments}"[:80])
        keeper.note_refusal(g.actor, subject)
    return _page(404)


def _other(error: HTTPException) -> ResponseReturnValue:
    db.session.rollback()
    status = error.code or 500
    if machines.is_for_machines():
        answer = machines.error(status)
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            answer.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return answer
    if status == 405:
        return _not_found(NotFound())
    return _page(status if status in SHOWN else 400)


def _database_down(error: OperationalError) -> ResponseReturnValue:
    db.session.rollback()
    log.error("the database does not answer: %s", type(error.orig).__name__)
    return _page(503)


def _fault(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    reference = secrets.token_hex(4)
    # The message of an unknown error may hold a person's data: only its kind and place are logged.
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    log.error("fault %s: %s at %s", reference, type(error).__name__, where)
    if current_app.testing and current_app.config.get("RAISE_FAULTS", True):
        raise error
    return _page(500, reference)
