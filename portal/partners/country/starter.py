"""What is known of mandates and missions from public sources: nobody of the centre has confirmed it."""

import csv
import uuid
from datetime import date
from pathlib import Path

from portal.partners.country.models import Mandate, Mission
from portal.vocabulary.mandates import MandateGroup, MandateTask

FOLDER = Path(__file__).parent / "data"


def plan_mandates() -> list[Mandate]:
    """Who is responsible in Denmark as the action plan 2007-2010 says, each with its lines.

    Country, task and group make the id, so that a line is known again also when the centre has changed it.
    """
    return [
        Mandate(
            id=_id("mandate", row["country"], row["task"], row["group"]),
            country=row["country"],
            task=MandateTask(row["task"]),
            group=MandateGroup(row["group"]),
            responsible=row["responsible"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]),
            source=row["source"],
            looked_up_on=date.fromisoformat(row["looked_up_on"]),
        )
        for row in _rows("mandates.csv")
    ]


def starter_missions() -> list[Mission]:
    """The Danish missions that a public source names, each with that source and the day it was read."""
    return [
        Mission(**row | {"id": _id("mission", row["country"]), "looked_up_on": date.fromisoformat(row["looked_up_on"])})
        for row in _rows("missions.csv")
    ]


def _id(*parts: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, ":".join(("hjemvej", "starter", *parts)))


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
