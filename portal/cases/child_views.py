"""A small page for each fact of a child's case; the six safeguards are worked out from them (RULINGS 4)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue

from portal.cases import actions, tracing
from portal.cases.blueprint import blueprint
from portal.cases.child_forms import (
    AdviceForm,
    BestInterestsForm,
    ConsultationForm,
    FamilyForm,
    MissingForm,
    PlanForm,
    RepresentativeEndForm,
    RepresentativeForm,
    TracingForm,
    TracingStateForm,
    ViewForm,
)
from portal.cases.child_models import Consultation, Representative, Tracing
from portal.cases.desk import DANISH, Page, fact_page, to_change
from portal.cases.models import Case
from portal.db import db
from portal.i18n_mark import N_
from portal.vocabulary.casework import MilestoneKind
from portal.web.forms import PortalForm, posted
from portal.web.gate import actor, open_to

REPRESENTATIVE = Page(
    N_("The child's representative"),
    lead=N_("Every child has one, who supports it and decides on its behalf (the plan, lines 1052-1066)."),
)
REPRESENTATIVE_ENDS = Page(N_("The representative no longer decides"))
PLAN = Page(
    N_("The plan is made with the representative"),
    lead=N_("A child's plan is made together with its representative (the plan, lines 1077-1080)."),
)
CONSULTATION = Page(
    N_("Advice in a child's case"),
    lead=N_("The committee's advice against the return ends the plan at once (the plan, lines 1081-1085)."),
)
ADVICE = Page(N_("The advice has come"), lead=N_("The committee's advice against the return ends the plan at once."))
BEST_INTERESTS = Page(
    N_("What is best for the child"),
    lead=N_("“No return” ends the plan at once. “Not decided yet” does not open the way (the plan, lines 1097-1107)."),
)
VIEW = Page(
    N_("The child's own view"),
    lead=N_("The child is asked, in words it understands, and what it says is kept (the plan, lines 903-919)."),
)
FAMILY = Page(
    N_("The family's part in it"),
    lead=N_("Until there is no sign of it, ways to reach the family are hidden from the partner (lines 1128-1131)."),
)
TRACING = Page(
    N_("Tracing of the family"),
    lead=N_("Here stands only that the Red Cross was asked. What it finds stays with the Red Cross (lines 1112-1119)."),
)
TRACING_MOVES = Page(N_("How far the tracing has come"))
MISSING = Page(
    N_("The child may go missing"),
    button=N_("Tell the centre now"),
    lead=N_("The centre's duty telephone rings at once. More watchfulness, or another place to stay, may be needed."),
    danger=True,
    told="rung",
)


def _page(
    code: str, form: PortalForm, page: Page, act: Callable[..., Any], codes: str, words: str = "", *also: Any
) -> ResponseReturnValue:
    """One fact: `codes` and `words` name the fields that the act takes, `also` what stands before them."""
    case = to_change(code)

    def record(form: PortalForm) -> None:
        told: dict[str, Any] = {name: form[name].data for name in codes.split() if name != "key"}
        told |= {name: form[name].data or "" for name in words.split()}
        act(actor(), case, *also, **told, **({"key": form.key} if "key" in codes.split() else {}))

    return fact_page(case, form, page, record)


def _own(model: type[Any], case: Case, identifier: UUID) -> Any:
    found = db.session.get(model, identifier)
    if found is None or found.case_id != case.id:
        abort(404)
    return found


@blueprint.route("/cases/<code>/representative", methods=["GET", "POST"])
@open_to(*DANISH)
def representative(code: str) -> ResponseReturnValue:
    """Who decides on the child's behalf."""
    form = RepresentativeForm(posted())
    return _page(
        code, form, REPRESENTATIVE, actions.appoint_representative, "kind appointed_on escorts key", "name contact"
    )


@blueprint.route("/cases/<code>/representative/<uuid:representative_id>/end", methods=["GET", "POST"])
@open_to(*DANISH)
def representative_ends(code: str, representative_id: UUID) -> ResponseReturnValue:
    """A representative no longer decides."""
    _own(Representative, to_change(code), representative_id)
    form, act = RepresentativeEndForm(posted()), actions.end_representative
    return _page(code, form, REPRESENTATIVE_ENDS, act, "ended_on", "", representative_id)


@blueprint.route("/cases/<code>/plan-with-representative", methods=["GET", "POST"])
@open_to(*DANISH)
def plan_with_representative(code: str) -> ResponseReturnValue:
    """The plan was made with the representative."""
    case = to_change(code)
    kind = MilestoneKind.PLAN_WITH_REPRESENTATIVE

    def act(form: PlanForm) -> None:
        actions.reach_milestone(actor(), case, kind=kind, reached_on=form.reached_on.data, key=form.key)

    return fact_page(case, PlanForm(posted()), PLAN, act)


@blueprint.route("/cases/<code>/consultation", methods=["GET", "POST"])
@open_to(*DANISH)
def consultation(code: str) -> ResponseReturnValue:
    """A body was asked for advice."""
    form, act = ConsultationForm(posted()), actions.consult
    return _page(code, form, CONSULTATION, act, "body asked_on answered_on advice key", "conditions")


@blueprint.route("/cases/<code>/consultation/<uuid:consultation_id>", methods=["GET", "POST"])
@open_to(*DANISH)
def advice(code: str, consultation_id: UUID) -> ResponseReturnValue:
    """The body has answered."""
    _own(Consultation, to_change(code), consultation_id)
    form, act = AdviceForm(posted()), actions.answer_consultation
    return _page(code, form, ADVICE, act, "answered_on advice", "conditions", consultation_id)


@blueprint.route("/cases/<code>/best-interests", methods=["GET", "POST"])
@open_to(*DANISH)
def best_interests(code: str) -> ResponseReturnValue:
    """What is best for the child."""
    form, act = BestInterestsForm(posted()), actions.decide_best_interests
    words = "decided_by network health care_needs country_situation"
    return _page(code, form, BEST_INTERESTS, act, "outcome kind decided_on key", words)


@blueprint.route("/cases/<code>/view", methods=["GET", "POST"])
@open_to(*DANISH)
def childs_view(code: str) -> ResponseReturnValue:
    """What the child says."""
    return _page(code, ViewForm(posted()), VIEW, actions.hear_view, "view heard_on key", "words")


@blueprint.route("/cases/<code>/family", methods=["GET", "POST"])
@open_to(*DANISH)
def family(code: str) -> ResponseReturnValue:
    """Whether the family had a part in it."""
    form, act = FamilyForm(posted()), actions.assess_family
    return _page(code, form, FAMILY, act, "involvement assessed_on key", "grounds")


@blueprint.route("/cases/<code>/tracing", methods=["GET", "POST"])
@open_to(*DANISH)
def trace(code: str) -> ResponseReturnValue:
    """The Red Cross was asked to find the family."""
    return _page(code, TracingForm(posted()), TRACING, tracing.ask_tracing, "asked_on key", "office")


@blueprint.route("/cases/<code>/tracing/<uuid:tracing_id>", methods=["GET", "POST"])
@open_to(*DANISH)
def tracing_moves(code: str, tracing_id: UUID) -> ResponseReturnValue:
    """How far the tracing has come."""
    found = _own(Tracing, to_change(code), tracing_id)
    form = TracingStateForm(posted(), data={"state": found.state})
    return _page(code, form, TRACING_MOVES, tracing.move_tracing, "state state_on", "", tracing_id)


@blueprint.route("/cases/<code>/may-go-missing", methods=["GET", "POST"])
@open_to(*DANISH)
def may_go_missing(code: str) -> ResponseReturnValue:
    """The child may go missing: the centre is rung."""
    form, act = MissingForm(posted()), actions.suspect_missing
    return _page(code, form, MISSING, act, "noted_on key", "signs measures")
