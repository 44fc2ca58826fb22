"""The facts of a child on the case's line of days, and what two of the centre decided together."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from portal.cases import two_persons
from portal.cases.child_models import (
    BestInterests,
    Consultation,
    FamilyAssessment,
    FoundAdult,
    MissingSuspicion,
    Override,
    Representative,
    Tracing,
    ViewHeard,
)
from portal.cases.models import Case
from portal.db import db
from portal.web.formats import word

Entry = tuple[date, str, str]  # the day, what happened, a note


def of_child(case: Case) -> Iterator[Entry]:
    """What is recorded of the safeguards, also of a child that was found to be grown since; words stay on the page."""
    yield from _representatives(case)
    yield from _advice(case)
    for best in _of(BestInterests, case):
        yield best.decided_on, _("Best interests decided: %(what)s", what=word(best.outcome)), best.decided_by
    for view in _of(ViewHeard, case):
        yield view.heard_on, _("The child's own view was heard: %(what)s", what=word(view.view)), ""
    for family in _of(FamilyAssessment, case):
        yield family.assessed_on, _("The family's part was assessed: %(what)s", what=word(family.involvement)), ""
    for tracing in _of(Tracing, case):
        yield tracing.asked_on, _("Tracing of the family was asked for"), ""
        if tracing.state_on != tracing.asked_on:
            yield tracing.state_on, _("Tracing of the family: %(what)s", what=word(tracing.state)), ""
    for sign in _of(MissingSuspicion, case):
        yield sign.noted_on, _("The child may go missing: the centre was called"), ""


def of_two_persons(case: Case) -> Iterator[Entry]:
    """What was set aside or found by two of the centre."""
    for override in _of(Override, case):
        if override.confirmed_at is not None:
            yield (
                _day(override.confirmed_at),
                _("Set aside by two of the centre: %(what)s", what=word(override.gate)),
                "",
            )
    for found in _of(FoundAdult, case):
        if found.confirmed_at is not None:
            yield _day(found.confirmed_at), _("Found to be grown, by two of the centre"), word(found.age_band)


def _representatives(case: Case) -> Iterator[Entry]:
    for one in _of(Representative, case):
        yield one.appointed_on, _("Representative: %(kind)s", kind=word(one.kind)), ""
        if one.ended_on is not None:
            yield one.ended_on, _("No longer decides: %(kind)s", kind=word(one.kind)), ""


def _advice(case: Case) -> Iterator[Entry]:
    for one in _of(Consultation, case):
        yield one.asked_on, _("Asked for advice: %(body)s", body=word(one.body)), ""
        if one.answered_on is not None:
            yield one.answered_on, _("Advice came: %(body)s", body=word(one.body)), word(one.advice)


def _day(moment: Any) -> date:
    return moment.astimezone(two_persons.COPENHAGEN).date()  # type: ignore[no-any-return]


def _of(model: Any, case: Case) -> list[Any]:
    return list(db.session.scalars(select(model).where(model.case_id == case.id).order_by(model.created_at)))
