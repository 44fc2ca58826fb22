"""What is asked about reports, concerns and suggestions; each question carries the reader's condition."""

from uuid import UUID

from sqlalchemy import select

from portal.access import Actor
from portal.db import db
from portal.partners.models import Organization
from portal.partners.upkeep import policy
from portal.partners.upkeep.lines import Line, found, seen_by
from portal.partners.upkeep.models import Flag
from portal.vocabulary.upkeep import FlagState, LineKind

STORY = 30  # reports of one entry shown at once


def flags_of(actor: Actor, organization: Organization) -> list[Flag]:
    """The reports on the lines of an entry that a reader sees, newest first, settled ones too."""
    wanted = select(Flag).where(Flag.organization_id == organization.id).order_by(Flag.at.desc(), Flag.id).limit(STORY)
    return [one for one in db.session.scalars(wanted) if policy.sees_flag(actor, one, organization)]


def open_flags(
    actor: Actor, organization: Organization, stories: list[Flag] | None = None
) -> dict[tuple[LineKind, UUID | None], Flag]:
    """The newest open report on each line that a reader sees; `stories` where `flags_of` was asked before.

    Where a line's row was written anew and says the same, the report stands on the new row.
    """
    lines, marks = seen_by(actor, organization), {}
    for flag in reversed(flags_of(actor, organization) if stories is None else stories):
        if flag.state is FlagState.OPEN:
            marks[(flag.line, _row_of(flag, lines))] = flag
    return marks


def _row_of(flag: Flag, lines: list[Line]) -> UUID | None:
    if found(lines, flag.line, flag.line_id) is not None:
        return flag.line_id
    same = [one.id for one in lines if one.kind is flag.line and one.text == flag.line_text]
    return same[0] if same else flag.line_id


def flag_for(actor: Actor, organization: Organization, flag_id: UUID) -> Flag | None:
    """One report on an entry the reader sees; None alike for a missing and a hidden one."""
    flag = db.session.get(Flag, flag_id)
    if flag is None or flag.organization_id != organization.id or not policy.sees_flag(actor, flag, organization):
        return None
    return flag
