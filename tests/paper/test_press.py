"""The press draws every script, knows nobody, asks nobody (R-41), and is stopped when it takes too long."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import html5lib
import pytest
from fontTools.ttLib import TTFont

from portal.paper import fonts, press
from portal.paper.printing import PASSED_ON, NotPrinted, pdf_of
from tests.paper.reading import A4, fonts_of, foreign_fonts, size_of, text_of

#: One sentence each, in Danish, Arabic, Thai, Ukrainian, Greek, Romanian and Vietnamese.
SAMPLES = {
    "da": "Æblet på øen blev kørt hjem.",
    "ar": "يمكنك أن تقولي نعم أو لا.",
    "th": "คุณมีสิทธิ์ปฏิเสธได้ทุกเมื่อ ผู้ที่รอรับคือใคร",
    "uk": "Ви можете сказати «ні» — їжа, ґанок, є.",
    "el": "Μπορείτε να πείτε όχι.",
    "ro": "Puteți spune și „nu”, oricând; țară, așa.",
    "vi": "Bạn có thể từ chối bất cứ lúc nào; đường về nhà.",
}


def page_of(*paragraphs: str, head: str = "") -> str:
    """A whole page."""
    body = "".join(paragraphs)
    return f'<!DOCTYPE html><html lang="en"><head><title>Paper</title>{head}</head><body>{body}</body></html>'


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that writes down what it is asked for: its address, and the list."""
    paths: list[str] = []

    class Listens(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_words: object) -> None:
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listens)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    thread.join()
    server.server_close()


ELSEWHERE = (
    *("http://portal.test/x.png", "https://portal.test/x.css", "ftp://portal.test/x", "file:///etc/passwd"),
    *("data:text/css,p{}", "gopher://x", "font:../press.py", "font:", "FONT:latin", "font:latin?x", "//portal.test/x"),
)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_every_address_but_our_own_fonts_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="fetches nothing"):
        press.fetcher().fetch(address)


@pytest.mark.parametrize("face", fonts.FACES, ids=lambda face: face.name)
def test_our_own_fonts_are_handed_out(face: fonts.Face) -> None:
    assert press.fetcher().fetch(f"font:{face.name}").read() == face.path.read_bytes()


def test_no_fetch_leaves_the_press_whatever_stands_on_the_page(asked: tuple[str, list[str]], tmp_path: Path) -> None:
    address, paths = asked
    secret = tmp_path / "secret.html"
    secret.write_text("<p>Kanariefile</p>")
    ways = []
    for at in (f"{address}/x", secret.as_uri()):
        ways += [
            f'<img src="{at}.png">',
            f'<object data="{at}"></object>',
            f'<embed src="{at}">',
            f'<iframe src="{at}"></iframe>',
            f'<p style="background: url({at}); content: url({at}); list-style-image: url({at})">Words</p>',
            f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{at}" width="9" height="9"/></svg>',
            f'<a rel="attachment" href="{at}">file</a>',
        ]
    head = "".join(
        f'<base href="{at}"><link rel="stylesheet" href="{at}.css"><link rel="attachment" href="{at}">'
        f"<style>@import url({at}.css); @font-face {{ font-family: x; src: url({at}.ttf) }}</style>"
        for at in (address, secret.as_uri())
    )
    made = pdf_of(page_of(*ways, head=head))
    assert paths == []
    assert "Kanariefile" not in text_of(made)
    assert b"/EmbeddedFile" not in made


def test_the_press_gets_no_setting_and_no_key() -> None:
    assert not [name for name in PASSED_ON if name.startswith("PORTAL")]


@pytest.mark.parametrize("code", SAMPLES)
def test_our_fonts_have_a_shape_for_every_letter_of_a_script(code: str) -> None:
    shapes = set().union(*(TTFont(face.path).getBestCmap() for face in fonts.FACES))
    assert {ord(letter) for letter in SAMPLES[code]} <= shapes


def test_every_script_is_drawn_with_our_own_fonts_and_can_be_read_back() -> None:
    made = pdf_of(page_of(*(f'<p lang="{code}">{text} <b>{text}</b></p>' for code, text in SAMPLES.items())))
    assert foreign_fonts(made) == set()
    assert {"Noto-Sans-Bold", "Noto-Sans-Arabic-Bold", "Noto-Sans-Thai-Bold"} <= fonts_of(made)
    found = text_of(made)
    for code in ("da", "uk", "el", "ro", "vi"):
        assert SAMPLES[code] in found
    assert "คุณมีสิทธิ์ปฏิเสธ" in found.replace(" ", "")


def test_one_page_shrinks_until_it_fits_and_says_so_when_it_cannot() -> None:
    text = "<p>A sentence of some length that fills a line and then a bit of the next one on this page.</p>"
    assert size_of(pdf_of(page_of(text * 50)))[0] == 2
    assert size_of(pdf_of(page_of(text * 50), one_page=True)) == (1, A4)
    with pytest.raises(NotPrinted, match="ended with 3"):
        pdf_of(page_of(text * 400), one_page=True)


def test_a_paper_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(NotPrinted, match="more than"):
        pdf_of(page_of("<p>x</p>"), most_time=0.01)


def test_a_text_of_either_direction_begins_at_its_own_side() -> None:
    paragraphs = ('<p dir="auto">العربية first</p>', '<p dir="auto">12 latin العربية</p>', "<p><bdi>x</bdi></p>")
    tree = html5lib.parse(page_of(*paragraphs), namespaceHTMLElements=False)
    press.turn_texts(tree)
    assert [one.get("dir") for one in tree.iter() if one.tag in ("p", "bdi")] == ["rtl", "ltr", None, "ltr"]


def test_a_row_of_letters_without_an_end_is_taken_in_pieces_and_thai_and_addresses_are_left_whole() -> None:
    thai, address = "คุณมีสิทธิ์ปฏิเสธ" * 30, "https://portal.test/" + "x" * 150
    tree = html5lib.parse(page_of(f"<p>{'x' * 5000}</p>", f"<p>{thai}</p>", f"<p>{address}</p>"))
    press.break_endless(tree)
    endless, *whole = [one.text or "" for one in tree.iter() if str(one.tag).endswith("}p")]
    assert endless.replace(" ", "") == "x" * 5000
    assert max(map(len, endless.split())) == press.PIECE
    assert whole == [thai, address]
