"""The evaluators' data set: a page that says what it holds and holds back, and the download, which is logged."""

from flask import Response, render_template

from portal.audit.trail import note
from portal.db import transaction
from portal.monitoring.status import data_set, data_set_words, spreadsheet
from portal.monitoring.status.blueprint import blueprint
from portal.monitoring.status.policy import WRITERS
from portal.monitoring.status.views import real
from portal.web.cells import as_csv
from portal.web.gate import actor, open_to

Answer = Response | tuple[str, int]
Made = data_set.DataSet | None


@blueprint.get("/monitoring/report/<int:year>/data-set")
@open_to(*WRITERS)
def data_set_page(year: int) -> str:
    """How many rows there are, how many show less than others, and how it is made."""
    return _page(year, _made(real(year)))


def _made(year: int) -> Made:
    """The data set until a year; None where it would be of too few people."""
    try:
        return data_set.of_years_to(year)
    except data_set.TooFew:
        return None


def _page(year: int, made: Made) -> str:
    columns = [(name, data_set_words.FIELDS[name][0]) for name in data_set.HEAD]
    return render_template(
        "monitoring_status/data_set.html", year=year, made=made, least=data_set.threshold(), columns=columns
    )


@blueprint.get("/monitoring/report/<int:year>/data-set.zip")
@open_to(*WRITERS, audited=True)
def data_set_file(year: int) -> Answer:
    """The rows and their code book. Of too few people there is none, and the page says so."""
    made = _made(real(year))
    if made is None:
        return _page(year, made), 409
    with transaction():
        note(actor(), "status:data-set:taken-out", f"year:{year}", rows=len(made.rows), least=made.least)
    files = {
        "people.csv": as_csv(data_set.HEAD, made.rows),
        "codebook.csv": as_csv(data_set_words.FIRST_LINE, data_set_words.lines()),
    }
    named = f'attachment; filename="data-set-until-{year}.zip"'
    return Response(spreadsheet.zipped(files), mimetype="application/zip", headers={"Content-Disposition": named})
