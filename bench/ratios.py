"""What the bench promises: a measured ratio or number, and the most or least that is allowed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Ratio:
    """One line of the table; `most` and `least` are the limits, where there are any."""

    part: str
    what: str
    measured: float
    most: float | None = None
    least: float | None = None
    database: str = ""
    organisations: int = 0

    @property
    def holds(self) -> bool:
        """Whether it is within what is allowed."""
        too_much = self.most is not None and self.measured > self.most
        return not too_much and not (self.least is not None and self.measured < self.least)

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        if self.most is None and self.least is None:
            return "no limit"
        return f"at most {self.most:g}" if self.most is not None else f"at least {self.least:g}"

    def told(self) -> dict[str, object]:
        """As it stands in bench/results.json."""
        return asdict(self) | {"holds": self.holds}


def show(ratios: Iterable[Ratio]) -> None:
    """Print the table."""
    print(f"{'part':9} {'database':11} {'entries':>7}  {'what':52} {'measured':>9}  allowed")
    for one in ratios:
        where = f"{one.part:9} {one.database:11} {one.organisations or '':>7}"
        print(f"{where}  {one.what:52} {one.measured:9.2f}  {one.allowed}{'' if one.holds else '  TOO BAD'}")
