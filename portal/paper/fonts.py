"""The fonts inside every paper: Latin, Greek and Cyrillic, Arabic, Thai; from packages that are installed with us."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SCHEME = "font"  # of the addresses in the style sheet of a paper: `font:latin`


@dataclass(frozen=True)
class Face:
    """A font file by the name that stands in `font:<name>`, and the family the style sheet knows it as."""

    name: str
    family: str
    package: str
    file: str
    italic: bool = False

    @property
    def path(self) -> Path:
        """Where the file lies. Raises FileNotFoundError where its package is not installed."""
        found = find_spec(self.package)
        path = Path(found.origin).parent / "files" / self.file if found and found.origin else None
        if path is None or not path.is_file():
            raise FileNotFoundError(f"{self.package}: {self.file}")
        return path

    @property
    def rule(self) -> str:
        """The face as a rule of a style sheet; the files are variable, so that one has all weights."""
        style = "italic" if self.italic else "normal"
        return (
            f'@font-face {{ font-family: "{self.family}"; src: url({SCHEME}:{self.name}); '
            f"font-weight: 100 900; font-style: {style} }}"
        )


FACES = (
    Face("latin", "Noto Sans", "fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"),
    Face("latin-italic", "Noto Sans", "fontpkg_noto_sans", "NotoSans-Italic[wdth,wght].ttf", italic=True),
    Face("arabic", "Noto Sans Arabic", "fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
    Face("thai", "Noto Sans Thai", "fontpkg_noto_sans_thai", "NotoSansThai[wdth,wght].ttf"),
)
BY_ADDRESS = {f"{SCHEME}:{face.name}": face for face in FACES}


def style() -> str:
    """The faces as rules of a style sheet."""
    return "\n".join(face.rule for face in FACES)
