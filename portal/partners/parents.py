"""Which organisation another belongs to (HSDS parent_organization): found by its name or its page's address."""

import re
from uuid import UUID

from sqlalchemy import select

from portal.db import db
from portal.partners.models import Organization
from portal.partners.search import import_key

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def named(text: str, country: str) -> list[UUID]:
    """The entries somebody may mean: the one whose page's address it is, else those of this name.

    An entry of the same country and name comes before those of other countries. For the centre, which sees all.
    """
    entries = select(Organization.id).where(Organization.merged_into_id.is_(None))
    if address := ID.search(text):
        return list(db.session.scalars(entries.where(Organization.id == UUID(address.group()))))
    here = list(db.session.scalars(entries.where(Organization.import_key == import_key(country, text))))
    return here or list(db.session.scalars(entries.where(Organization.name == text.strip()).limit(2)))


def makes_a_circle(organization_id: UUID, parent_id: UUID) -> bool:
    """Whether an organisation would belong to itself, at whatever distance."""
    above: UUID | None = parent_id
    met = {organization_id}
    while above is not None:
        if above in met:
            return True
        met.add(above)
        above = db.session.scalar(select(Organization.parent_organization_id).where(Organization.id == above))
    return False


def parent_of(organization: Organization) -> Organization | None:
    """The organisation that an entry belongs to."""
    wanted = organization.parent_organization_id
    return db.session.get(Organization, wanted) if wanted else None


def written(organization: Organization) -> str:
    """What `named` reads the parent of an entry by: its name, its id where others have that name; empty for none."""
    above = parent_of(organization)
    if above is None:
        return ""
    return above.name if named(above.name, organization.country) == [above.id] else str(above.id)
