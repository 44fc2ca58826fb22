"""On the ledger of a case: what lets her data go to the country of each partner that was asked (RULINGS 6)."""

from sqlalchemy import select

from portal.access import Actor
from portal.cases.models import Case
from portal.db import db, today
from portal.partners.models import Organization
from portal.referrals.models import ReceptionRequest
from portal.referrals.readiness import transfer_basis
from portal.web import panels
from portal.web.panels import Panel


@panels.on("ledger", 5)
@panels.on("ledger_paper", 5)
def partners_asked(_actor: Actor, case: Case) -> Panel | None:
    """Each partner that was ever asked for her, with its basis; none where an exception of the case must carry it."""
    asked = select(ReceptionRequest.organization_id).where(
        ReceptionRequest.case_id == case.id, ReceptionRequest.sent_at.is_not(None)
    )
    found = db.session.scalars(select(Organization).where(Organization.id.in_(asked)).order_by(Organization.sort_name))
    rows = [(one, transfer_basis(one, today())) for one in found]
    return Panel("referrals/transfer_ledger.html", {"rows": rows}) if rows else None
