"""Scores in three dimensions, reckoned from coded answers, and what became of them."""

import pytest

from portal.followup import scores
from portal.followup.scores import Scores, level, of_answers
from portal.followup.trend import Change, change
from portal.vocabulary.codes import CodeList
from portal.vocabulary.reports import Family, Health, Housing, Income, Retrafficking, Safety

BEST: dict[str, CodeList | None] = {
    "income": Income.WORK,
    "housing": Housing.OWN_HOME,
    "health": Health.GOOD,
    "safety": Safety.SAFE,
    "retrafficking": Retrafficking.NO_SIGN,
    "family": Family.SUPPORT,
}
WORST: dict[str, CodeList | None] = {
    "income": Income.NONE,
    "housing": Housing.NONE,
    "health": Health.NOT_TREATED,
    "safety": Safety.IN_DANGER,
    "retrafficking": Retrafficking.CONFIRMED,
    "family": Family.CONFLICT,
}


def test_the_best_answers_score_one_and_the_worst_nothing() -> None:
    assert of_answers(BEST) == Scores(1.0, 1.0, 1.0)
    assert of_answers(WORST) == Scores(0.0, 0.0, 0.0)


def test_what_was_not_asked_or_is_not_known_has_no_score_and_is_not_counted_as_bad() -> None:
    assert of_answers({}) == Scores(None, None, None)
    unknown: dict[str, CodeList | None] = {"income": Income.UNKNOWN, "housing": Housing.UNKNOWN, "health": Health.GOOD}
    assert of_answers(unknown) == Scores(None, 1.0, None)


def test_every_known_answer_has_a_worth_between_nothing_and_one() -> None:
    for answers in scores.DIMENSIONS.values():
        for worths in answers.values():
            known = [code for code in type(next(iter(worths))) if code.value != "unknown"]
            assert sorted(worths) == sorted(known)
            assert all(0 <= worth <= 1 for worth in worths.values())


def test_a_better_answer_never_lowers_a_score() -> None:
    for dimension, answers in scores.DIMENSIONS.items():
        for name, worths in answers.items():
            ordered = sorted(worths, key=lambda code: worths[code])
            found = [scores.score(dimension, {**WORST, name: code}) for code in ordered]
            assert found == sorted(found, key=lambda worth: worth or 0)


def test_a_score_in_a_word() -> None:
    assert [level(worth) for worth in (None, 0, 0.33, 0.5, 0.67, 1)] == [
        "none",
        "low",
        "low",
        "middle",
        "high",
        "high",
    ]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([], Change.NONE),
        ([0.5], Change.ONCE),
        ([0.5, 0.1, 0.55], Change.SAME),
        ([0.25, 1.0], Change.BETTER),
        ([1.0, 0.25], Change.WORSE),
    ],
)
def test_what_became_of_a_score_from_first_to_last(known: list[float], expected: Change) -> None:
    assert change(known) is expected
