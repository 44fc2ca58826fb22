"""The dated rules as the migrations plant them: deadlines, answer times, silence, report intervals."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

PLAN = date(2007, 4, 1)
FIRST = date(2026, 1, 1)
PLANTED = datetime(2026, 11, 24, tzinfo=UTC)
_SPACE = uuid.UUID("6f2f5a3e-8a55-4a7e-9a53-0d2a3f1c7b10")


def _rows(table: str, columns: str, *values: tuple[Any, ...]) -> list[dict[str, Any]]:
    names = columns.split()
    rows = [dict(zip(names, one, strict=True)) for one in values]
    return [{"id": uuid.uuid5(_SPACE, f"{table} {row}"), "created_at": PLANTED, **row} for row in rows]


RULES: dict[str, list[dict[str, Any]]] = {
    "clock_rule": _rows(
        "clock_rule",
        "kind days months valid_from source",
        ("standard_30", 30, None, PLAN, "Action plan 2007-2010, lines 266-270"),
        ("prepared_return_100", 100, None, PLAN, "Action plan 2007-2010, lines 273-275 and 840-843"),
        ("eu_3_months", None, 3, PLAN, "Action plan 2007-2010, lines 271-272"),
    ),
    "answer_rule": _rows(
        "answer_rule",
        "priority hours valid_from source",
        ("emergency_24h", 24, FIRST, "IASC inter-agency referral form: priority"),
        ("urgent_72h", 72, FIRST, "IASC inter-agency referral form: priority"),
        ("normal_14d", 14 * 24, FIRST, "IASC inter-agency referral form: priority"),
    ),
    # RULINGS 16, in minutes after the expected arrival without confirmation.
    "silence_rule": _rows(
        "silence_rule",
        "whom child minutes valid_from source",
        ("partner", False, 60, FIRST, "Hjemvej's own rule, 2026"),
        ("partner", True, 30, FIRST, "Hjemvej's own rule, 2026"),
        ("duty", False, 120, FIRST, "Hjemvej's own rule, 2026"),
        ("duty", True, 60, FIRST, "Hjemvej's own rule, 2026"),
        ("again", False, 720, FIRST, "Hjemvej's own rule, 2026"),
        ("again", True, 720, FIRST, "Hjemvej's own rule, 2026"),
    ),
    "interval_rule": _rows(
        "interval_rule",
        "number working_days months valid_from source",
        (2, 14, None, FIRST, "EU return programme: post-arrival package of 14 working days"),
        (3, None, 1, FIRST, "IOM reintegration handbook, 2.3"),
        (4, None, 3, FIRST, "Hjemvej's own rule, 2026: mid-point"),
        (5, None, 6, FIRST, "Danish centre's practice: support for up to 6 months"),
        (6, None, 12, FIRST, "EU return programme: support for up to 12 months"),
    ),
}

#: What migration 0004 plants beside them.
FURTHER_REPORTS: list[dict[str, Any]] = _rows(
    "interval_rule",
    "number working_days months valid_from source",
    (7, None, 6, FIRST, "Hjemvej's own rule, 2026: half-yearly, as in Bulgaria's mechanism, which may be extended"),
)

#: What migration 0004 plants in tables of its own.
LATER_RULES: dict[str, list[dict[str, Any]]] = {
    "publishing_rule": _rows(
        "publishing_rule",
        "least share_from base pooled_years pooled_from valid_from source",
        (
            *(5, 10, 5, 3, 2023, FIRST),
            "Threshold rule of official statistics (OECD glossary); the rest Hjemvej's own rule, 2026",
        ),
    ),
}
