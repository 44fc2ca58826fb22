"""The form of every code list: a text code that carries its English label, which the reader's page translates."""

from enum import StrEnum


class CodeList(StrEnum):
    """A closed list of codes. Members are written `CODE = "code", N_("Label")`; stored is the code alone."""

    label: str

    def __new__(cls, code: str, label: str = "") -> "CodeList":
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label or code
        return member
