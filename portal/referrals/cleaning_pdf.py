"""A PDF is looked into, object by object, and written anew without what says who made it."""

import logging
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from portal.referrals.codes import Unfit
from portal.referrals.unfit import UnfitFile

MOST_PAGES = 100
MOST_OBJECTS = 50_000  # looked at; a file with more is no letter and no certificate
#: Entries of a dictionary that run, call or carry something.
ACTING_KEYS = frozenset(("/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/RichMedia", "/RichMediaContent"))
#: Kinds of action other than going to a page or an address.
ACTIONS = frozenset(
    "/JavaScript /Launch /SubmitForm /ImportData /GoToR /GoToE /Rendition /Movie /Sound /RichMediaExecute".split()
)
#: What a broken file can raise inside the reader, its own errors apart.
BROKEN = (PyPdfError, ValueError, TypeError, KeyError, AttributeError, IndexError, OSError, RecursionError)
# The reader says every small fault of a file; a file somebody sent is no line for our log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def made_anew(content: bytes) -> bytes:
    """The PDF written anew from what its pages use. Raises UnfitFile."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise UnfitFile(Unfit.LOCKED)
        _refuse_acting(reader.trailer)
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            raise UnfitFile(Unfit.TOO_MANY_PAGES)
        if pages < 1:
            raise UnfitFile(Unfit.DAMAGED)
        return _written(reader)
    except UnfitFile:
        raise
    except (*BROKEN, NotImplementedError, MemoryError) as error:
        raise UnfitFile(Unfit.DAMAGED) from error


def _refuse_acting(trailer: DictionaryObject) -> None:
    """Walk everything the file leads to, each object once."""
    waiting: list[Any] = [trailer]
    seen: set[tuple[int, int]] = set()
    looked = 0
    while waiting:
        one = waiting.pop()
        looked += 1
        if looked > MOST_OBJECTS * 10 or len(seen) > MOST_OBJECTS:
            raise UnfitFile(Unfit.TOO_LARGE)
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            if _acts(one):
                raise UnfitFile(Unfit.ACTS)
            waiting.extend(dict.values(one))
        elif isinstance(one, ArrayObject):
            waiting.extend(list.__iter__(one))


def _acts(entries: DictionaryObject) -> bool:
    if not ACTING_KEYS.isdisjoint(entries):
        return True
    kind = entries.get("/S")
    return isinstance(kind, NameObject) and str(kind) in ACTIONS


def _written(reader: PdfReader) -> bytes:
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    writer.root_object.pop(NameObject("/Metadata"), None)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
