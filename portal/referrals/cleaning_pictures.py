"""Pictures are drawn anew, upright and not too large: no position, no maker, no comment, nothing behind them."""

from io import BytesIO

from PIL import Image, ImageOps

from portal.referrals.codes import Unfit
from portal.referrals.unfit import UnfitFile

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
#: Before it is opened; a JPEG is opened smaller, a PNG cannot be.
MOST_PIXELS = {"image/jpeg": 50_000_000, "image/png": 16_000_000}
LONGEST_SIDE = 2400  # pixels, of the picture that is kept
QUALITY = 85


def drawn_anew(content: bytes, media_type: str) -> bytes:
    """The picture alone, as a new file of the same kind. Raises UnfitFile."""
    kind = FORMATS[media_type]
    try:
        with Image.open(BytesIO(content), formats=[kind]) as picture:
            width, height = picture.size
            if width * height > MOST_PIXELS[media_type]:
                raise UnfitFile(Unfit.TOO_MANY_PIXELS)
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _saved(_upright(picture), kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnfitFile(Unfit.TOO_MANY_PIXELS) from error
    except UnfitFile:
        raise
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, OverflowError, EOFError) as error:
        raise UnfitFile(Unfit.DAMAGED) from error


def _upright(picture: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(picture)
    see_through = turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info
    plain = turned.convert("RGBA" if see_through and picture.format == "PNG" else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return plain


def _saved(picture: Image.Image, kind: str) -> bytes:
    picture.info = {}  # position, maker, comments, colour profile
    out = BytesIO()
    if kind == "JPEG":
        picture.save(out, kind, quality=QUALITY, optimize=True)
    else:
        picture.save(out, kind, optimize=True)
    return out.getvalue()
