"""Where people came from and who can receive them, and how true the directory is, as tables."""

from flask_babel import gettext as _

from portal.monitoring.codes import Figure
from portal.monitoring.status.codes import Chapter
from portal.monitoring.status.flow_tables import made, of_codes
from portal.monitoring.status.numbers import Numbers
from portal.monitoring.status.promise_tables import PLAN
from portal.monitoring.status.tables import Column, Row, Table
from portal.web.formats import country_name


def tables(numbers: Numbers) -> list[Table]:
    """Coverage by country, and the directory by the age of its last check."""
    return [_coverage(numbers), _freshness(numbers)]


def _coverage(numbers: Numbers) -> Table:
    return Table(
        key="coverage",
        chapter=Chapter.INTERNATIONAL,
        title=str(_("Where people came from, and who can receive them")),
        sentence="",
        definition=str(
            _(
                "Countries to which people registered in the last five years return, on the day of counting. A working "
                "partner has been verified, was checked in the last year, can receive, and answers in time."
            )
        ),
        source=PLAN + "876-878",
        head=str(_("Country")),
        columns=[
            Column("people_5_years", str(_("People in five years"))),
            Column("returns_24_months", str(_("Returns in 24 months"))),
            Column("working_partners", str(_("Working partners"))),
        ],
        rows=[
            Row(one.country, country_name(one.country), [one.people, one.returns, one.working])
            for one in numbers.countries
            if one.people
        ],
    )


def _freshness(numbers: Numbers) -> Table:
    columns = [Column("organisations", str(_("Organisations")))]
    rows = of_codes(numbers.freshness)
    # Translators: heading of the column with the age of the last check of an entry
    return made(Figure.FRESHNESS, Chapter.INTERNATIONAL, str(_("Last checked")), columns, rows)
