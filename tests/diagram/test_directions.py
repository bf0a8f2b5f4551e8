"""Layouts that run each way: what refers stands where it should, and nothing stands on anything."""

from __future__ import annotations

from itertools import combinations

import pytest

from designer.diagram.directions import Direction, find_places
from designer.diagram.drawings import measure_design
from script.benchmarks.designs import make_design

DESIGN = make_design(14, 10)
IDS = {table.id for table in DESIGN.tables}


@pytest.mark.parametrize(
    ("direction", "axis", "sign"), [("right", 0, 1), ("left", 0, -1), ("down", 1, 1), ("up", 1, -1)]
)
def test_tables_stand_after_what_they_refer_to(direction: Direction, axis: int, sign: int) -> None:
    places = find_places(DESIGN, scope=IDS, direction=direction)
    _, frames, _ = measure_design(DESIGN, scope=IDS, detail="all")
    for row in DESIGN.relationships:
        child, parent = places[row.table_id], places[row.target_table_id]
        assert row.table_id == row.target_table_id or (child[axis] - parent[axis]) * sign > 0
    for one, other in combinations(IDS, 2):
        (x, y), (u, v) = places[one], places[other]
        across = x < u + frames[other].width and u < x + frames[one].width
        assert not (across and y < v + frames[other].height and v < y + frames[one].height)
