"""How the API answers: the standard's page object, a stream of lines, one document, an error; all with an ETag."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from flask import Response, request, stream_with_context

from portal.partners.hsds.lines import Document
from portal.partners.hsds.parameters import Asked
from portal.partners.hsds.queries import Question

#: A machine may keep an answer, but asks each time whether it still holds.
KEPT = "private, no-cache"
LINES = "application/x-ndjson"
Documents = Callable[[Sequence[Any]], list[Document]]


def document(one: Document) -> Response:
    """One document, or only that it is unchanged (304)."""
    answer = Response(_text(one), mimetype="application/json")
    answer.headers["Cache-Control"] = KEPT
    answer.set_etag(hashlib.sha256(answer.get_data()).hexdigest()[:32])
    return answer.make_conditional(request)  # type: ignore[return-value]


def listing(asked: Asked, question: Question, documents: Documents, key: Callable[[Any], tuple[UUID, ...]]) -> Response:
    """A page of what was asked, or all of it as lines."""
    if asked.in_lines:
        return _lines(one for rows in question.every(key) for one in documents(rows))
    rows, total = question.page((asked.page - 1) * asked.size, asked.size)
    return document(page_object(documents(rows), total, asked))


def listing_of(asked: Asked, everything: list[Document]) -> Response:
    """The same of a list that stands in memory."""
    if asked.in_lines:
        return _lines(everything)
    first = (asked.page - 1) * asked.size
    return document(page_object(everything[first : first + asked.size], len(everything), asked))


def page_object(contents: list[Document], total: int, asked: Asked) -> Document:
    """The standard's page."""
    pages = -(-total // asked.size)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": asked.page,
        "size": len(contents),
        "first_page": asked.page == 1,
        "last_page": asked.page >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _text(one: Document) -> str:
    return json.dumps(one, ensure_ascii=False, separators=(",", ":"))


def _lines(documents: Iterable[Document]) -> Response:
    """One document a line, written as they are read."""
    written: Iterator[str] = (f"{_text(one)}\n" for one in documents)
    return Response(stream_with_context(written), mimetype=LINES)
