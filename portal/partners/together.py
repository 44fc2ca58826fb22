"""The lines of entries in one question, where loading each kind for itself would ask once a kind."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, literal, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, load_only

from portal.db import db
from portal.partners.models import Organization, Service, ServicePopulation

Lines = InstrumentedAttribute[Any]
#: Every kind of line that an entry has, besides how it receives (one row).
ALL_LINES: tuple[Lines, ...] = (
    Organization.services,
    Organization.locations,
    Organization.contacts,
    Organization.phones,
    Organization.languages,
    Organization.schedules,
    Organization.service_areas,
)


def load_lines(entries: Sequence[Organization], *kinds: Lines) -> None:
    """Load these kinds of lines of entries, services with their groups; what is loaded already stays as it is.

    A row of the answer brings one line of one kind, so that there are as many rows as lines: joining the kinds to
    each other would multiply them. Lines stand in the order of their relationship, then as they were written.
    """
    if not entries:
        return
    part = union_all(*(select(literal(number).label("number")) for number in range(len(kinds)))).subquery("part")
    wanted, loads, order = select(Organization).join(part, true()), [], []
    for number, kind in enumerate(kinds):
        line = kind.property.mapper.class_
        wanted = wanted.outerjoin(line, and_(part.c.number == number, line.organization_id == Organization.id))
        load = contains_eager(kind)
        if line is Service:
            wanted = wanted.outerjoin(ServicePopulation, ServicePopulation.service_id == Service.id)
            load = load.contains_eager(Service.populations)
        loads.append(load)
        order += [*(kind.property.order_by or ()), line.created_at, line.id]
    wanted = wanted.where(Organization.id.in_([one.id for one in entries])).order_by(part.c.number, *order)
    db.session.scalars(wanted.options(load_only(Organization.id), *loads)).unique().all()
