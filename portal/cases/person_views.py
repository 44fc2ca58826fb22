"""Registering a person, and changing the working copy without overwriting a colleague."""

from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from portal.access import Role
from portal.audit.trail import note
from portal.cases import actions, conflict, labels, queries
from portal.cases.blueprint import blueprint
from portal.cases.desk import DANISH, back_to, refuse, to_change
from portal.cases.facts import subject
from portal.cases.faults import NotHere, Refused
from portal.cases.forms import EditForm, PersonForm, RegisterForm
from portal.cases.models import Case
from portal.cases.register import Person
from portal.db import Stale, db, transaction
from portal.web.forms import posted
from portal.web.gate import actor, is_a_look, open_to

AGE = ("age_band", "age_basis")
SAME = (
    "trafficking_status",
    "status_decided_by",
    "gender",
    "citizenship",
    "return_country",
    "exploitation",
    "sex_exploitation",
)


def _person(form: PersonForm) -> Person:
    return Person(
        **{name: form[name].data for name in SAME},
        return_region=form.return_region.data or "",
        languages=form.spoken.data or [],
        dependants=form.dependants.data or 0,
    )


def _refused(form: PersonForm, fault: Refused) -> str:
    """Say what a rule refuses; gives the code of the other case with this number where the reader may see it."""
    db.session.rollback()
    other = fault.more.get("case", "")
    if fault.code != "journal_taken" or queries.case_for(actor(), other) is not None:
        refuse(form, fault)
        return other
    form.journal_number.errors = [labels.REFUSALS["journal_elsewhere"]]
    return ""


@blueprint.route("/cases/new", methods=["GET", "POST"])
@open_to(Role.CASEWORKER)
def new() -> ResponseReturnValue:
    """Register a person: the case begins."""
    form, twin = RegisterForm(posted()), ""
    if form.answered():
        try:
            case = actions.register_case(
                actor(),
                _person(form),
                registered_on=form.registered_on.data,
                age_band=form.age_band.data,
                age_basis=form.age_basis.data,
                journal_number=form.journal_number.data or "",
                needs=form.needs.data or "",
                key=form.key,
            )
        except NotHere:
            abort(404)
        except Refused as fault:
            twin = _refused(form, fault)
        else:
            return back_to(case.code, "registered")
    return render_template("cases/new.html", form=form, twin=twin)


@blueprint.route("/cases/<code>/edit", methods=["GET", "POST"])
@open_to(*DANISH, audited=True)
def edit(code: str) -> ResponseReturnValue:
    """Change the working copy; a form opened on an old version shows both and keeps what was typed."""
    case = to_change(code)
    form, twin, clashes, status = EditForm(posted(), data=_known(case)), "", None, 200
    if form.answered():
        try:
            _save(case, form)
            return back_to(code)
        except NotHere:
            abort(404)
        except Refused as fault:
            twin = _refused(form, fault)
        except Stale:
            case, status = to_change(code), 409
            clashes = conflict.between(case, EditForm(data=_known(case)), form)
            form.seen.data = str(case.row_version)
    elif is_a_look():
        with transaction():
            note(actor(), "case:page:read", subject(case))
    return render_template("cases/edit.html", form=form, case=case, twin=twin, clashes=clashes), status


def _save(case: Case, form: EditForm) -> None:
    number, needs = form.journal_number.data or "", form.needs.data or ""
    age = {name: form[name].data for name in AGE}
    actions.edit_person(actor(), case, _person(form), **age, seen=form.version, journal_number=number, needs=needs)


def _known(case: Case) -> dict[str, Any]:
    same = (*AGE, *SAME, "return_region", "dependants", "journal_number", "needs")
    return {**{name: getattr(case, name) for name in same}, "spoken": case.languages, "seen": str(case.row_version)}
