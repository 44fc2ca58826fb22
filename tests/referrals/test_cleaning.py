"""Files are looked into and made anew: what is hidden is gone, what acts is refused with the reason."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from portal.referrals.cleaning import ENDINGS, MOST_BYTES, clean, clean_name
from portal.referrals.cleaning_pictures import LONGEST_SIDE
from portal.referrals.codes import Unfit
from portal.referrals.unfit import UnfitFile
from tests.referrals.files import bomb, pdf, picture, with_zip_behind


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("turned", range(1, 9))
def test_a_picture_is_upright_and_says_nothing_of_where_it_was_taken(kind: str, turned: int) -> None:
    cleaned = clean(picture(kind, (40, 20), marked=True, turned=turned), "IMG.heic")
    assert b"Kanarie" not in cleaned.content and b"Exif" not in cleaned.content
    again = Image.open(BytesIO(cleaned.content))
    assert again.size == ((40, 20) if turned < 5 else (20, 40))
    assert not again.getexif() and "icc_profile" not in again.info and "comment" not in again.info
    assert cleaned.media_type == f"image/{kind.lower()}" and cleaned.name == "IMG" + ENDINGS[cleaned.media_type]


def test_what_stands_behind_a_picture_is_gone_and_a_large_one_is_made_smaller() -> None:
    cleaned = clean(picture(size=(5000, 200)) + b"<script>KanarieBehind</script>", "a.jpg")
    assert b"Kanarie" not in cleaned.content
    assert Image.open(BytesIO(cleaned.content)).size[0] == LONGEST_SIDE


def test_a_pdf_is_kept_without_its_author() -> None:
    cleaned = clean(pdf(3, author="KanarieAuthor"), "certificate.pdf")
    assert b"Kanarie" not in cleaned.content
    assert len(PdfReader(BytesIO(cleaned.content)).pages) == 3


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Unfit.EMPTY),
        (b"%PDF-" + b"x" * MOST_BYTES, Unfit.TOO_LARGE),
        (b"GIF89a" + b"x" * 50, Unfit.OTHER_KIND),
        (b"<html>", Unfit.OTHER_KIND),
        (b" %PDF-1.7", Unfit.OTHER_KIND),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, Unfit.DAMAGED),
        (b"%PDF-1.7 and nothing more", Unfit.DAMAGED),
        (picture()[:200], Unfit.DAMAGED),
        (bomb(), Unfit.TOO_MANY_PIXELS),
        (pdf(password="x"), Unfit.LOCKED),
        (pdf(101), Unfit.TOO_MANY_PAGES),
        (pdf(script="JavaScript"), Unfit.ACTS),
        (pdf(script="Launch"), Unfit.ACTS),
        (pdf(script="SubmitForm"), Unfit.ACTS),
        (pdf(carried=b"MZ"), Unfit.ACTS),
        (with_zip_behind(pdf()), Unfit.TWO_KINDS),
        (pdf()[:20] + b"<HTML><script>" + pdf()[20:], Unfit.TWO_KINDS),
    ],
    ids=lambda one: one.value if isinstance(one, Unfit) else "",
)
def test_what_is_not_fit_is_refused_with_its_code(content: bytes, code: Unfit) -> None:
    with pytest.raises(UnfitFile) as refused:
        clean(content, "a.pdf")
    assert refused.value.code is code


@given(
    st.sampled_from([picture(), picture("PNG"), pdf(2)]),
    st.lists(st.tuples(st.integers(0, 900), st.binary(max_size=3))),
)
def test_whatever_bytes_somebody_sends_the_answer_is_a_file_or_a_code(
    good: bytes, changes: list[tuple[int, bytes]]
) -> None:
    broken = bytearray(good)
    for place, new in changes:
        broken[place : place + len(new)] = new
    try:
        cleaned = clean(bytes(broken), "x")
    except UnfitFile:
        return
    assert cleaned.media_type in ENDINGS


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("..\\..\\x", "x.jpg"),
        ("C:\\Users\\Ada\\id.png", "id.jpg"),
        ("photo\u202egpj.exe", "photogpj.jpg"),
        ("a\x00\r\nb\u200b.jpg", "ab.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("...", "file.jpg"),
        ("", "file.jpg"),
        ('a"; filename="b.exe', "a_; filename=_b.jpg"),
        ("جواز.png", "جواز.jpg"),
    ],
)
def test_a_files_name_is_only_a_name(typed: str, kept: str) -> None:
    assert clean_name(typed, ".jpg") == kept


@given(st.text(max_size=200))
def test_no_name_leads_out_of_a_folder_or_hides_its_kind(typed: str) -> None:
    name = clean_name(typed, ".pdf")
    assert name.endswith(".pdf") and 4 < len(name) <= 84 and not set(name) & set("/\\\0\r\n\u202e")
