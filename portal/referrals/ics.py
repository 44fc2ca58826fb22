"""The arrival as a file for a calendar (RFC 5545): a time and a reference, no name and no place."""

from datetime import UTC, datetime, timedelta

MOST_OCTETS = 75  # of a line, its end not counted
LINE_END = "\r\n"


def arrival_event(
    reference: str, starts_at: datetime, wait: timedelta, summary: str, changes: int, at: datetime
) -> str:
    """One event from the expected arrival until its silence is asked about; in UTC: each calendar shows its own hour.

    `changes` counts the versions of the arrival: a calendar takes the newer one for the same event; `at` is now.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hjemvej//arrival//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{reference}@hjemvej.invalid",
        f"DTSTAMP:{_utc(at)}",
        f"SEQUENCE:{changes}",
        f"DTSTART:{_utc(starts_at)}",
        f"DTEND:{_utc(starts_at + wait)}",
        f"SUMMARY:{_escaped(summary)}",
        "CLASS:PRIVATE",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(_folded(line) + LINE_END for line in lines)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, each further one begun by a space; no letter is cut in two."""
    pieces, piece, octets = [], "", 0
    for letter in line:
        weight = len(letter.encode())
        if octets + weight > MOST_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece, octets = piece + letter, octets + weight
    return LINE_END.join([*pieces, piece])
