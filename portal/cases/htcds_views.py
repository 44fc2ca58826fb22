"""Taking cases out in the terms of HTCDS 2.0: the page that says what a file holds, the files, schema and code book."""

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from flask import render_template, stream_with_context
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import Role
from portal.accounts import queries as accounts
from portal.audit import trail
from portal.cases import htcds
from portal.cases.blueprint import blueprint
from portal.cases.htcds_words import code_book
from portal.db import today, transaction
from portal.web.cells import as_csv
from portal.web.gate import actor, open_to

LATEST = 10  # takings out that the page names


@blueprint.get("/exports")
@open_to(Role.COORDINATOR)
def exports() -> str:
    """What the files hold and leave out, and who took them out lately."""
    on = today()
    taken = [(one, _name(one.actor_id)) for one in trail.looks(htcds.SUBJECT)[:LATEST]]
    number, left_out = len(htcds.ids_for(actor(), on)), htcds.left_out(actor(), on)
    return render_template("cases/exports.html", number=number, left_out=left_out, taken=taken)


def _name(account_id: UUID | None) -> str:
    found = accounts.account(account_id) if account_id is not None else None
    # Translators: who took the cases out of the portal, where it was nobody who signs in
    return found.name if found is not None else str(_("the command line"))


@blueprint.get("/exports/htcds.csv")
@open_to(Role.COORDINATOR, audited=True)
def htcds_csv() -> Response:
    """The cases as a table."""
    return _sent(htcds.as_csv, "csv", "text/csv")


@blueprint.get("/exports/htcds.json")
@open_to(Role.COORDINATOR, audited=True)
def htcds_json() -> Response:
    """The cases as JSON after the published schema."""
    return _sent(htcds.as_json, "json", "application/json")


def _sent(write: Callable[[list[UUID], date], Iterator[bytes]], ending: str, kind: str) -> Response:
    on = today()
    ids = htcds.ids_for(actor(), on)
    with transaction():
        htcds.note_taken_out(actor(), len(ids), ending)
    named = f'attachment; filename="cases-htcds-{on.isoformat()}.{ending}"'
    return Response(stream_with_context(write(ids, on)), mimetype=kind, headers={"Content-Disposition": named})


@blueprint.get("/exports/htcds-schema.json")
@open_to(Role.COORDINATOR)
def htcds_schema() -> Response:
    """The JSON Schema of the file."""
    named = 'attachment; filename="htcds-schema.json"'
    return Response(
        htcds.SCHEMA.read_bytes(), mimetype="application/schema+json", headers={"Content-Disposition": named}
    )


@blueprint.get("/exports/htcds-code-book.csv")
@open_to(Role.COORDINATOR)
def htcds_code_book() -> Response:
    """What each column and each code means, in the reader's language."""
    head, rows = code_book()
    named = 'attachment; filename="htcds-code-book.csv"'
    return Response(as_csv(head, rows), mimetype="text/csv", headers={"Content-Disposition": named})
