"""What a partner gets back: its own figures in words, and its own records as a table and on paper."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from portal.access import Role
from portal.audit.trail import note
from portal.db import now, today, transaction
from portal.followup import labels, own, queries
from portal.followup.blueprint import blueprint
from portal.paper.printing import NotPrinted, as_file, pdf_of, say_so
from portal.web.gate import actor, open_to


@blueprint.get("/reports/ours")
@open_to(Role.PARTNER)
def ours() -> str:
    """The partner's own figures. They are shown to nobody else on this page."""
    return render_template("followup/ours.html", figures=_figures(), name=actor().organization_name)


@blueprint.post("/reports.pdf")
@open_to(Role.PARTNER, audited=True)
def own_paper() -> ResponseReturnValue:
    """The partner's own figures and records as a PDF. Own words stay in the portal."""
    rows, figures = queries.every(actor()), _figures()
    page = render_template(
        "followup/ours_paper.html",
        rows=rows,
        figures=figures,
        name=actor().organization_name,
        today=today(),
        printed_at=now(),
        labels=labels,
    )
    with transaction():
        note(actor(), "report:list:printed", f"organization:{actor().organization_id}", rows=len(rows))
    try:
        return as_file(pdf_of(page), "reports")
    except NotPrinted as fault:
        return say_so(fault)


def _figures() -> own.Figures:
    organization_id = actor().organization_id
    if organization_id is None or actor().limited_to:
        abort(404)
    return own.figures(organization_id)
