"""Whether a named person has approved the sentences of a paper in a language (RULINGS 19).

A reviewer writes a comment above each approved sentence of `translations/<language>/LC_MESSAGES/messages.po`:
`# Reviewed-by: Name, 2026-12-01`. A sentence that is written anew is another sentence, without that comment.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

from portal.i18n import SOURCE, catalogue

MARK = re.compile(r"Reviewed-by:\s*(\S.*)")


def reviewers(language: str, sentences: Iterable[str]) -> list[str]:
    """Who approved the sentences in a language, by name; empty when one of them has nobody's approval.

    The source language needs no approval of its own: it is what stands beside the others.
    """
    return [SOURCE] if language == SOURCE else names_in(catalogue(language).with_suffix(".po"), sentences)


def names_in(path: Path, sentences: Iterable[str]) -> list[str]:
    """The same for a catalogue by its path; a missing one approves nothing."""
    known = _approved(path, path.stat().st_mtime_ns) if path.is_file() else {}
    names = {known.get(sentence, "") for sentence in sentences}
    return [] if "" in names else sorted(names)


@lru_cache(maxsize=8)
def _approved(path: Path, _changed: int) -> dict[str, str]:
    """The reviewer of each approved and finished sentence of a catalogue."""
    with path.open("rb") as file:
        entries = list(read_po(file))
    found = {}
    for entry in entries:
        if isinstance(entry.id, str) and entry.string and not entry.fuzzy:
            names = [match[1].strip() for comment in entry.user_comments if (match := MARK.match(comment))]
            found[entry.id] = names[-1] if names else ""
    return found
