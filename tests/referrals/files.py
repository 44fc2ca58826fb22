"""Files as people and adversaries send them."""

import zipfile
from io import BytesIO

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

ORIENTATION, POSITION, MAKER = 0x0112, 0x8825, 0x010F


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), *, marked: bool = False, turned: int = 1) -> bytes:
    """A picture; `marked`: with position, maker and comment; `turned` is the EXIF orientation."""
    out, exif = BytesIO(), Image.Exif()
    more: dict[str, object] = {}
    if marked:
        exif[ORIENTATION], exif[MAKER] = turned, "KanarieMaker"
        exif[POSITION] = {1: "N", 2: (55.0, 40.0, 0.0), 3: "E", 4: (12.0, 30.0, 0.0)}
        more = {"exif": exif, "comment": b"KanarieComment", "icc_profile": b"KanarieProfile" * 20}
        if kind == "PNG":
            more.pop("icc_profile")
    drawn = Image.new("RGB", size, "white")
    drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    drawn.save(out, kind, **more)  # type: ignore[arg-type]
    return out.getvalue()


def pdf(pages: int = 1, *, password: str = "", script: str = "", carried: bytes = b"", author: str = "") -> bytes:
    """A PDF of empty pages, with what an adversary or an office program adds."""
    writer, out = PdfWriter(), BytesIO()
    for _page in range(pages):
        writer.add_blank_page(200, 200)
    if script:
        words = {NameObject("/S"): NameObject(f"/{script}"), NameObject("/JS"): TextStringObject("app.alert(1)")}
        if script != "JavaScript":
            words.pop(NameObject("/JS"))
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(DictionaryObject(words))
    if carried:
        writer.add_attachment("x.exe", carried)
    if author:
        writer.add_metadata({"/Author": author})
    if password:
        writer.encrypt(password)
    writer.write(out)
    return out.getvalue()


def with_zip_behind(content: bytes) -> bytes:
    """A file that is a zip as well."""
    out = BytesIO(content)
    out.seek(0, 2)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("x.html", "<script>")
    return out.getvalue()


def bomb() -> bytes:
    """A small PNG of 400 million pixels."""
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()
