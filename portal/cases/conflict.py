"""Two people changed a working copy at once: who was first, and where they differ (R-19)."""

from portal.accounts import queries as accounts
from portal.audit import trail
from portal.cases.facts import subject
from portal.cases.forms import EditForm
from portal.cases.models import Case
from portal.web.conflict import Clashes, differing


def between(case: Case, stands: EditForm, typed: EditForm) -> Clashes:
    """Compare the form over the case as it stands with the form that came too late."""
    changes = [event for event in trail.looks(subject(case)) if event.event == "case:person:changed"]
    last = changes[0] if changes else None
    who = accounts.account(last.actor_id) if last is not None and last.actor_id is not None else None
    return Clashes(who.name if who else "", last.at if last is not None else None, differing(stands, typed))
