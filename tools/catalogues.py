"""Builds the .mo files that the portal reads from the .po files that translators write."""

import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parent.parent / "translations"


def po_files() -> list[Path]:
    """Every language's catalogue."""
    return sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))


def compile_all() -> None:
    """Write each .mo that is older than its .po. Doubtful (fuzzy) sentences stay English."""
    for path in po_files():
        built = path.with_suffix(".mo")
        if built.exists() and built.stat().st_mtime >= path.stat().st_mtime:
            continue
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".mo", delete=False) as new:
            write_mo(new, read(path))
        Path(new.name).chmod(0o644)
        Path(new.name).replace(built)


def read(path: Path) -> Catalog:
    """A catalogue, or the template of all (.pot)."""
    locale = None if path.suffix == ".pot" else path.parent.parent.name
    with path.open("rb") as file:
        return read_po(file, locale=locale)


if __name__ == "__main__":
    compile_all()
