"""Opening a data package that anybody may have made: a folder or a zip, read where it lies, nothing ever unpacked."""

import json
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from portal.partners.faults import Fault, FaultKind
from portal.partners.hsds.package_tables import DESCRIPTOR, TABLES
from portal.partners.reading import Budget

MOST_FILES = 200
MOST_PACKED = 64 * 1024 * 1024  # bytes of a zip file
MOST_UNPACKED = 128 * 1024 * 1024  # bytes of all files together, counted while reading: no header is believed
MOST_DIRECTORY = 256 * 1024  # bytes of a zip's own list of its members
MOST_DESCRIPTOR = 1024 * 1024
ARCHIVES = (".zip", ".gz", ".bz2", ".xz", ".7z", ".tar", ".tgz", ".rar", ".zst", ".jar")
END_OF_ZIP, LARGE_ZIP = b"PK\x05\x06", b"PK\x06\x07"


class NoPackage(Exception):
    """It cannot be opened; says why by its faults."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = list(faults)


@dataclass
class Package:
    """An open package: the file of each table, and how to read one of them."""

    open_file: Callable[[str], Any]
    files: set[str]
    budget: Budget = field(default_factory=lambda: Budget(MOST_UNPACKED))
    tables: dict[str, str] = field(default_factory=dict)  # table of the standard -> file name

    @contextmanager
    def read(self, name: str) -> Iterator[IO[bytes]]:
        """A file as a stream. Raises NoPackage for one that is damaged."""
        try:
            with self.open_file(name) as stream:
                yield stream
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise NoPackage(_whole(name, FaultKind.DAMAGED)) from error
        except OSError as error:
            raise NoPackage(_whole(name, FaultKind.LINK)) from error


def _whole(name: str, kind: FaultKind) -> Fault:
    return Fault(0, "", kind, "".join(c if c.isprintable() else "?" for c in name[:120]))


@contextmanager
def opened(path: Path, on_bytes: Callable[[int], object] = lambda number: None) -> Iterator[Package]:
    """Open a folder or zip and read its description. Raises NoPackage, with every fault of the whole."""
    if path.is_dir():
        package = Package(lambda name: _plain_file(path, name), _names_in_folder(path))
        package.budget.on_bytes = on_bytes
        _describe(package)
        yield package
        return
    with path.open("rb") as stream:
        _look_at_end(stream, path.name)
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, UnicodeDecodeError, NotImplementedError) as error:
            raise NoPackage(_whole(path.name, FaultKind.DAMAGED)) from error
        with archive:
            inside = _members(archive)
            package = Package(lambda name: archive.open(inside[name]), set(inside))
            package.budget.on_bytes = on_bytes
            _describe(package)
            yield package


def _plain_file(folder: Path, name: str) -> IO[bytes]:
    """A file of the folder itself; a link, also to a folder on the way, is not followed."""
    place = folder
    for part in name.split("/"):
        place = place / part
        if not (stat.S_ISREG(place.lstat().st_mode) or stat.S_ISDIR(place.lstat().st_mode)):
            raise OSError(name)
    return os.fdopen(os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def _names_in_folder(folder: Path) -> set[str]:
    found: set[str] = set()
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found |= {str((Path(root) / name).relative_to(folder).as_posix()) for name in names}
        if len(found) > MOST_FILES:
            raise NoPackage(_whole(folder.name, FaultKind.MANY_FILES))
    return found


def _look_at_end(stream: IO[bytes], name: str) -> None:
    """Refuse a zip by its last bytes before its list of members is read into memory."""
    size = stream.seek(0, os.SEEK_END)
    if size > MOST_PACKED:
        raise NoPackage(_whole(name, FaultKind.GROWS))
    stream.seek(max(0, size - 66_000))
    tail = stream.read()
    at = tail.rfind(END_OF_ZIP)
    if at < 0 or len(tail) < at + 22:
        raise NoPackage(_whole(name, FaultKind.NOT_A_PACKAGE))
    number, length = (
        int.from_bytes(tail[at + 10 : at + 12], "little"),
        int.from_bytes(tail[at + 12 : at + 16], "little"),
    )
    if number > MOST_FILES or length > MOST_DIRECTORY or LARGE_ZIP in tail[max(0, at - 20) : at]:
        raise NoPackage(_whole(name, FaultKind.MANY_FILES))
    stream.seek(0)


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The plain files of an archive by name, without the one folder that may hold them all."""
    found: dict[str, zipfile.ZipInfo] = {}
    faults: list[Fault] = []
    listed = archive.infolist()
    if len(listed) > MOST_FILES:
        raise NoPackage(Fault(0, "", FaultKind.MANY_FILES))
    seen: set[str] = set()
    for one in listed:
        name = one.orig_filename
        kind = _fault_of(one) or (FaultKind.TWICE if name.casefold() in seen else None)
        seen.add(name.casefold())
        if kind:
            faults.append(_whole(name, kind))
        elif not one.is_dir():
            found[name] = one
    if faults:
        raise NoPackage(*faults)
    top = {name.partition("/")[0] for name in found if "/" in name}
    if DESCRIPTOR not in found and len(top) == 1 and all("/" in name for name in found):
        return {name.partition("/")[2]: one for name, one in found.items()}
    return found


def _fault_of(one: zipfile.ZipInfo) -> FaultKind | None:
    name = one.orig_filename
    if not is_inside(name.removesuffix("/")):
        return FaultKind.OUTSIDE
    kind = stat.S_IFMT(one.external_attr >> 16)
    if kind and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        return FaultKind.LINK
    if one.flag_bits & 0x1:
        return FaultKind.ENCRYPTED
    if name.casefold().endswith(ARCHIVES):
        return FaultKind.NESTED
    return None if one.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) else FaultKind.DAMAGED


def is_inside(name: str) -> bool:
    """Whether a name leads to a place below the package: no absolute path, no drive, no way up, no hidden sign."""
    plain = name.isprintable() and "\\" not in name and not re.match(r"[A-Za-z]:", name)
    return plain and all(part not in ("", ".", "..") for part in name.split("/"))


def _describe(package: Package) -> None:
    """Read the description: which file holds which table. Raises NoPackage with all that is wrong with it."""
    if DESCRIPTOR not in package.files:
        raise NoPackage(_whole(DESCRIPTOR, FaultKind.MISSING_FILE))
    with package.read(DESCRIPTOR) as stream:
        content = stream.read(MOST_DESCRIPTOR + 1)
    if len(content) > MOST_DESCRIPTOR:
        raise NoPackage(_whole(DESCRIPTOR, FaultKind.GROWS))
    package.tables = _tables_described(content)
    faults = [_fault_of_name(name, package.files) for name in package.tables.values()]
    named = {DESCRIPTOR, *package.tables.values()}
    unnamed = sorted(name for name in package.files - named if name.casefold().endswith(".csv"))
    faults += [_whole(name, FaultKind.UNNAMED_FILE) for name in unnamed]
    if found := [fault for fault in faults if fault is not None]:
        raise NoPackage(*found)


def _fault_of_name(name: str, files: set[str]) -> Fault | None:
    if not is_inside(name):
        return _whole(name, FaultKind.OUTSIDE)
    return None if name in files else _whole(name, FaultKind.MISSING_FILE)


def _tables_described(content: bytes) -> dict[str, str]:
    text = content.decode("utf-8-sig", errors="replace")
    if re.fullmatch(rf"[./]*{re.escape(DESCRIPTOR)}\s*", text):
        # A link to the standard's own description that a checkout wrote as text: it is meant, and not followed.
        return {name: table.file for name, table in TABLES.items()}
    try:
        told = json.loads(text)
        listed = [(one["name"], one["path"]) for one in told["resources"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NoPackage(_whole(DESCRIPTOR, FaultKind.NOT_JSON)) from error
    if not str(told.get("version", "3.0")).startswith("3.0"):
        raise NoPackage(Fault(0, "version", FaultKind.OTHER_VERSION, DESCRIPTOR))
    tables: dict[str, str] = {}
    faults: list[Fault] = []
    for name, path in listed:
        if not isinstance(name, str) or not isinstance(path, str):
            faults.append(Fault(0, "resources", FaultKind.NOT_JSON, DESCRIPTOR))
        elif name not in TABLES:
            faults.append(Fault(0, name[:60], FaultKind.UNKNOWN_TABLE, DESCRIPTOR))
        elif name in tables or path in tables.values():
            faults.append(Fault(0, name[:60], FaultKind.TWICE, DESCRIPTOR))
        else:
            tables[name] = path
    if "organization" not in tables and not faults:
        faults.append(Fault(0, "organization", FaultKind.MISSING_FILE, DESCRIPTOR))
    if faults:
        raise NoPackage(*faults)
    return tables
