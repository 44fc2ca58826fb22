"""Drafting: choosing the case, the form, the check page that shows what the partner will see, and sending."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.cases import policy as cases
from portal.cases import queries as case_queries
from portal.cases import safeguards
from portal.cases.models import Case
from portal.db import db, now, today
from portal.partners import queries as partners
from portal.partners.models import Organization
from portal.referrals import actions, labels, queries, readiness
from portal.referrals.answer_clock import due_at
from portal.referrals.blueprint import blueprint
from portal.referrals.card import card_of
from portal.referrals.card_words import shown
from portal.referrals.desk import DANISH, do, looked_at, possible, too_late, wanted, wanted_for
from portal.referrals.disclosure import Field, Stage, seen_at
from portal.referrals.forms import DraftForm, SendForm
from portal.referrals.matching_labels import card_of_proposal
from portal.referrals.models import ReceptionRequest
from portal.referrals.proposals import Proposal, proposals
from portal.referrals.readiness import NotReady
from portal.vocabulary.requests import Escort
from portal.web.forms import posted
from portal.web.gate import actor, open_to

MOST_CARDS = 5  # proposals drawn of each kind
KEPT = (
    "priority services_requested services_given payer escort earliest_on latest_on arrangements organization_id".split()
)


def _own_case(code: str) -> Case:
    case = case_queries.case_for(actor(), code)
    if case is None or not cases.may_change(actor(), case):
        abort(404)
    return case


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _partners(listed: list[Proposal], *also: UUID | None) -> list[Organization]:
    """Who can be asked, in the order of the proposals; and those named by a link or a draft."""
    found = [one.partner for one in listed]
    known = {one.id for one in found}
    named = [partners.organization_for(actor(), one) for one in also if one is not None and one not in known]
    return [*[one for one in named if one is not None], *found]


def _form(case: Case, choices: list[Organization], known: dict[str, Any]) -> DraftForm:
    form = DraftForm(posted(), data=known)
    form.organization_id.choices = [("", ""), *((str(one.id), _named(one)) for one in choices)]
    return form


def _named(one: Organization) -> str:
    return f"{one.name} ({one.town})" if one.town else one.name


def _wanted(form: DraftForm) -> actions.Wanted:
    values = {name: form[name].data for name in KEPT}
    values["arrangements"] = values["arrangements"] or ""
    return actions.Wanted(**{**values, "organization_id": UUID(form.organization_id.data)})


def _known(found: ReceptionRequest) -> dict[str, Any]:
    return {**{name: getattr(found, name) for name in KEPT}, "organization_id": str(found.organization_id)}


@blueprint.get("/requests/new")
@open_to(*DANISH)
def choose_case() -> str:
    """For which person a partner is to be asked: the reader's own living cases."""
    partner = partners.organization_for(actor(), _uuid(request.args.get("partner", "")))
    if partner is None:
        abort(404)
    return render_template("referrals/choose_case.html", partner=partner, cases=_cases_to_ask_for(partner))


def _cases_to_ask_for(partner: Organization) -> list[Case]:
    own = queries.cases_to_ask_for(actor())
    return sorted(own, key=lambda case: case.return_country != partner.country)


@blueprint.route("/cases/<code>/requests/new", methods=["GET", "POST"])
@open_to(*DANISH)
def new(code: str) -> ResponseReturnValue:
    """A new draft; `partner` names one beforehand, `after` is the request it is sent on from, prefilled."""
    case = _own_case(code)
    if safeguards.plan_has_ended(case):
        return _plan_ended(case)
    previous = _previous(case)
    first = _uuid(request.args.get("partner", ""))
    known = {**_known(previous), "organization_id": ""} if previous else _first_answers(case)
    listed = proposals(actor(), case, today())
    form = _form(case, _partners(listed, first), known | ({"organization_id": str(first)} if first else {}))
    if form.answered():
        try:
            made = actions.draft(actor(), case, _wanted(form), form.key, previous)
        except actions.NotYours:
            abort(404)
        except NotReady:  # ended in this moment
            db.session.rollback()
            return _plan_ended(case)
        return redirect(url_for("referrals.check", reference=made.reference))
    asked = queries.asked_partners(case)
    return _draft_page(form, case, asked=asked, previous=previous, proposed=_drawn(listed, case, previous))


def _drawn(listed: list[Proposal], case: Case, previous: ReceptionRequest | None) -> dict[str, Any]:
    """The proposals as cards: the best that can be asked, and a few that cannot be asked yet with the reason."""
    can = [one for one in listed if one.can_be_asked]
    cannot = [one for one in listed if not one.can_be_asked]
    return {
        "cards": [card_of_proposal(one, case) for one in can[:MOST_CARDS]],
        "more": len(can) - MOST_CARDS,
        "others": [card_of_proposal(one, case) for one in cannot[:MOST_CARDS]],
        "kept": {"after": previous.reference} if previous else {},
        "waiting": queries.waiting_of(case),
    }


def _plan_ended(case: Case) -> ResponseReturnValue:
    missing = [readiness.Missing.PLAN_ENDED]
    return render_template("referrals/not_ready.html", request=None, case=case, missing=missing), 409


def _draft_page(form: DraftForm, case: Case, **more: Any) -> str:
    told = {"escorts": safeguards.escort(case), "hides_family": safeguards.hides_family(case)}
    return render_template("referrals/draft.html", form=form, case=case, **told, **more)


def _previous(case: Case) -> ReceptionRequest | None:
    reference = request.args.get("after", "")
    found = queries.request_for(actor(), reference) if reference else None
    if reference and (found is None or found.case_id != case.id):
        abort(404)
    return found


def _first_answers(case: Case) -> dict[str, Any]:
    given = {"services_given": sorted({one.kind.value for one in case.supports})}
    return {**given, "escort": Escort.GUARDIAN} if safeguards.escort(case) else given


@blueprint.route("/requests/<reference>/edit", methods=["GET", "POST"])
@open_to(*DANISH, audited=True)
def edit(reference: str) -> ResponseReturnValue:
    """Change a draft."""
    found = looked_at(reference, "edit")
    case = queries.case_of(found)
    listed = proposals(actor(), case, today())
    form = _form(case, _partners(listed, found.organization_id), {**_known(found), "seen": found.row_version})
    if form.answered():
        answer = do(reference, form, lambda: actions.edit(actor(), found, _wanted(form), form.seen_version))
        return answer if isinstance(answer, tuple) else redirect(url_for("referrals.check", reference=reference))
    if not possible(found, "edit"):
        return too_late(reference, form)
    return _draft_page(form, case, asked=set(), previous=None)


@blueprint.get("/requests/<reference>/check")
@open_to(*DANISH, audited=True)
def check(reference: str) -> ResponseReturnValue:
    """The last look: exactly what the partner will see, what is missing, and when an answer is due."""
    found = looked_at(reference, "send")
    if not possible(found, "send"):
        return too_late(reference, None)
    return _check_page(found, SendForm(data={"seen": found.row_version}))


def _check_page(found: ReceptionRequest, form: SendForm) -> str:
    case, partner = queries.case_of(found), queries.partner_of(found)
    missing = readiness.missing(case, partner, today(), found.id)
    return render_template(
        "referrals/check.html",
        form=form,
        request=found,
        case=case,
        partner=partner,
        card=shown(card_of(case, found), found.arrangements, first_seen(case)),
        missing=missing,
        safeguards=safeguards.missing(case) if case.is_child else [],
        same_town=readiness.asked_in_same_town(case, partner, found.id),
        readers=queries.readers_of(partner),
        due=due_at(now(), queries.answer_hours(found.priority, today()), found.priority, partner),
        labels=labels,
        now=now(),
    )


def first_seen(case: Case) -> frozenset[Field]:
    """What the partner sees as soon as the request is sent."""
    return seen_at(Stage.ASKED, hides_family=safeguards.hides_family(case))


@blueprint.post("/requests/<reference>/send")
@open_to(*DANISH)
def send(reference: str) -> ResponseReturnValue:
    """Send the draft as it was checked."""
    found = wanted_for(reference, "send")
    form = SendForm(posted())
    try:
        return do(
            reference,
            None,
            lambda: actions.send(
                actor(),
                found,
                form.seen_version,
                same_town=bool(form.same_town.data),
                next_by_itself=bool(form.next_by_itself.data),
            ),
        )
    except NotReady as not_ready:
        db.session.rollback()
        if readiness.Missing.SAME_TOWN in not_ready.missing:
            form.same_town.errors = [readiness.Missing.SAME_TOWN.label]
        typed = {"seen": found.row_version, "next_by_itself": form.next_by_itself.data}
        return _check_page(wanted(reference), SendForm(data=typed)), 409
