"""Every country at once: how many entries it has and how many partners work there, as far as a reader may know."""

from dataclasses import dataclass

from sqlalchemy import Subquery, func, select, union

from portal.access import Actor
from portal.db import db
from portal.partners import policy
from portal.partners.models import Organization, ServiceArea


@dataclass(frozen=True)
class InCountry:
    """The entries that help in one country, and those of them that are known to work."""

    entries: int
    working: int


def served() -> Subquery:
    """Rows of organisation `id` and `country`: where it stands and each country it says it helps in, once each."""
    stands = select(Organization.id.label("id"), Organization.country.label("country"))
    return union(stands, select(ServiceArea.organization_id, ServiceArea.country)).subquery("served")


def by_country(actor: Actor) -> dict[str, InCountry]:
    """Each country that some visible entry helps in; a silent hold counts for the centre alone (RULINGS 17)."""
    where = served()
    rows = db.session.execute(
        select(where.c.country, func.count(), func.count().filter(policy.known_to_work(actor)))
        .join(Organization, Organization.id == where.c.id)
        .where(policy.visible(actor))
        .group_by(where.c.country)
    )
    return {country: InCountry(entries, working) for country, entries, working in rows}
