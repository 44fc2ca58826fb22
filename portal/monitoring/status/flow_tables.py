"""How far the people of the year came, how long it took, and what was asked of partners, as tables."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from portal.monitoring.codes import DEFINITIONS, Figure
from portal.monitoring.status.codes import Chapter
from portal.monitoring.status.numbers import Numbers
from portal.monitoring.status.promise_tables import PLAN
from portal.monitoring.status.tables import Cell, Column, Row, Table
from portal.monitoring.waiting import Spread
from portal.vocabulary.codes import CodeList
from portal.web.formats import word


def tables(numbers: Numbers) -> list[Table]:
    """Flow, reasons for leaving it, times, times asked, gates set aside, requests, reports."""
    return [
        _flow(numbers),
        _left(numbers),
        _times(numbers),
        _asked(numbers),
        _set_aside(numbers),
        _requests(numbers),
        _reports(numbers),
    ]


def made(figure: CodeList, chapter: Chapter, head: str, columns: list[Column], rows: list[Row], key: str = "") -> Table:
    """The table of a figure that has its title and definition among the chapter's codes."""
    definition = str(_(DEFINITIONS[figure]))
    unit = columns[0].key
    return Table(key or figure.value, chapter, word(figure), "", definition, "", head, columns, rows, unit=unit)


def people() -> Column:
    """The column that counts people."""
    return Column("people", str(_("People")))


def of_codes(counts: Mapping[Any, int]) -> list[Row]:
    """Rows of a count by code, labelled in the language of the moment."""
    return [Row(code.value, word(code), [number]) for code, number in counts.items()]


def _flow(numbers: Numbers) -> Table:
    rows = of_codes(numbers.flow.steps)
    return made(Figure.FLOW, Chapter.PREPARED_RETURN, str(_("Step")), [people()], rows)


def _left(numbers: Numbers) -> Table:
    rows = []
    for step in numbers.flow.steps:
        for one in numbers.flow.left_after(step):
            key = "-".join(part.value for part in (step, one.why, one.detail) if part is not None)
            cells: list[Cell] = [word(one.why), word(one.detail), one.n]
            rows.append(Row(key, word(step), cells))
    # Translators: heading of the column with the reasons for leaving
    columns = [Column("why", str(_("Reason")), True), Column("detail", str(_("More exactly")), True), people()]
    return Table(
        key="leaving",
        chapter=Chapter.PREPARED_RETURN,
        title=str(_("Why people went no further")),
        sentence="",
        definition=str(
            _("Each person of the year who went no further has one reason, after the last step she came to.")
        ),
        source="",
        head=str(_("Last step")),
        columns=columns,
        rows=rows,
    )


def _times(numbers: Numbers) -> Table:
    rows = [
        _spread(Figure.ANSWER_TIME, str(_("Time until a partner answered, in hours")), numbers.waiting.answer),
        _spread(Figure.RETURN_TIME, str(_("Time from the wish to the journey, in days")), numbers.waiting.returning),
    ]
    columns = [
        Column("counted", str(_("Counted"))),
        Column("first_quartile", str(_("A quarter took at most"))),
        Column("median", str(_("Half took at most"))),
        Column("third_quartile", str(_("Three quarters took at most"))),
    ]
    definition = " ".join(str(_(DEFINITIONS[one])) for one in (Figure.ANSWER_TIME, Figure.RETURN_TIME))
    return Table(
        key="times",
        chapter=Chapter.PREPARED_RETURN,
        title=str(_("How long it took")),
        sentence="",
        definition=definition,
        source="",
        # Translators: heading of the column that says which time it is
        head=str(_("Time")),
        columns=columns,
        rows=rows,
        unit="times",
    )


def _spread(figure: Figure, label: str, spread: Spread) -> Row:
    first, third = spread.quartiles
    return Row(figure.value, label, [spread.n, first, spread.median, third])


def _asked(numbers: Numbers) -> Table:
    return Table(
        key="times-asked",
        chapter=Chapter.PREPARED_RETURN,
        title=str(_("How often people were asked")),
        sentence="",
        definition=str(_("People registered in the year, by how often they were offered a prepared return.")),
        source=PLAN + "139-141",
        head=str(_("Times asked")),
        columns=[people()],
        rows=[Row(str(times), str(times), [number]) for times, number in numbers.times_asked.items()],
    )


def _set_aside(numbers: Numbers) -> Table:
    return Table(
        key="gates-set-aside",
        chapter=Chapter.PREPARED_RETURN,
        title=str(_("Gates set aside for adults, by two of the centre")),
        sentence="",
        definition=str(
            _("How often the centre let a request of an adult leave without a risk assessment or a personal plan.")
        ),
        source="",
        # Translators: a gate is something that must be in place before a request may leave
        head=str(_("Gate")),
        columns=[Column("times", str(_("Times")))],
        rows=of_codes(numbers.set_aside),
        unit="times",
    )


def _requests(numbers: Numbers) -> Table:
    columns = [Column("requests", str(_("Requests")))]
    rows = of_codes(numbers.requests)
    # Translators: heading of the column that says what became of a request
    return made(Figure.REQUESTS, Chapter.INTERNATIONAL, str(_("State")), columns, rows)


def _reports(numbers: Numbers) -> Table:
    columns = [
        Column("asked", str(_("Reports asked for"))),
        Column("due", str(_("Due until today"))),
        # Translators: reports that were sent
        Column("sent", str(_("Sent"))),
        # Translators: reports in which the person was reached
        Column("reached", str(_("Reached"))),
    ]
    rows = [
        Row(str(line.number), _report(line.number), [line.asked, line.due, line.sent, line.reached])
        for line in numbers.reports
    ]
    return made(Figure.REPORTS, Chapter.INTERNATIONAL, str(_("Report")), columns, rows)


def _report(number: int) -> str:
    """A report by its number in the schedule; events stand apart as 0."""
    return str(_("Report %(number)s", number=number)) if number else str(_("After an event"))
