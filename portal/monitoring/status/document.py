"""The report of one year in one language for one kind of reader, put together once and written in five forms."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.db import today
from portal.i18n import BY_CODE
from portal.monitoring.status import words
from portal.monitoring.status.codes import Audience, Chapter
from portal.monitoring.status.outside import Outside
from portal.monitoring.status.queries import Written
from portal.monitoring.status.tables import Table, of_chapter
from portal.web.formats import date_words, datetime_words, word


@dataclass(frozen=True)
class Part:
    """One chapter: its heading, what the centre wrote, its tables."""

    chapter: Chapter
    heading: str
    blocks: list[words.Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """The whole report. `standing` says how its numbers stand: frozen when and with which hash, or not yet."""

    year: int
    language: str
    audience: Audience
    title: str
    lead: str
    standing: list[str]
    chapters: list[Part]

    @property
    def parts(self) -> list[Part]:
        """The chapters in which something stands."""
        return [part for part in self.chapters if part.blocks or part.tables]

    @property
    def tables(self) -> list[Table]:
        """All tables, in the report's order."""
        return [table for part in self.parts for table in part.tables]


def made(written: Written, tables: Sequence[Table], language: str, published: Outside | None = None) -> Document:
    """The document of a year from its words and the tables in the same language; asks the database nothing.

    `published` makes it one for outside.
    """
    audience = Audience.INSIDE if published is None else Audience.OUTSIDE
    with force_locale(BY_CODE[language].formats):
        parts = [_part(written, tables, chapter, language) for chapter in Chapter]
        return Document(
            written.year,
            language,
            audience,
            str(_("Status report %(year)s", year=written.year)),
            _lead(audience),
            _standing(written) if published is None else _edition(published),
            parts,
        )


def _part(written: Written, tables: Sequence[Table], chapter: Chapter, language: str) -> Part:
    text = written.words(chapter, language)
    return Part(chapter, word(chapter), words.blocks(text), of_chapter(tables, chapter))


def _lead(audience: Audience) -> str:
    if audience is Audience.INSIDE:
        return str(_("Exact numbers, for the national centre alone. Not to be passed on."))
    return str(_("For publication. Numbers under the threshold are hidden, so that nobody can be recognised."))


def _standing(written: Written) -> list[str]:
    """How the numbers stand, newest version first; each correction with what was corrected."""
    if not written.frozen:
        return [str(_("Draft: the numbers are not frozen yet; they are of %(day)s.", day=date_words(today())))]
    lines = []
    for one in written.frozen:
        moment = datetime_words(one.frozen_at)
        if one.note:
            # Translators: a later version of frozen numbers; note says what was wrong in the one before
            corrected = _(
                "Version %(number)s, corrected %(moment)s: %(note)s", number=one.number, moment=moment, note=one.note
            )
            lines.append(str(corrected))
        else:
            lines.append(str(_("Version %(number)s, frozen %(moment)s", number=one.number, moment=moment)))
    lines.append(str(_("Fingerprint of the numbers (SHA-256): %(hash)s", hash=written.frozen[0].sha256)))
    return lines


def _edition(published: Outside) -> list[str]:
    """Which edition the numbers are of."""
    if not published.number:
        return [str(_("Nothing is published of this year yet: this report has words alone."))]
    moment = datetime_words(published.at)
    lines = [str(_("Edition %(number)s, published %(moment)s", number=published.number, moment=moment))]
    if published.note:
        lines.append(str(_("What was corrected: %(note)s", note=published.note)))
    lines.append(str(_("Numbers are rounded, each on its own, and need not add up.")))
    return [*lines, str(_("Fingerprint of the numbers (SHA-256): %(hash)s", hash=published.sha256))]
