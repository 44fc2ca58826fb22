"""Handing cases over, one from its page or several of a caseworker; finding a case by its number."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.access import Role
from portal.accounts.models import Account
from portal.audit.trail import note
from portal.cases import hand_over, queries
from portal.cases.blueprint import blueprint
from portal.cases.desk import DANISH, back_to, did
from portal.cases.handing_forms import FindForm, HandOverForm, OwnerForm
from portal.db import transaction
from portal.web.forms import posted
from portal.web.gate import actor, open_to


@blueprint.route("/cases/hand-over", methods=["GET", "POST"])
@open_to(*DANISH)
def hand_over_cases() -> ResponseReturnValue:
    """Some of a caseworker's living cases go to another one; `code` ticks the case it was opened from."""
    code = request.args.get("code", "")
    owners = hand_over.owners(actor())
    owner = _whose(owners, code)
    form = HandOverForm(posted(), data={"chosen": [code]})
    form.offer_cases(hand_over.cases_of(actor(), owner.id) if owner else [])

    def act(typed: HandOverForm) -> None:
        hand_over.hand_over(actor(), typed.chosen.data or [], UUID(typed.to_id.data))

    if owner is not None and form.answered() and did(form, act):
        return _after(form.chosen.data or [])
    choosing = OwnerForm(data={"owner": str(owner.id) if owner else ""})
    choosing.offer_owners(owners)
    centre = actor().is_(Role.COORDINATOR)
    return render_template("cases/hand_over.html", form=form, owner=owner, choosing=choosing if centre else None)


def _whose(owners: list[Account], code: str) -> Account | None:
    """The owner of the case named in the address, or the one chosen there; a caseworker her own. "Not found" for a
    case that is not the reader's to give."""
    if code:
        case = queries.case_for(actor(), code)
        found = next((one for one in owners if case is not None and one.id == case.owner_id), None)
        if found is None or case is None or case.closed_on is not None:
            abort(404)
        return found
    wanted = request.args.get("owner", "") if actor().is_(Role.COORDINATOR) else str(actor().id)
    return next((one for one in owners if str(one.id) == wanted), None)


def _after(codes: list[str]) -> ResponseReturnValue:
    """Back to the case, where it was one and is still seen; else to the list."""
    if len(codes) == 1 and queries.case_for(actor(), codes[0]) is not None:
        return back_to(codes[0], "handed_over")
    return redirect(url_for(".index", told="cases_handed_over"))


@blueprint.route("/cases/find", methods=["GET", "POST"])
@open_to(*DANISH)
def find() -> ResponseReturnValue:
    """The reader's cases with a number, exactly: posted, so that no address and no log holds it; each look is noted.

    A case that does not exist and one that she may not see get the same answer.
    """
    form = FindForm(posted())
    context: dict[str, Any] = {"form": form, "found": None}
    if form.answered():
        found = queries.by_number(actor(), form.number.data or "")
        with transaction():
            note(actor(), "case:number:looked_up", "case:by-number", found=len(found))
        if len(found) == 1:
            return redirect(url_for(".show", code=found[0].code))
        context["found"] = found
    return render_template("cases/find.html", **context)
