"""A small page for each fact of a case: the offer and its answer, support, plan, papers, deadline, risk."""

from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.cases import actions, clock
from portal.cases.blueprint import blueprint
from portal.cases.desk import DANISH, Page, fact_page, to_change
from portal.cases.forms import AnswerForm, ClockForm, MilestoneForm, OfferForm, PapersForm, RiskForm, SupportForm
from portal.i18n_mark import N_
from portal.vocabulary.casework import OfferOutcome
from portal.web.formats import word
from portal.web.forms import posted
from portal.web.gate import actor, open_to

OFFER = Page(N_("The offer of prepared return"), lead=N_("Everybody is offered it, whatever is known so far."))
ANSWER = Page(N_("The answer to the offer"))
SUPPORT = Page(N_("Support she received"))
MILESTONE = Page(N_("A step of the personal plan"))
PAPERS = Page(N_("Travel papers"))
DEADLINE = Page(N_("The departure deadline"))
RISK = Page(N_("The risk at home"))


@blueprint.route("/cases/<code>/offer", methods=["GET", "POST"])
@open_to(*DANISH)
def offer(code: str) -> ResponseReturnValue:
    """She was offered prepared return, or asked again."""
    case = to_change(code)

    def act(form: OfferForm) -> None:
        actions.make_offer(
            actor(),
            case,
            made_on=form.made_on.data,
            outcome=form.outcome.data,
            reason=form.reason.data,
            ask_again_on=form.ask_again_on.data,
            key=form.key,
        )

    return fact_page(case, OfferForm(posted()), OFFER, act)


@blueprint.route("/cases/<code>/offer/<uuid:offer_id>/answer", methods=["GET", "POST"])
@open_to(*DANISH)
def answer(code: str, offer_id: UUID) -> ResponseReturnValue:
    """She answered an offer."""
    case = to_change(code)
    asked = next((one for one in case.offers if one.id == offer_id), None)
    if asked is None:
        abort(404)

    def act(form: AnswerForm) -> None:
        actions.answer_offer(
            actor(),
            case,
            offer_id,
            outcome=form.outcome.data,
            answered_on=form.answered_on.data,
            reason=form.reason.data,
            ask_again_on=form.ask_again_on.data,
        )

    answered = "" if asked.outcome is OfferOutcome.PENDING else word(asked.outcome)
    return fact_page(case, AnswerForm(posted()), ANSWER, act, asked=asked, answered=answered)


@blueprint.route("/cases/<code>/support", methods=["GET", "POST"])
@open_to(*DANISH)
def support(code: str) -> ResponseReturnValue:
    """She received support."""
    case = to_change(code)

    def act(form: SupportForm) -> None:
        actions.record_support(actor(), case, kind=form.kind.data, received_on=form.received_on.data, key=form.key)

    return fact_page(case, SupportForm(posted()), SUPPORT, act)


@blueprint.route("/cases/<code>/milestone", methods=["GET", "POST"])
@open_to(*DANISH)
def milestone(code: str) -> ResponseReturnValue:
    """A step of her plan was reached."""
    case = to_change(code)

    def act(form: MilestoneForm) -> None:
        actions.reach_milestone(actor(), case, kind=form.kind.data, reached_on=form.reached_on.data, key=form.key)

    return fact_page(case, MilestoneForm(posted()), MILESTONE, act)


@blueprint.route("/cases/<code>/papers", methods=["GET", "POST"])
@open_to(*DANISH)
def papers(code: str) -> ResponseReturnValue:
    """How far a travel paper has come."""
    case = to_change(code)

    def act(form: PapersForm) -> None:
        known = {name: form[name].data for name in ("kind", "status", "payer", "noted_on")}
        actions.note_papers(actor(), case, **known, key=form.key)

    return fact_page(case, PapersForm(posted()), PAPERS, act)


@blueprint.route("/cases/<code>/clock", methods=["GET", "POST"])
@open_to(*DANISH)
def start_clock(code: str) -> ResponseReturnValue:
    """Which departure deadline runs, and from when; the kind that fits is said, never chosen beforehand."""
    case = to_change(code)

    def act(form: ClockForm) -> None:
        actions.start_clock(actor(), case, kind=form.kind.data, starts_on=form.starts_on.data, key=form.key)

    fits = _("From what is recorded, this one fits: %(kind)s.", kind=word(clock.suggested(case)))
    first = _("This day is not counted, the last day is. Up to 100 days count from the start of the first deadline.")
    return fact_page(case, ClockForm(posted()), DEADLINE, act, lead=fits, hints={"starts_on": first})


@blueprint.route("/cases/<code>/risk", methods=["GET", "POST"])
@open_to(*DANISH)
def risk(code: str) -> ResponseReturnValue:
    """The risk at home was assessed."""
    case = to_change(code)

    def act(form: RiskForm) -> None:
        told = {"level": form.level.data, "assessed_on": form.assessed_on.data, "grounds": form.grounds.data or ""}
        actions.assess_risk(actor(), case, **told, key=form.key)

    return fact_page(case, RiskForm(posted()), RISK, act)
