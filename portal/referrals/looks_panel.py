"""Who looked at a request, on its page, for the Danish side."""

from portal.access import Actor, Role
from portal.cases import labels, readers
from portal.cases.models import Case
from portal.db import db
from portal.referrals.looks import subject
from portal.referrals.models import ReceptionRequest
from portal.web import panels
from portal.web.panels import Panel

MOST = 20  # looks drawn
PLACE = 80  # on the request's page


@panels.on("request", PLACE)
def of_request(actor: Actor, request: ReceptionRequest) -> Panel | None:
    """The latest looks at a request, and of its partner's people at who she is."""
    if not actor.is_(Role.CASEWORKER, Role.COORDINATOR) or actor.limited_to:
        return None
    case = db.session.get_one(Case, request.case_id)
    wanted = readers.of_part(case, subject(request.reference), request.organization_id)
    context = {"looks": readers.latest(wanted, MOST).rows, "labels": labels, "code": case.code}
    return Panel("referrals/looks_panel.html", context)
