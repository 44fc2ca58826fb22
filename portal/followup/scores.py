"""A report's score in three dimensions, between 0 and 1: Hjemvej's own wording and reckoning, never asked for.

The dimensions are those in which reintegration is commonly told (economic, social, psychosocial); the answers,
their values and the plain mean are ours and compare with nobody else's scores. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.followup.models import Report
from portal.vocabulary.codes import CodeList
from portal.vocabulary.reports import Family, Health, Housing, Income, Retrafficking, Safety

#: What each answer is worth; one that is not here (not asked, not known) has no score.
INCOME: Mapping[CodeList, float] = {Income.WORK: 1.0, Income.SCHOOL: 0.75, Income.SUPPORT_ONLY: 0.25, Income.NONE: 0.0}
HOUSING: Mapping[CodeList, float] = {
    Housing.OWN_HOME: 1.0,
    Housing.SHELTER: 0.5,
    Housing.UNSTABLE: 0.25,
    Housing.NONE: 0.0,
}
HEALTH: Mapping[CodeList, float] = {Health.GOOD: 1.0, Health.IN_TREATMENT: 0.5, Health.NOT_TREATED: 0.0}
SAFETY: Mapping[CodeList, float] = {Safety.SAFE: 1.0, Safety.CONCERNS: 0.5, Safety.IN_DANGER: 0.0}
TRAFFICKING: Mapping[CodeList, float] = {
    Retrafficking.NO_SIGN: 1.0,
    Retrafficking.SUSPECTED: 0.25,
    Retrafficking.CONFIRMED: 0.0,
}
FAMILY: Mapping[CodeList, float] = {
    Family.SUPPORT: 1.0,
    Family.MIXED: 0.5,
    Family.CONFLICT: 0.0,
    Family.NO_FAMILY: 0.25,
}
#: By which answers each dimension is reckoned.
DIMENSIONS: Mapping[str, Mapping[str, Mapping[CodeList, float]]] = {
    "economic": {"income": INCOME},
    "social": {"housing": HOUSING, "health": HEALTH},
    "psychosocial": {"safety": SAFETY, "retrafficking": TRAFFICKING, "family": FAMILY},
}


@dataclass(frozen=True)
class Scores:
    """One report's scores from 0 (worst) to 1 (best); None where nothing was asked or known."""

    economic: float | None
    social: float | None
    psychosocial: float | None


def score(dimension: str, answers: Mapping[str, CodeList | None]) -> float | None:
    """The plain mean of a dimension's answers that are known; None without any."""
    worths = [values.get(code) for name, values in DIMENSIONS[dimension].items() if (code := answers.get(name))]
    known = [worth for worth in worths if worth is not None]
    return sum(known) / len(known) if known else None


def of_answers(answers: Mapping[str, CodeList | None]) -> Scores:
    """The three scores of coded answers by name."""
    return Scores(**{dimension: score(dimension, answers) for dimension in DIMENSIONS})


def of_report(report: Report) -> Scores:
    """The three scores of a report."""
    return of_answers({name: getattr(report, name) for names in DIMENSIONS.values() for name in names})


def level(worth: float | None) -> str:
    """A score as one of four codes: none, low (under a third), middle, high (from two thirds)."""
    if worth is None:
        return "none"
    return "low" if worth < 1 / 3 else "middle" if worth < 2 / 3 else "high"
