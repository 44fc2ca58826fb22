"""A file that somebody sends, looked into and made anew: nothing hidden travels with it, and nothing in it acts."""

import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO

from portal.referrals import cleaning_pdf, cleaning_pictures
from portal.referrals.codes import Unfit
from portal.referrals.unfit import UnfitFile

MOST_BYTES = 5 * 1024 * 1024
LONGEST_NAME = 80  # characters
#: The kind is read from the first bytes, never from the name.
SIGNS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
#: What begins another kind of file inside the head of a PDF.
OTHER_KINDS = (b"<html", b"<script", b"<svg", b"<?php", b"<!doctype", b"#!/")
HEAD = 1024  # bytes


@dataclass(frozen=True)
class CleanFile:
    """A file as it is kept: its kind, its bytes made anew, a name that is only a name."""

    media_type: str
    content: bytes
    name: str


def clean(content: bytes, name: str) -> CleanFile:
    """Look into a file and make it anew. Raises UnfitFile with the code of what is wrong."""
    if not content:
        raise UnfitFile(Unfit.EMPTY)
    if len(content) > MOST_BYTES:
        raise UnfitFile(Unfit.TOO_LARGE)
    media_type = next((kind for sign, kind in SIGNS.items() if content.startswith(sign)), "")
    if not media_type:
        raise UnfitFile(Unfit.OTHER_KIND)
    if media_type == "application/pdf":
        _refuse_two_kinds(content)
        anew = cleaning_pdf.made_anew(content)
    else:
        anew = cleaning_pictures.drawn_anew(content, media_type)
    if len(anew) > MOST_BYTES:
        raise UnfitFile(Unfit.TOO_LARGE)
    return CleanFile(media_type, anew, clean_name(name, ENDINGS[media_type]))


def _refuse_two_kinds(content: bytes) -> None:
    head = content[:HEAD].lower()
    if any(sign in head for sign in OTHER_KINDS) or zipfile.is_zipfile(BytesIO(content)):
        raise UnfitFile(Unfit.TWO_KINDS)


def clean_name(name: str, ending: str) -> str:
    """The last part of a path without hidden or turning characters, with the ending of the file's true kind."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] not in "CZ" or sign == " ")
    plain = "".join("_" if sign in '<>:"|?*%' else sign for sign in seen).strip(" .")
    stem = plain.rsplit(".", 1)[0] if "." in plain else plain
    return (stem.strip(" .")[:LONGEST_NAME] or "file") + ending
