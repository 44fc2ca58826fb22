"""What two of the centre decide together, each on its page: a reason, then a second person's yes or no."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.access import Actor, Role
from portal.accounts import queries as accounts
from portal.audit.trail import note
from portal.cases import actions, policy, two_persons
from portal.cases.blueprint import blueprint
from portal.cases.child_forms import Decision, DecisionForm, FoundAdultForm, OverrideForm
from portal.cases.child_models import FoundAdult, Override
from portal.cases.desk import Page, back_to, did, fact_page, to_change
from portal.cases.facts import subject
from portal.cases.models import Case
from portal.db import db, transaction
from portal.i18n_mark import N_
from portal.web import panels
from portal.web.forms import posted
from portal.web.gate import actor, is_a_look, open_to
from portal.web.panels import Panel

OVERRIDE = Page(
    N_("Set a gate aside"),
    button=N_("Ask another coordinator"),
    lead=N_("For adults only. The accepted offer and the consent can never be set aside. It is counted each year."),
    told="asked_second",
)
ADULT = Page(
    N_("She is found to be an adult"),
    button=N_("Ask another coordinator"),
    lead=N_("From then on a child's safeguards no longer protect her. No birthday makes this change by itself."),
    told="asked_second",
)
SECOND_PERSON = 5  # place on the first page


@blueprint.route("/cases/<code>/set-aside", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def set_aside(code: str) -> ResponseReturnValue:
    """A coordinator asks that a gate of an adult's case be set aside."""
    case = to_change(code)

    def act(form: OverrideForm) -> None:
        actions.ask_override(actor(), case, gate=form.gate.data, reason=form.reason.data or "", key=form.key)

    return fact_page(case, OverrideForm(posted()), OVERRIDE, act)


@blueprint.route("/cases/<code>/adult", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def found_adult(code: str) -> ResponseReturnValue:
    """A coordinator says that a child is found to be grown."""
    case = to_change(code)

    def act(form: FoundAdultForm) -> None:
        found = {"age_band": form.age_band.data, "age_basis": form.age_basis.data, "reason": form.reason.data or ""}
        actions.ask_found_adult(actor(), case, **found, key=form.key)

    return fact_page(case, FoundAdultForm(posted()), ADULT, act)


@blueprint.route("/cases/<code>/set-aside/<uuid:override_id>", methods=["GET", "POST"])
@open_to(Role.COORDINATOR, audited=True)
def decide_override(code: str, override_id: UUID) -> ResponseReturnValue:
    """The second person's answer about a gate."""
    return _decide(code, Override, override_id, actions.decide_override)


@blueprint.route("/cases/<code>/adult/<uuid:found_id>", methods=["GET", "POST"])
@open_to(Role.COORDINATOR, audited=True)
def decide_found_adult(code: str, found_id: UUID) -> ResponseReturnValue:
    """The second person's answer about a child that is said to be grown."""
    return _decide(code, FoundAdult, found_id, actions.decide_found_adult)


def _decide(code: str, model: type[Any], identifier: UUID, act: Callable[..., Any]) -> ResponseReturnValue:
    case = to_change(code)
    found = db.session.get(model, identifier)
    if found is None or found.case_id != case.id:
        abort(404)
    form = DecisionForm(posted())

    def answer(form: DecisionForm) -> None:
        act(actor(), case, identifier, agrees=form.decision.data is Decision.AGREES)

    if form.answered() and did(form, answer):
        return back_to(code, "decided")
    if is_a_look():
        with transaction():
            note(actor(), "case:page:read", subject(case))
    asked_by = accounts.account(found.asked_by)
    told = {"found": found, "asked_by": asked_by, "own": found.asked_by == actor().id}
    return render_template("cases/second_person.html", case=case, form=form, **told)


@panels.on("home", SECOND_PERSON)
def waiting(actor: Actor) -> Panel | None:
    """What waits for this coordinator as the second person."""
    found = two_persons.waiting_for_second(actor)
    return Panel("cases/second_panel.html", {"waiting": found}) if found else None


@panels.on("case", SECOND_PERSON)
def of_case(actor: Actor, case: Case) -> Panel | None:
    """What two of the centre decided in a case, and the way for a coordinator to begin."""
    may_ask = actor.is_(Role.COORDINATOR) and not actor.limited_to and case.closed_on is None
    told = _told(actor, case)
    context = {"told": told, "code": case.code, "may_ask": may_ask, "child": case.is_child}
    return Panel("cases/two_persons.html", context) if told or may_ask else None


@panels.on("request", SECOND_PERSON)
def of_request(actor: Actor, request: Any) -> Panel | None:
    """The same on the page of a request, for whom the case is; never for the partner."""
    case = db.session.scalar(select(Case).where(Case.id == request.case_id, policy.visible(actor)))
    told = _told(actor, case) if case is not None else []
    return Panel("cases/two_persons.html", {"told": told, "code": case.code}) if case is not None and told else None


def _told(actor: Actor, case: Case) -> list[dict[str, Any]]:
    begun: list[Override | FoundAdult] = [*two_persons.overrides_of(case), *two_persons.found_adults_of(case)]
    return [_one(actor, one) for one in begun]


def _one(actor: Actor, one: Override | FoundAdult) -> dict[str, Any]:
    waits = one.confirmed_at is None and one.refused_at is None
    return {
        "record": one,
        "what": one.gate if isinstance(one, Override) else one.age_band,
        "is_gate": isinstance(one, Override),
        "asked_by": accounts.account(one.asked_by),
        "decided_by": accounts.account(one.confirmed_by) if one.confirmed_by else None,
        "waits": waits,
        "may_decide": waits and actor.is_(Role.COORDINATOR) and actor.id != one.asked_by,
    }
