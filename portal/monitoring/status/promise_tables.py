"""The promises of the year as tables, and whom two of them were kept for."""

from flask_babel import gettext as _

from portal.monitoring import labels
from portal.monitoring.codes import Part, Promise
from portal.monitoring.indicators import Indicator, Line
from portal.monitoring.status.codes import Chapter
from portal.monitoring.status.numbers import Numbers
from portal.monitoring.status.tables import Bar, Column, Row, Table
from portal.vocabulary.services import Population
from portal.web.formats import country_name, word

PLAN = "Action plan 2007-2010, lines "
LINES = {
    Promise.OFFERED: "190-192",
    Promise.CHILDREN: "198-202",
    Promise.WOMEN: "198-202",
    Promise.REPORTED: "203-206",
    Promise.COVERED: "876-878",
}


def tables(numbers: Numbers) -> list[Table]:
    """A table for each promise; then two of them by group and by country, in the chapter of the figures."""
    broken_down = [
        table
        for promise in numbers.by_group
        for table in (
            _by(numbers, promise, "group", _group_rows(numbers.by_group[promise])),
            _by(numbers, promise, "country", _country_rows(numbers.by_country[promise])),
        )
    ]
    return [*(_promise(figure) for figure in numbers.promises), *broken_down]


def _source(promise: Promise) -> str:
    return PLAN + LINES[promise] if promise in LINES else ""


def _promise(figure: Indicator) -> Table:
    rows = [Row("n", word(Part.N), [figure.n]), Row("total", word(Part.TOTAL), [figure.total])]
    rows.append(Row("percent", str(_("Per cent")), [figure.percent]))
    if figure.target is not None:
        rows.append(Row("target", str(_("Target in per cent")), [figure.target]))
    rows += [Row(code.value, word(code), [number]) for code, number in figure.aside.items()]
    return Table(
        key=f"promise-{figure.promise.value.lower()}",
        chapter=Chapter.TARGETS,
        title=word(figure.promise),
        sentence=labels.sentence_of(figure),
        definition=labels.definition_of(figure),
        source=figure.source or _source(figure.promise),
        # Translators: heading of the column that says what is counted
        head=str(_("Counted")),
        columns=[Column(figure.unit.value, word(figure.unit))],
        rows=rows,
        bar=Bar(figure.n, figure.total, figure.target) if figure.target is not None else None,
        unit=figure.unit.value,
    )


def _by(numbers: Numbers, promise: Promise, by: str, rows: list[Row]) -> Table:
    figure = next(one for one in numbers.promises if one.promise is promise)
    titles = {
        # Translators: promise is a whole sentence, such as "Everyone who is registered is offered a prepared return"
        "group": _("%(promise)s: by group", promise=word(promise)),
        "country": _("%(promise)s: by country of return", promise=word(promise)),
    }
    return Table(
        key=f"promise-{promise.value.lower()}-by-{by}",
        chapter=Chapter.STATISTICS,
        title=str(titles[by]),
        sentence="",
        definition=labels.definition_of(figure),
        source=_source(promise),
        head=str(_("Group")) if by == "group" else str(_("Country")),
        columns=[Column("n", word(Part.N)), Column("total", word(Part.TOTAL))],
        rows=rows,
    )


def _group_rows(lines: list[Line]) -> list[Row]:
    return [Row(line.key.value, word(line.key), [line.n, line.total]) for line in lines if line.key in list(Population)]


def _country_rows(lines: list[Line]) -> list[Row]:
    return [Row(line.key, country_name(line.key), [line.n, line.total]) for line in lines]
