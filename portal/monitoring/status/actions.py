"""The two verbs of the report: write a section, freeze the figures. Each is one act with its row in the log."""

import hashlib
import json
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.access import Actor
from portal.audit.trail import note
from portal.db import Stale, check_version, db, now, transaction
from portal.monitoring.status import queries
from portal.monitoring.status.codes import Chapter
from portal.monitoring.status.models import StatusFigures, StatusReport, StatusSection


class NothingToCorrect(Exception):
    """A correction without a note, or with the same figures as before."""


def write_section(actor: Actor, year: int, chapter: Chapter, language: str, *, words: str, seen: int) -> StatusSection:
    """Keep a section's words. `seen` is the version the form was opened on, 0 where nothing stood there.

    Raises Stale where somebody else wrote in between: nothing is overwritten.
    """
    assert actor.id is not None  # noqa: S101 - people write, timers do not
    with transaction():
        report = _begun(year)
        section = queries.section_of(year, chapter, language)
        if section is None:
            section = _first_words(report, chapter, language, seen)
        else:
            check_version(section, seen)
        section.words, section.written_at, section.written_by = words, now(), actor.id
        db.session.add(section)
        _flushed()
        note(actor, "status:section:written", f"year:{year}", chapter=chapter.value, language=language)
    return section


def _first_words(report: StatusReport, chapter: Chapter, language: str, seen: int) -> StatusSection:
    if seen:
        raise Stale
    return StatusSection(report_id=report.id, chapter=chapter, language=language)


def _flushed() -> None:
    """Write now: of two who begin the same section at once, the second is told."""
    try:
        db.session.flush()
    except IntegrityError as twin:
        raise Stale from twin


def _begun(year: int) -> StatusReport:
    found = queries.report_of(year)
    if found is None:
        found = StatusReport(year=year, row_version=1)
        db.session.add(found)
        _flushed()
    return found


def freeze(actor: Actor, year: int, figures: dict[str, Any], *, seen: int, why: str = "") -> StatusFigures:
    """Freeze the figures as the report's next version. `seen` is the report's version on the page, 0 for none.

    Raises Stale where somebody froze in between, NothingToCorrect for a later version without a reason or with the
    very figures of the one before.
    """
    assert actor.id is not None  # noqa: S101 - people freeze, timers do not
    with transaction():
        report = queries.report_of(year)
        if report is None:
            report = _begun(year)
        else:
            check_version(report, seen)
        number = 1 + (db.session.scalar(_last_number(report)) or 0)
        digest = digest_of(figures)
        before = queries.latest_figures(year)
        if before is not None and (not why or before.sha256 == digest):
            raise NothingToCorrect
        frozen = StatusFigures(report_id=report.id, number=number, figures=figures, sha256=digest)
        frozen.frozen_at, frozen.frozen_by, frozen.note = now(), actor.id, why if number > 1 else ""
        db.session.add(frozen)
        _flushed()
        note(actor, "status:figures:frozen", f"year:{year}", number=number, sha256=digest)
    return frozen


def _last_number(report: StatusReport) -> Any:
    return select(func.max(StatusFigures.number)).where(StatusFigures.report_id == report.id)


def digest_of(figures: dict[str, Any]) -> str:
    """SHA-256 of figures in one fixed writing (sorted keys, UTF-8, no spaces): anybody can work it out again."""
    written = json.dumps(figures, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
