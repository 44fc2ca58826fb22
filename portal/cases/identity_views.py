"""Who the person is: the page before the door, writing behind it, and opening it by a button."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from portal.cases import actions, identity, labels, policy, queries
from portal.cases.blueprint import blueprint
from portal.cases.codes import IdentityPart
from portal.cases.desk import DANISH, back_to, did
from portal.cases.faults import DoorClosed
from portal.cases.forms import IdentityForm, LookForm
from portal.cases.models import Case
from portal.web.forms import posted
from portal.web.gate import actor, open_to


def _before_the_door(code: str) -> Case:
    case = queries.case_for(actor(), code)
    if case is None or not policy.may_see_identity(actor(), case):
        abort(404)
    return case


def _page(case: Case, write: IdentityForm, look: LookForm) -> str:
    parts = identity.recorded(case.id)
    write.offer_erasing(parts)
    return render_template(
        "cases/identity.html",
        case=case,
        form=write,
        look=look,
        written=bool(parts),
        needs_reason=policy.needs_reason(actor(), case),
    )


@blueprint.get("/cases/<code>/identity")
@open_to(*DANISH)
def identity_page(code: str) -> str:
    """What opening the door means; no name stands here."""
    return _page(_before_the_door(code), IdentityForm(), LookForm())


@blueprint.post("/cases/<code>/identity/write")
@open_to(*DANISH)
def write_identity(code: str) -> ResponseReturnValue:
    """Write who she is; an empty box leaves what is recorded, a ticked part is erased."""
    case = _before_the_door(code)
    form = IdentityForm(posted())
    if form.answered() and did(form, lambda right: _write(case, right)):
        return back_to(code)
    return _page(case, form, LookForm())


def _write(case: Case, form: IdentityForm) -> None:
    erase = [IdentityPart(part) for part in form.erase.data or []]
    typed = {name: form[name].data or "" for name in identity.Identity.__dataclass_fields__}
    actions.write_identity(actor(), case, identity.Identity(**typed), erase=erase)


@blueprint.post("/cases/<code>/identity/show")
@open_to(*DANISH)
def show_identity(code: str) -> ResponseReturnValue:
    """Open the door: an act of its own, noted, never kept by the browser."""
    case = _before_the_door(code)
    form = LookForm(posted())
    if form.answered():
        try:
            person = identity.show(actor(), case.id, form.reason.data or "")
        except DoorClosed as closed:
            form.reason.errors = [labels.REFUSALS[labels.DOOR.get(closed.code, "not_yours")]]
        else:
            return render_template("cases/identity_shown.html", case=case, person=person)
    return _page(case, IdentityForm(), form)
