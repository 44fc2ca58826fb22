"""Reading cases: the list, and one person's page."""

from typing import Any

from flask import abort, render_template, request, url_for

from portal.access import Role
from portal.accounts import queries as accounts
from portal.audit.trail import note
from portal.cases import (
    alarm_views,
    bond_views,
    child_page,
    child_views,
    clock,
    consent,
    fact_views,
    hand_over,
    handing_views,
    htcds_views,
    identity,
    identity_views,
    labels,
    panels,
    person_views,
    police_views,
    policy,
    queries,
    reader_views,
    readers,
    readiness,
    second_views,
    sharing_views,
    timeline,
    withdrawal_views,
)
from portal.cases.blueprint import blueprint
from portal.cases.desk import DANISH
from portal.cases.facts import subject
from portal.cases.forms import AcknowledgeForm, FilterForm
from portal.cases.models import Case
from portal.db import today, transaction
from portal.vocabulary.casework import CaseStatus, SharingPurpose
from portal.vocabulary.persons import Exploitation
from portal.web import panels as places
from portal.web.formats import words
from portal.web.gate import actor, is_a_look, open_to

__all__ = [
    "alarm_views",
    "blueprint",
    "bond_views",
    "child_views",
    "fact_views",
    "handing_views",
    "htcds_views",
    "identity_views",
    "panels",
    "person_views",
    "police_views",
    "reader_views",
    "second_views",
    "sharing_views",
    "withdrawal_views",
]
LATEST_LOOKS = 20
KEPT = ("status", "country", "who", "mine")


def _wanted() -> queries.Filter:
    """The filter in the address; values of no list are left out."""
    asked = request.args
    status = asked.get("status", "")
    return queries.Filter(
        status=CaseStatus(status) if status in list(CaseStatus) else None,
        country=asked.get("country", "")[:2].upper(),
        child={"child": True, "adult": False}.get(asked.get("who", "")),
        mine=bool(asked.get("mine")),
    )


@blueprint.get("/cases")
@open_to(*DANISH)
def index() -> str:
    """The cases that the reader sees, the newest registration first."""
    wanted = _wanted()
    rows, next_key = queries.page(actor(), wanted, request.args.get("after", "")[:10])
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name in KEPT and value}
    form = FilterForm(request.args)
    form.offer_countries(queries.countries(actor()))
    return render_template(
        "cases/index.html",
        rows=rows,
        steps=readiness.next_steps(rows, today()),
        number=queries.count(actor(), wanted),
        form=form,
        filtered=wanted != queries.Filter(),
        next_href=url_for(".index", **kept, after=next_key) if next_key else "",
        told=labels.SAVED.get(request.args.get("told", ""), ""),
        caseworker=actor().is_(Role.CASEWORKER),
        labels=labels,
        clock=clock,
        today=today(),
    )


@blueprint.get("/cases/<code>")
@open_to(*DANISH, audited=True)
def show(code: str) -> str:
    """One person, one page: what is known without a name, what happened, what comes next."""
    case = queries.case_for(actor(), code)
    if case is None:
        abort(404)
    if is_a_look():
        with transaction():
            note(actor(), "case:page:read", subject(case))
    return render_template("cases/show.html", case=case, today=today(), labels=labels, **of_person(case))


def of_person(case: Case) -> dict[str, Any]:
    """What the page of a case shows of it, and its paper too, for this reader."""
    asking = actor()
    linked = queries.travelling_together(case)
    may_change = policy.may_change(asking, case)
    return {
        "told": labels.SAVED.get(request.args.get("told", ""), ""),
        "alarms": [
            (alarm, AcknowledgeForm.of(alarm), places.drawn("alarm", asking, alarm))
            for alarm, _case in queries.open_alarms(asking, case.id)
        ],
        "past_alarms": queries.past_alarms(asking, case),
        "step": readiness.next_step(case, today()),
        "acts": labels.acts(case, may_give=hand_over.is_theirs_to_give(asking, case)) if may_change else [],
        "exploitation": words(case.exploitation, Exploitation),
        "timeline": timeline.of_case(case),
        "running": clock.running(case),
        "bases": [(purpose, *_basis(case, purpose)) for purpose in SharingPurpose],
        "linked": linked,
        "seen": queries.visible_codes(asking, {other.code for _link, other in linked}),
        "owner": accounts.account(case.owner_id),
        "deputies": queries.deputies(case),
        "released": queries.released_to(case),
        "may_see_identity": policy.may_see_identity(asking, case),
        "identity_written": bool(identity.recorded(case.id)),
        "child": child_page.of_child(asking, case),
        "looks": readers.latest(readers.of_case(case), LATEST_LOOKS, with_reasons=may_change),
        "panels": places.drawn("case", asking, case),
    }


def _basis(case: Case, purpose: SharingPurpose) -> tuple[Any, Any]:
    """The basis of a purpose that stands today, or None; and the one that was recorded last."""
    recorded = [one for one in case.sharings if one.purpose is purpose]
    return consent.valid_basis(case, purpose, today()), recorded[-1] if recorded else None
