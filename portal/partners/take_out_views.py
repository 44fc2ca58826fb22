"""Taking the whole directory out: a page that says what each file holds, and the files, sent as they are read."""

from collections.abc import Callable, Iterator
from uuid import UUID

from flask import render_template, stream_with_context
from werkzeug.wrappers import Response

from portal.access import Role
from portal.audit.trail import note
from portal.db import today, transaction
from portal.partners import exchange
from portal.partners.blueprint import blueprint
from portal.partners.hsds.package_writing import zipped
from portal.web.gate import actor, open_to


@blueprint.get("/partners/take-out")
@open_to(Role.COORDINATOR)
def take_out() -> str:
    """What the two files hold, and for whom each is."""
    return render_template("partners/take_out.html", number=len(exchange.ids_for(actor())))


@blueprint.get("/partners/take-out.csv")
@open_to(Role.COORDINATOR, audited=True)
def take_out_csv() -> Response:
    """Every entry with all it holds, to be changed in a spreadsheet and read back."""
    return _sent(exchange.written_out, "text/csv", f"directory-{today().isoformat()}.csv")


@blueprint.get("/partners/take-out.zip")
@open_to(Role.COORDINATOR, audited=True)
def take_out_package() -> Response:
    """Every entry as a HSDS 3.0 data package, for other systems of the field."""
    return _sent(zipped, "application/zip", f"directory-{today().isoformat()}.zip")


def _sent(write: Callable[[list[UUID]], Iterator[bytes]], kind: str, name: str) -> Response:
    ids = exchange.ids_for(actor())
    with transaction():
        note(actor(), "partner:list:exported", "directory:all", entries=len(ids))
    named = f'attachment; filename="{name}"'
    return Response(stream_with_context(write(ids)), mimetype=kind, headers={"Content-Disposition": named})
