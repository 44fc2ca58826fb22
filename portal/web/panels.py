"""Panels: a later chapter draws its facts on an earlier chapter's page, without an import back.

A chapter registers a function for a place (`home`, `case`, `partner`, `alarm`); it returns a template and its
context, or None when it has nothing to show this reader.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from portal.access import Actor


@dataclass(frozen=True)
class Panel:
    """A drawn panel: the page includes `template` with the panel's `context` as `panel.context`.

    `waits`: whether something in it waits for the reader; False for a tool, such as a search.
    `always`: drawn however the page is narrowed, so that it says nothing of the kind that was asked for.
    """

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    waits: bool = True
    always: bool = False


Draw = Callable[..., Panel | None]
_places: dict[str, list[tuple[int, Draw]]] = {}


def on(place: str, order: int) -> Callable[[Draw], Draw]:
    """Register `draw(actor, *things)` for a place; lower orders stand higher on the page."""

    def register(draw: Draw) -> Draw:
        _places.setdefault(place, []).append((order, draw))
        return draw

    return register


def drawn(place: str, actor: Actor, *things: Any) -> list[Panel]:
    """The panels of a place for one reader, in order."""
    in_order = sorted(_places.get(place, []), key=lambda entry: entry[0])
    return [panel for _order, draw in in_order if (panel := draw(actor, *things)) is not None]
