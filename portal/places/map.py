"""The world map's shapes and points, in whole units of one picture; made by tools/world_map.py."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "data" / "world.json"


@dataclass(frozen=True, slots=True)
class Shape:
    """A country's outline: its ISO 3166-1 alpha-2 code and the `d` of an SVG path."""

    country: str
    path: str


def shapes() -> list[Shape]:
    """The outlines of all countries that are large enough to have one, by code."""
    return [Shape(country, path) for country, path in _file()["shapes"].items()]


def points() -> dict[str, tuple[int, int]]:
    """Where a mark stands (x, y) for each country without an outline or with one too small to hit: its capital."""
    return {country: (x, y) for country, (x, y) in _file()["points"].items()}


def view_box() -> str:
    """The `viewBox` of the SVG that shapes and points are drawn in."""
    return f"0 0 {_file()['width']} {_file()['height']}"


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


VIEW_BOX = view_box()
