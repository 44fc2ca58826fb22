"""The list behind a number, on the page and as a file; each look and each file is logged."""

from typing import Any

from flask import Response, abort, render_template, request

from portal.audit.trail import note
from portal.db import transaction
from portal.monitoring import asked as asking
from portal.monitoring import behind
from portal.monitoring.behind import Named
from portal.monitoring.blueprint import blueprint
from portal.monitoring.codes import Figure, Promise
from portal.monitoring.policy import READERS
from portal.web.cells import as_csv
from portal.web.formats import word
from portal.web.gate import actor, is_a_look, open_to

COLUMNS = ("case", "request", "registered_on", "unit", "country", "child")
HOME = {Figure.FLOW.value: "monitoring.flow_page"}


def _named(figure: str) -> Named:
    found = behind.named(figure, request.args.get("part", "total"), request.args.get("why", ""))
    if found is None:
        abort(404)
    return found


def _title(figure: str) -> str:
    known = {one.value: one for one in (*Promise, *Figure)}
    return word(known[figure])


def _note(what: str, of: Named, year: int, **more: Any) -> None:
    with transaction():
        why: dict[str, Any] = {"why": of.why.value} if of.why else {}
        note(actor(), f"monitoring:list:{what}", f"year:{year}", figure=of.figure, part=of.part.value, **why, **more)


@blueprint.get("/monitoring/behind/<figure>")
@open_to(*READERS, audited=True)
def behind_page(figure: str) -> str:
    """The cases or requests that a number counted, without a name."""
    of, asked = _named(figure), asking.from_address()
    rows, key = behind.page(actor(), of, asked.year, asked.only, request.args.get("after", ""))
    names = {"part": of.part.value, "why": of.why.value if of.why else None}
    home = "monitoring.index" if figure in set(Promise) else HOME.get(figure, "monitoring.times_page")
    page = render_template(
        "monitoring/behind.html",
        asked=asked,
        title=_title(figure),
        part=word(of.part),
        why=word(of.why) if of.why else "",
        narrowed=asking.offered().names_of(asked.only),
        of_requests=behind.is_of_requests(of),
        number=behind.count(actor(), of, asked.year, asked.only),
        rows=rows,
        back=asked.to(home),
        next_href=asked.to("monitoring.behind_page", figure=figure, after=key, **names) if key else "",
        file_href=asked.to("monitoring.behind_file", figure=figure, **names),
    )
    if is_a_look():
        _note("read", of, asked.year, **asked.codes)
    return page


@blueprint.get("/monitoring/behind/<figure>.csv")
@open_to(*READERS, audited=True)
def behind_file(figure: str) -> Response:
    """The same list as a file: codes, never a name."""
    of, asked = _named(figure), asking.from_address()
    rows = behind.every(actor(), of, asked.year, asked.only)
    _note("exported", of, asked.year, rows=len(rows), **asked.codes)
    codes = ((row.code, row.reference or "", row.registered_on.isoformat(), row.unit, row.country) for row in rows)
    cells = [(*own, str(int(row.is_child))) for own, row in zip(codes, rows, strict=True)]
    named = f'attachment; filename="{figure}-{of.part.value}-{asked.year}.csv"'
    return Response(as_csv(COLUMNS, cells), mimetype="text/csv", headers={"Content-Disposition": named})
