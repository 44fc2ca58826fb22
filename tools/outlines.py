"""Outlines of countries out of TopoJSON: arcs made simpler, parts of a country joined, rings cut at the edge."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, radians
from typing import Any

Point = tuple[float, float]  # east, north
Ring = list[Point]
HALF_TURN, FULL_TURN = 180.0, 360.0


class Topology:
    """A TopoJSON file of countries; an arc that two countries share is one line, and stays one when made simpler."""

    def __init__(self, source: dict[str, Any], least: float) -> None:
        """`least` is the area (square degrees at the equator) of the corners that may go."""
        self._countries = source["objects"]["countries"]["geometries"]
        self._arcs = [simpler(unrolled(_degrees(arc, source["transform"])), least) for arc in source["arcs"]]

    def countries(self) -> Iterator[tuple[str, str, list[list[int]]]]:
        """Number (ISO 3166-1, empty where the source has none), name and rings of arcs of each."""
        for one in self._countries:
            polygons = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
            yield one.get("id", ""), one["properties"]["name"], [ring for polygon in polygons for ring in polygon]

    def line(self, arcs: list[int]) -> Ring:
        """The points along some arcs; a negative number is an arc walked backwards."""
        walked = [self._arcs[arc] if arc >= 0 else self._arcs[~arc][::-1] for arc in arcs]
        return unrolled([point for arc in walked for point in arc[:-1]])

    def rings(self, parts: list[list[int]]) -> list[Ring]:
        """The outlines of a country's parts, joined where they touch."""
        every = [arc for ring in parts for arc in ring]
        left = [arc for arc in every if ~arc not in every]
        if len(left) == len(every):
            return [self.line(ring) for ring in parts]
        return [self.line(ring) for ring in self._joined(left)]

    def _joined(self, arcs: list[int]) -> Iterator[list[int]]:
        while arcs:
            ring = [arcs.pop(0)]
            while following := [arc for arc in arcs if self._meet(ring[-1], arc)]:
                arcs.remove(following[0])
                ring.append(following[0])
            yield ring

    def _meet(self, arc: int, other: int) -> bool:
        end = self._arcs[arc][-1] if arc >= 0 else self._arcs[~arc][0]
        start = self._arcs[other][0] if other >= 0 else self._arcs[~other][-1]
        return (end[0] - start[0]) % FULL_TURN == 0 and end[1] == start[1]


def _degrees(arc: list[list[int]], transform: dict[str, list[float]]) -> Ring:
    east = north = 0
    points: Ring = []
    for step in arc:
        east, north = east + step[0], north + step[1]
        place = (one * scale + start for one, scale, start in zip((east, north), *transform.values(), strict=True))
        points.append((round(next(place), 4), round(next(place), 4)))
    return points


def unrolled(line: Ring) -> Ring:
    """A line without jumps from one side of the world to the other: it goes on past 180 degrees."""
    points = line[:1]
    for east, north in line[1:]:
        turns = round((points[-1][0] - east) / FULL_TURN)
        points.append((round(east + turns * FULL_TURN, 4), north))
    return points


def simpler(line: Ring, least: float) -> Ring:
    """A line without the corners that span the smallest areas (Visvalingam); its ends stay."""
    points = list(line)
    while len(points) > 4:
        corners = [_corner(*points[at - 1 : at + 2]) for at in range(1, len(points) - 1)]
        smallest = min(corners)
        if smallest >= least:
            break
        del points[corners.index(smallest) + 1]
    return points


def _corner(before: Point, point: Point, behind: Point) -> float:
    return abs(area([before, point, behind])) * cos(radians(point[1]))


def area(ring: Sequence[tuple[float, float]]) -> float:
    """The area inside a ring, positive when it is walked against the clock."""
    return sum(one[0] * other[1] - other[0] * one[1] for one, other in pairwise([*ring, *ring[:1]])) / 2


def holds(ring: Ring, point: Point) -> bool:
    """Whether a point lies inside a ring."""
    inside = False
    for (east, north), (other, other_north) in pairwise([*ring, *ring[:1]]):
        if (north > point[1]) != (other_north > point[1]):
            inside ^= point[0] < east + (point[1] - north) * (other - east) / (other_north - north)
    return inside


def cut(ring: Ring) -> Iterator[Ring]:
    """The pieces of a ring that lie on the map, from 180 degrees west to 180 east of its middle."""
    for turn in (-FULL_TURN, 0.0, FULL_TURN):
        moved = [(east + turn, north) for east, north in unrolled(ring)]
        piece = _west_of([(-east, north) for east, north in _west_of(moved)])
        if len(piece) > 2:
            yield [(-east, north) for east, north in piece]


def _west_of(ring: Ring) -> Ring:
    """What of a ring lies west of 180 degrees (Sutherland and Hodgman)."""
    kept: Ring = []
    for (east, north), (other, other_north) in pairwise([*ring[-1:], *ring]):
        if (east > HALF_TURN) != (other > HALF_TURN):
            share = (HALF_TURN - east) / (other - east)
            kept.append((HALF_TURN, north + share * (other_north - north)))
        if other <= HALF_TURN:
            kept.append((other, other_north))
    return kept
