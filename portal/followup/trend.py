"""From the baseline through the reports: the three scores in order, how they changed, and where the lines run."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.followup import scores
from portal.followup.models import DueReport
from portal.followup.scores import DIMENSIONS, Scores
from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList
from portal.vocabulary.reports import ReportKind

STEP, MARGIN, HEIGHT = 72, 24, 120  # of the picture, in its own units
SAME = 0.1  # a smaller difference is no change


class Change(CodeList):
    """What became of a score from the first report that has it to the last."""

    BETTER = "better", N_("Better")
    SAME = "same", N_("About the same")
    WORSE = "worse", N_("Worse")
    ONCE = "once", N_("Known once, so nothing to compare")
    NONE = "none", N_("No score")


@dataclass(frozen=True)
class Line:
    """One dimension: its change, and the places of its scores in the picture (x, y from the upper edge)."""

    dimension: str
    change: Change
    places: tuple[tuple[int, int], ...]

    @property
    def points(self) -> str:
        """The places as a polyline writes them."""
        return " ".join(f"{x},{y}" for x, y in self.places)


@dataclass(frozen=True)
class Trend:
    """The reports that have a score, oldest first, and a line for each dimension."""

    rows: list[tuple[DueReport, Scores]]
    lines: list[Line]

    @property
    def width(self) -> int:
        """Of the picture, in its own units."""
        return 2 * MARGIN + STEP * (len(self.rows) - 1)

    height = HEIGHT + 2 * MARGIN
    top, middle, bottom, margin = MARGIN, MARGIN + HEIGHT // 2, MARGIN + HEIGHT, MARGIN


def of_reports(dues: Iterable[DueReport]) -> Trend | None:
    """The trend of the reports that have come; None when none of them has a score."""
    scored = [(due, scores.of_report(due.report)) for due in sorted(dues, key=_order) if due.report is not None]
    rows = [(due, found) for due, found in scored if any(worth is not None for worth in vars(found).values())]
    return Trend(rows, [_line(dimension, rows) for dimension in DIMENSIONS]) if rows else None


def _order(due: DueReport) -> tuple[bool, object, int]:
    """The baseline first, then by the day the report is about."""
    day = (due.report.contact_on if due.report else None) or due.due_on
    return due.kind is not ReportKind.BASELINE, day, due.number


def _line(dimension: str, rows: list[tuple[DueReport, Scores]]) -> Line:
    known = [
        (place, worth) for place, (_, found) in enumerate(rows) if (worth := getattr(found, dimension)) is not None
    ]
    places = tuple((MARGIN + STEP * place, round(MARGIN + HEIGHT * (1 - worth))) for place, worth in known)
    return Line(dimension, change([worth for _, worth in known]), places)


def change(known: list[float]) -> Change:
    """What became of a score, from the first known one to the last."""
    if len(known) < 2:
        return Change.ONCE if known else Change.NONE
    difference = known[-1] - known[0]
    if abs(difference) < SAME:
        return Change.SAME
    return Change.BETTER if difference > 0 else Change.WORSE
