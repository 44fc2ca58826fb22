"""The page "what the partner sees, step by step", for the Danish side."""

from flask import render_template

from portal.referrals import preview, queries
from portal.referrals.blueprint import blueprint
from portal.referrals.desk import DANISH, look_at, wanted
from portal.referrals.disclosure import stage_of
from portal.web.gate import open_to


@blueprint.get("/requests/<reference>/partner-view")
@open_to(*DANISH, audited=True)
def partner_view(reference: str) -> str:
    """Every stage with what it opens to the partner; in values what is open now, in words what comes later."""
    found = wanted(reference)
    look_at(found)
    case = queries.case_of(found)
    return render_template(
        "referrals/partner_view.html",
        request=found,
        partner=queries.partner_of(found),
        draft=stage_of(found) is None,
        steps=preview.steps(found, case),
        never=preview.never(),
        hidden=preview.hidden(case),
    )
