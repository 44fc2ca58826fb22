"""One request on paper, as the page shows it to the same reader; and the requests of a case on the case's paper."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.cases.models import Case
from portal.db import db, now, transaction
from portal.paper.printing import as_file, pdf_of
from portal.referrals import policy, views
from portal.referrals.blueprint import blueprint
from portal.referrals.desk import wanted
from portal.referrals.models import ReceptionRequest
from portal.web import panels
from portal.web.gate import actor, open_to
from portal.web.panels import Panel

PAPER = 90  # place on the request's page


@panels.on("request", PAPER)
def paper_of(_actor: Actor, request: ReceptionRequest) -> Panel:
    """The way to the request on paper, for whoever reads its page."""
    return Panel("referrals/paper_panel.html", {"reference": request.reference})


@panels.on("case_paper", 20)
def of_case(actor: Actor, case: Case) -> Panel | None:
    """Every request of a case with what was asked, said and done, in the order they were written."""
    listed = select(ReceptionRequest).where(ReceptionRequest.case_id == case.id, policy.visible(actor))
    found = db.session.scalars(listed.order_by(ReceptionRequest.created_at, ReceptionRequest.id))
    pages = [views.page_of(one) for one in found]
    return Panel("referrals/case_paper.html", {"pages": pages}) if pages else None


@blueprint.post("/requests/<reference>/paper.pdf")
@open_to(Role.CASEWORKER, Role.PARTNER, Role.COORDINATOR, audited=True, by_link=True)
def paper(reference: str) -> ResponseReturnValue:
    """The request as a PDF: what its page shows this reader now, and not a word more."""
    found = wanted(reference)
    page = as_page(found)
    with transaction():
        note(actor(), "request:printed", f"request:{found.reference}")
    return as_file(pdf_of(page), found.reference)


def as_page(found: ReceptionRequest) -> str:
    """The paper of a request before it is pressed."""
    return render_template("referrals/paper.html", page=views.page_of(found), printed_at=now(), reader=actor().name)
