"""The press: a page in, a PDF out. Runs as a program of its own, without settings, keys, database or network.

A page that takes too long or too much memory ends with the program, and the portal goes on.
"""

import re
import resource
import sys
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any

MOST_CPU = 20  # seconds of one paper
MOST_MEMORY = 2 * 1024**3  # bytes of address space; a case of 30 pages needs an eighth of it
#: Sizes tried until a paper that must be one page is one, in points.
SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
ONE_PAGE = "one-page"
#: A row of letters longer than any word or address, which takes the engine very long to break into lines. Scripts that
#: write without spaces (Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean) are left alone.
ENDLESS = re.compile(r"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff]{200,}")
PIECE = 50  # letters that surely fit on a line
STYLE = Path(__file__).parent / "paper.css"


class TooLong(Exception):
    """A paper that must be one page does not fit, even in the smallest print."""


def fetcher() -> Any:
    """A fetcher that hands out our own fonts and refuses every other address, whatever its scheme."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from portal.paper.fonts import BY_ADDRESS

    class OurFontsAlone(URLFetcher):  # type: ignore[misc]
        """Knows no network and no folder."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """The font of an address of ours. Raises ValueError for any other address."""
            face = BY_ADDRESS.get(url)
            if face is None:
                raise ValueError("A paper fetches nothing.")
            return URLFetcherResponse(url, face.path.read_bytes(), {"Content-Type": "font/ttf"})

    return OurFontsAlone(allowed_protocols=())


def pressed(page: str, *, one_page: bool = False) -> bytes:
    """The PDF of a whole HTML page. Raises TooLong where it must be one page and is not."""
    for size in SIZES if one_page else (None,):
        document = _laid_out(page, size)
        if not one_page or len(document.pages) == 1:
            out = BytesIO()
            document.write_pdf(out, pdf_variant="pdf/ua-1")
            return out.getvalue()
    raise TooLong


def _laid_out(page: str, size: float | None) -> Any:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from portal.paper.fonts import style

    ours, fonts = fetcher(), FontConfiguration()
    sheets = [style(), STYLE.read_text(encoding="utf-8")] + ([f"html {{ font-size: {size}pt }}"] if size else [])
    styles = [CSS(string=sheet, url_fetcher=ours, font_config=fonts) for sheet in sheets]
    html = HTML(string=page, url_fetcher=ours)
    turn_texts(html.etree_element)
    break_endless(html.etree_element)
    return html.render(font_config=fonts, stylesheets=styles)


def turn_texts(root: Any) -> None:
    """Give each text of unknown direction its own, by its first letter that has one: the engine knows no `auto`."""
    for one in root.iter():
        if one.get("dir") == "auto" or (one.tag == "bdi" and not one.get("dir")):
            one.attrib.pop("dir", None)
            found = next((turn for text in one.itertext() for sign in text if (turn := _turn(sign))), "")
            if found:
                one.set("dir", found)


def break_endless(root: Any) -> None:
    """Put spaces into a row of letters without an end, so that nobody can hold the press with one."""
    for one in root.iter():
        if one.tag not in ("style", "script"):
            one.text = one.text and ENDLESS.sub(_in_pieces, one.text)
        one.tail = one.tail and ENDLESS.sub(_in_pieces, one.tail)


def _in_pieces(found: re.Match[str]) -> str:
    row = found[0]
    return " ".join(row[begin : begin + PIECE] for begin in range(0, len(row), PIECE))


def _turn(sign: str) -> str:
    kind = unicodedata.bidirectional(sign)
    return "ltr" if kind == "L" else "rtl" if kind in ("R", "AL") else ""


def main(arguments: list[str]) -> int:
    """Read a page from standard input, write its PDF to standard output. Returns the exit code; 3: too long."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    try:
        made = pressed(sys.stdin.buffer.read().decode(), one_page=ONE_PAGE in arguments)
    except TooLong:
        return 3
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
