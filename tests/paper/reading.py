"""Reading a PDF back: its text, its size, its fonts."""

import re
from io import BytesIO
from typing import Any

from pypdf import PdfReader

A4 = (595, 842)  # points


def opened(pdf: bytes) -> PdfReader:
    """The PDF."""
    assert pdf.startswith(b"%PDF-")
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All its text, every white space as one space."""
    return " ".join(" ".join(page.extract_text() for page in opened(pdf).pages).split())


def size_of(pdf: bytes) -> tuple[int, tuple[int, int]]:
    """How many pages, and how large the first is, in whole points."""
    pages = opened(pdf).pages
    return len(pages), (round(pages[0].mediabox.width), round(pages[0].mediabox.height))


def fonts_of(pdf: bytes) -> set[str]:
    """The families inside, without the mark of a part of a font."""
    found = set()
    for page in opened(pdf).pages:
        fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
        found |= {str(fonts[name]["/BaseFont"]).split("+")[-1] for name in fonts}
    return found


#: The fonts of a paper, without their weights.
OURS = {"Noto-Sans", "Noto-Sans-Italic", "Noto-Sans-Arabic", "Noto-Sans-Thai"}


def foreign_fonts(pdf: bytes) -> set[str]:
    """Fonts inside that we did not bring: the machine's own, taken where a letter stands in none of ours."""
    return {re.sub(r"-(Thin|Light|Medium|Semi-?Bold|Bold)", "", name) for name in fonts_of(pdf)} - OURS
