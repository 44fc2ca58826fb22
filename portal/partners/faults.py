"""What can be wrong with a file that somebody gives to the directory: each fault by file, line, column and reason."""

from dataclasses import dataclass

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class FaultKind(CodeList):
    """Why a row, a cell or a file cannot be read."""

    NOT_UTF8 = "not_utf8", N_("is not UTF-8")
    TOO_LONG = "too_long", N_("is too long")
    TOO_MANY = "too_many", N_("the file has too many rows")
    NOT_CSV = "not_csv", N_("is not CSV")
    MISSING_COLUMN = "missing_column", N_("the column is missing")
    UNKNOWN_COLUMN = "unknown_column", N_("the column is not known")
    WRONG_NUMBER = "wrong_number", N_("has more or fewer cells than the first line")
    DUPLICATE = "duplicate", N_("names an organisation of this country a second time")
    EMPTY = "empty", N_("is empty")
    UNKNOWN_CODE = "unknown_code", N_("holds a code of no list")
    FORMULA = "formula", N_("begins like a formula")
    HIDDEN = "hidden", N_("holds hidden control characters")
    BAD_ADDRESS = "bad_address", N_("is no web address with http:// or https://")
    BAD_EMAIL = "bad_email", N_("is no e-mail address")
    BAD_DATE = "bad_date", N_("is no date such as 2026-11-24")
    BAD_TIME = "bad_time", N_("is no time such as 09:30")
    BAD_NUMBER = "bad_number", N_("is no number")
    BAD_LINES = "bad_lines", N_("is not written as lines of name=value, with a semicolon between them")
    IN_FUTURE = "in_future", N_("lies in the future")
    NOT_UUID = "not_uuid", N_("is no UUID")
    SAME_ID = "same_id", N_("is the id of an earlier row")
    TAKEN_ID = "taken_id", N_("is the id of a row of another entry")
    NOWHERE = "nowhere", N_("names a row that is not there")
    CYCLE = "cycle", N_("is its own parent, directly or through others")
    NO_COUNTRY = "no_country", N_("no address, area or attribute says in which country it is; give one with --country")
    NOT_A_PACKAGE = "not_a_package", N_("is no CSV file, and no folder or zip file with a datapackage.json")
    MISSING_FILE = "missing_file", N_("the file is missing")
    UNNAMED_FILE = "unnamed_file", N_("is not named in datapackage.json")
    NOT_JSON = "not_json", N_("is no JSON that describes a data package")
    OTHER_VERSION = "other_version", N_("is not of version 3.0 of the standard")
    UNKNOWN_TABLE = "unknown_table", N_("is no table of the standard")
    OUTSIDE = "outside", N_("leads out of the package")
    LINK = "link", N_("is a link or no plain file")
    NESTED = "nested", N_("is an archive inside the archive")
    TWICE = "twice", N_("is there twice")
    ENCRYPTED = "encrypted", N_("is encrypted")
    DAMAGED = "damaged", N_("is damaged, or packed in a way that is not read here")
    MANY_FILES = "many_files", N_("holds too many files")
    GROWS = "grows", N_("is too large, or grows too large when unpacked")


class Wrong(Exception):
    """A cell that cannot be taken."""

    def __init__(self, kind: FaultKind) -> None:
        super().__init__(kind.value)
        self.kind = kind


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the line (from 1; 0 for the whole file), the column's name where there is one, why.

    `file` is the file's name inside a data package, empty for a file that came alone.
    """

    line: int
    column: str
    kind: FaultKind
    file: str = ""


class TooMuch(Exception):
    """A file is larger than anybody reads, or there are more faults than anybody reads."""
