"""On what basis something may be shared: recording it, and the ledger of it all, on the page and on paper."""

from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from portal.accounts.models import Unit
from portal.audit.trail import note
from portal.cases import actions, labels, ledger, policy, queries
from portal.cases.blueprint import blueprint
from portal.cases.desk import DANISH, Page, fact_page, to_change
from portal.cases.facts import subject
from portal.cases.models import Case
from portal.cases.sharing_forms import SharingForm
from portal.db import db, now, today, transaction
from portal.i18n_mark import N_
from portal.paper.printing import as_file, pdf_of
from portal.vocabulary.casework import Explained
from portal.web import panels
from portal.web.formats import words
from portal.web.forms import posted
from portal.web.gate import actor, is_a_look, open_to

SHARING = Page(
    N_("A basis for sharing"), lead=N_("Each purpose has a basis of its own. Consent is one of several, never a habit.")
)
CHOSEN = ("purpose", "basis", "given_on", "expires_on")


@blueprint.route("/cases/<code>/sharing", methods=["GET", "POST"])
@open_to(*DANISH)
def sharing(code: str) -> ResponseReturnValue:
    """A basis for sharing is recorded."""
    case = to_change(code)
    own_unit = db.session.get_one(Unit, case.unit_id).name

    def act(form: SharingForm) -> None:
        chosen: dict[str, Any] = {name: form[name].data for name in CHOSEN}
        chosen |= {name: form[name].data or "" for name in ("controller", "derogation_reason")}
        actions.record_sharing(actor(), case, **chosen, given=form.given(), key=form.key)

    form = SharingForm(posted(), data={"controller": own_unit})
    return fact_page(case, form, SHARING, act, template="cases/sharing.html", is_child=case.is_child)


@blueprint.get("/cases/<code>/ledger", endpoint="ledger")
@open_to(*DANISH, audited=True)
def ledger_page(code: str) -> str:
    """The ledger: for each purpose what stands, until when, what ends soon, and all that stood before."""
    case = queries.case_for(actor(), code)
    if case is None:
        abort(404)
    if is_a_look():
        with transaction():
            note(actor(), "case:ledger:read", subject(case))
    return render_template("cases/ledger.html", **of_ledger(case), panels=panels.drawn("ledger", actor(), case))


def of_ledger(case: Case) -> dict[str, Any]:
    """What the ledger shows, on the page and on paper."""
    lines = ledger.of_case(case, today())
    return {
        "case": case,
        "lines": lines,
        "authors": ledger.authors(lines),
        "explained": lambda one: words(one.explained, Explained),
        "may_change": policy.may_change(actor(), case),
        "labels": labels,
        "today": today(),
    }


@blueprint.post("/cases/<code>/ledger.pdf")
@open_to(*DANISH, audited=True)
def ledger_paper(code: str) -> ResponseReturnValue:
    """The ledger as a PDF, for the agency's own journal."""
    case = to_change(code)
    more = {"panels": panels.drawn("ledger_paper", actor(), case), "printed_at": now(), "reader": actor().name}
    page = render_template("cases/ledger_paper.html", **of_ledger(case), **more)
    with transaction():
        note(actor(), "case:ledger:printed", subject(case))
    return as_file(pdf_of(page), case.code)
