"""The one verb of publishing: make an edition. What is seen before is made of the same counts by the same control."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from portal.access import Actor
from portal.audit.trail import note
from portal.db import Stale, add_once, db, today, transaction
from portal.monitoring.publishing import live, queries
from portal.monitoring.publishing.content import canonical, digest, figures_of
from portal.monitoring.publishing.knowledge import Known
from portal.monitoring.publishing.models import Edition, PublishingRule
from portal.monitoring.publishing.policy import MAKERS, earliest
from portal.monitoring.publishing.sheet import sheet_of
from portal.monitoring.publishing.suppression import Limits, suppress


class TooEarly(Exception):
    """Reports may still come that count for this year."""


class NothingCounted(Exception):
    """Nobody was registered in this year and nobody travelled: there is nothing to publish."""


class NothingNew(Exception):
    """The newest edition says the very same."""


class NoteMissing(Exception):
    """A correction says what it corrects."""


@dataclass(frozen=True)
class Draft:
    """An edition before it is made: what would be published, the exact counts, and what a reader could know."""

    year: int
    figures: dict[str, Any]
    counts: dict[str, int]
    known: Known
    replaces: Edition | None

    @property
    def seal(self) -> str:
        """The hash of the figures: what is made must be what was looked at."""
        return digest(canonical(self.figures))


def draft(year: int) -> Draft:
    """What an edition of the year would be now. Raises TooEarly, NothingCounted."""
    if today() < earliest(year):
        raise TooEarly
    rule = queries.rule_on(today())
    exact = live.exact(year, rule)
    sheet = sheet_of(exact)
    if not any(sheet.counts.values()):
        raise NothingCounted
    first, last = live.period_of(year, rule)
    earlier = [Known.from_plain(kept) for kept in queries.known_of(first, last)]
    published = suppress(sheet, Limits(rule.least, rule.share_from, rule.base), earlier)
    figures = figures_of(exact, published, _rule(rule))
    return Draft(year, figures, sheet.counts, published.known, queries.newest(year))


def _rule(rule: PublishingRule) -> dict[str, Any]:
    names = ("least", "share_from", "base", "pooled_years", "pooled_from", "source")
    return {name: getattr(rule, name) for name in names} | {"valid_from": rule.valid_from.isoformat()}


def make_edition(actor: Actor, year: int, key: UUID, *, seal: str, why: str = "") -> Edition:
    """Publish a year as it is now, as its first edition or as a correction of the newest one.

    `seal` is the draft's that was looked at: Stale where the figures moved since, or somebody else published in
    between. `key` is the form's: a double post makes one. Raises TooEarly, NothingCounted, NothingNew, NoteMissing.
    """
    assert actor.id is not None  # noqa: S101 - people publish, timers do not
    assert actor.is_(*MAKERS)  # noqa: S101 - the gate lets nobody else in
    with transaction():
        if (made := db.session.get(Edition, key)) is not None:
            return made
        new = draft(year)
        if new.seal != seal:
            raise Stale
        if new.replaces is not None:
            _check_correction(new, why)
        content = canonical(_content(new, why))
        made = _added(new, content, key, actor.id)
        note(actor, "monitoring:edition:made", f"edition:{made.id}", year=year, number=made.number, sha256=made.sha256)
    return made


def _check_correction(new: Draft, why: str) -> None:
    if not is_news(new):
        raise NothingNew
    if not why.strip():
        raise NoteMissing


def is_news(new: Draft) -> bool:
    """Whether the draft says anything else than the newest edition."""
    if new.replaces is None:
        return True
    before = json.loads(new.replaces.content)
    return canonical({name: before.get(name) for name in new.figures}) != canonical(new.figures)


def _content(new: Draft, why: str) -> dict[str, Any]:
    before = new.replaces
    own = {
        "edition": before.number + 1 if before else 1,
        "made_on": today().isoformat(),
        "replaces": {"edition": before.number, "sha256": before.sha256} if before else None,
        "note": why.strip() if before else "",
    }
    return own | new.figures


def _added(new: Draft, content: str, key: UUID, by: UUID) -> Edition:
    before = new.replaces

    def build() -> Edition:
        made = Edition(year=new.year, number=before.number + 1 if before else 1, content=content, made_by=by)
        made.sha256, made.inside = digest(content), new.known.as_plain()
        made.replaces_id = before.id if before else None
        return made

    try:
        made, _new = add_once(Edition, key, build)
    except IntegrityError as twin:  # somebody else published the year in the same moment
        raise Stale from twin
    return made
