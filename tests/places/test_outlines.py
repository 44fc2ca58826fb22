"""How the map's outlines are made: cut at the edge, made simpler, joined."""

from tools.outlines import Topology, area, cut, holds, simpler, unrolled

# Two squares beside each other that share the arc 0, as TopoJSON writes them.
SQUARES = {
    "transform": {"scale": [1.0, 1.0], "translate": [0.0, 0.0]},
    "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "id": "566", "properties": {"name": "West"}, "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "properties": {"name": "East"}, "arcs": [[[2, -1]]]},
            ]
        }
    },
}


def test_a_ring_over_the_edge_becomes_one_piece_on_each_side() -> None:
    island = [(178.0, -17.0), (-178.0, -17.0), (-178.0, -16.0), (178.0, -16.0)]
    west, east = sorted(cut(island))
    assert {side for side, _ in west} == {-180.0, -178.0}
    assert {side for side, _ in east} == {178.0, 180.0}
    assert abs(area(west)) == abs(area(east)) == 2


def test_a_ring_inside_the_map_stays_as_it_is() -> None:
    assert [sorted(piece) for piece in cut([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)])] == [
        [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0)]
    ]


def test_a_line_goes_on_past_the_edge() -> None:
    assert unrolled([(179.0, 0.0), (-179.0, 0.0), (179.5, 0.0)]) == [(179.0, 0.0), (181.0, 0.0), (179.5, 0.0)]


def test_a_line_loses_its_smallest_corners_and_keeps_its_ends() -> None:
    line = [(0.0, 0.0), (1.0, 0.01), (2.0, 0.0), (3.0, 2.0), (4.0, 0.0), (5.0, 0.0)]
    assert simpler(line, 0.5) == [(0.0, 0.0), (2.0, 0.0), (3.0, 2.0), (4.0, 0.0), (5.0, 0.0)]


def test_two_parts_of_a_country_are_joined_where_they_touch() -> None:
    topology = Topology(SQUARES, 0)
    (west,), (east,) = (rings for _, _, rings in topology.countries())
    (joined,) = topology.rings([west, east])
    assert abs(area(joined)) == 2
    assert holds(joined, (0.5, 0.5))
    assert holds(joined, (1.5, 0.5))
    assert not holds(topology.line(west), (1.5, 0.5))
    assert len(topology.rings([west])) == 1
