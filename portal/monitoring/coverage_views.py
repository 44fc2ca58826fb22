"""The centre's page of coverage: where somebody came from, and who can receive a person there."""

from flask import Response, render_template
from flask_babel import gettext as _

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.db import today, transaction
from portal.monitoring import coverage
from portal.monitoring.blueprint import blueprint
from portal.monitoring.coverage import RETURNS_MONTHS, Row
from portal.monitoring.policy import READERS
from portal.monitoring.slices import GROUPS
from portal.web.cells import as_csv
from portal.web.formats import country_name, word
from portal.web.gate import actor, is_a_look, open_to
from portal.web.panels import Panel, on

HOME_ROWS = 5
FILE_COLUMNS = ("country", "country_code", "returns_24_months", "people_5_years", "working_partners", "gaps")


@blueprint.get("/monitoring/coverage")
@open_to(*READERS, audited=True)
def coverage_page() -> str:
    """Each country of origin and group: working partners, else the nearest; gaps first."""
    rows = coverage.rows()
    page = render_template(
        "monitoring/coverage.html",
        rows=rows,
        groups=GROUPS,
        nearest=coverage.nearest_to([row.country for row in rows if not row.working]),
        covered=coverage.covered(rows),
        months=RETURNS_MONTHS,
    )
    if is_a_look():
        with transaction():
            note(actor(), "monitoring:coverage:read", "coverage:now")
    return page


@blueprint.get("/monitoring/coverage.csv")
@open_to(*READERS, audited=True)
def coverage_file() -> Response:
    """The same table as a file: one row a country, numbers as digits, the groups' own columns behind."""
    rows = coverage.rows()
    header = (*FILE_COLUMNS, *(f"{group.value}_{what}" for group in GROUPS for what in ("partners", "people")))
    with transaction():
        note(actor(), "monitoring:coverage:exported", "coverage:now", countries=len(rows))
    named = f'attachment; filename="coverage-{today().isoformat()}.csv"'
    body = as_csv(header, [_cells(row) for row in rows])
    return Response(body, mimetype="text/csv", headers={"Content-Disposition": named})


def _cells(row: Row) -> list[str]:
    own = [country_name(row.country), row.country, row.returns, row.people, row.working, _gaps_in_words(row)]
    groups = [number for group in GROUPS for number in (row.groups[group].working, row.groups[group].people)]
    return [str(one) for one in (*own, *groups)]


def _gaps_in_words(row: Row) -> str:
    if row.people and not row.working:
        return str(_("Nobody can receive a person here"))
    return "; ".join(word(group) for group in row.gaps)


@on("home", 45)
def coverage_panel(asking: Actor) -> Panel | None:
    """The countries where nobody can receive somebody who came from there, on the centre's first page."""
    if not asking.is_(Role.COORDINATOR):
        return None
    rows = coverage.rows()
    red = [row for row in rows if row.is_red]
    context = {"red": red[:HOME_ROWS], "more": max(0, len(red) - HOME_ROWS), "covered": coverage.covered(rows)}
    return Panel("monitoring/coverage_panel.html", context)
