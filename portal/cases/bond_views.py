"""Who belongs to a case: who travels with her, who stands in for the caseworker; and its end."""

from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue

from portal.accounts import queries as accounts
from portal.cases import actions, queries
from portal.cases.blueprint import blueprint
from portal.cases.desk import DANISH, Page, back_to, fact_page, to_change
from portal.cases.faults import NotHere
from portal.cases.forms import CloseForm, DeputyForm, LinkForm
from portal.cases.models import Case
from portal.i18n_mark import N_
from portal.partners.forms import offer
from portal.web.forms import posted
from portal.web.gate import actor, open_to

LINK = Page(
    N_("Somebody who travels with her"),
    lead=N_("Each person keeps a case of her own. A child passes its own safeguards, also beside its mother."),
)
DEPUTY = Page(N_("Name a deputy"), lead=N_("A deputy may do all that you may in this case, and see who the person is."))
CLOSE = Page(
    N_("Close the case"),
    button=N_("Close the case"),
    lead=N_("Partners can no longer see who she is, and requests that are open end. What is recorded stays."),
    danger=True,
    told="closed",
)


@blueprint.route("/cases/<code>/link", methods=["GET", "POST"])
@open_to(*DANISH)
def link(code: str) -> ResponseReturnValue:
    """Two persons travel together."""
    case = to_change(code)

    def act(form: LinkForm) -> None:
        actions.link_cases(actor(), case, form.other_code.data or "", kind=form.kind.data, key=form.key)

    return fact_page(case, LinkForm(posted()), LINK, act)


@blueprint.route("/cases/<code>/deputy", methods=["GET", "POST"])
@open_to(*DANISH)
def deputy(code: str) -> ResponseReturnValue:
    """A colleague stands in for the case's owner."""
    case = to_change(code)

    def act(form: DeputyForm) -> None:
        actions.name_deputy(actor(), case, UUID(form.account_id.data))

    return fact_page(
        case, _deputy_form(case), DEPUTY, act, template="cases/deputy.html", deputies=queries.deputies(case)
    )


@blueprint.post("/cases/<code>/deputy/<uuid:account_id>/remove")
@open_to(*DANISH)
def remove_deputy(code: str, account_id: UUID) -> ResponseReturnValue:
    """A colleague no longer stands in for the case's owner."""
    try:
        actions.remove_deputy(actor(), to_change(code), account_id)
    except NotHere:
        abort(404)
    return back_to(code, "deputy_removed")


def _deputy_form(case: Case) -> DeputyForm:
    form = DeputyForm(posted())
    others = [one for one in accounts.colleagues(case.unit_id) if one.id != case.owner_id]
    offer(form.account_id, [("", ""), *((str(one.id), one.name) for one in others)])
    return form


@blueprint.route("/cases/<code>/close", methods=["GET", "POST"])
@open_to(*DANISH)
def close(code: str) -> ResponseReturnValue:
    """The case ends."""
    case = to_change(code)

    def act(form: CloseForm) -> None:
        actions.close_case(actor(), case, form.reason.data)

    return fact_page(case, CloseForm(posted()), CLOSE, act)
