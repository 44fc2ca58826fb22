"""The whole case on paper for the agency's own journal, and the case page's way to both of its papers."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.access import Actor
from portal.audit.trail import note
from portal.cases import labels, police, policy, views
from portal.cases.blueprint import blueprint
from portal.cases.desk import DANISH, to_change
from portal.cases.facts import subject
from portal.cases.models import Case
from portal.db import now, today, transaction
from portal.paper.printing import as_file, pdf_of
from portal.vocabulary.children import RepresentativeKind
from portal.web import panels
from portal.web.gate import actor, open_to
from portal.web.panels import Panel

PAPERS = 60  # place on the case's page


@panels.on("case", PAPERS)
def papers(actor: Actor, case: Case) -> Panel | None:
    """The papers of a case, for whoever may change it."""
    return Panel("cases/paper_panel.html", {"code": case.code}) if policy.may_change(actor, case) else None


@blueprint.post("/cases/<code>/paper.pdf")
@open_to(*DANISH, audited=True)
def paper(code: str) -> ResponseReturnValue:
    """The whole case as a PDF: facts, days, requests and reports; who she is stays behind its door."""
    case = to_change(code)
    page = render_template(
        "cases/paper.html",
        **_of_case(case),
        case=case,
        today=today(),
        labels=labels,
        printed_at=now(),
        reader=actor().name,
    )
    with transaction():
        note(actor(), "case:printed", subject(case))
    return as_file(pdf_of(page), case.code)


def _of_case(case: Case) -> dict[str, Any]:
    """What the page of the case shows, without what can be done there and without a name of the family."""
    shown = views.of_person(case)
    if child := shown["child"]:
        kinds = {one.id: one.kind for one in child["evidence"].representatives}
        names = {key: seen and kinds[key] is not RepresentativeKind.PARENT for key, seen in child["names"].items()}
        shown["child"] = child | {"may_record": False, "names": names}
    return shown | {
        "acts": [],
        "told_police": police.notes_of(case),
        "panels": panels.drawn("case_paper", actor(), case),
    }
