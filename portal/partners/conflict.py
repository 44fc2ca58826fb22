"""Two people saved an entry at once: who was first, and where they differ (R-19)."""

from uuid import UUID

from portal.partners import queries
from portal.partners.forms import VersionedForm
from portal.web.conflict import Clashes, differing


def between(organization_id: UUID, stands: VersionedForm, typed: VersionedForm) -> Clashes:
    """Compare the form over the entry as it stands with the form that came too late."""
    last = next(iter(queries.history(organization_id)), None)
    return Clashes(last.updated_by if last else "", last.at if last else None, differing(stands, typed))
