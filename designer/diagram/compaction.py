"""Compaction: Graphviz's vertical distances shrunk to what cards and lines need, its order kept.

Graphviz keeps a line that crosses many columns level, at the price of columns many screens high. Here every column is
pressed together as far as the fullest one allows, each card staying as near as possible to where it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from designer.diagram.frames import Frame

CLEARANCE = 28.0
"""Least distance between two cards of a column."""
SLACK = 1.15
"""How much higher than its fullest column a group may be, so that lines can be straight."""


def compact(
    columns: Sequence[Sequence[UUID]],
    tops: Mapping[UUID, float],
    frames: Mapping[UUID, Frame],
    rooms: Mapping[tuple[int, int], float],
) -> dict[UUID, float]:
    """New upper edges for cards given column by column from top to bottom.

    `rooms` are the pixels needed by the lines that pass a gap, by column and gap; gap 0 is above the first card.
    """
    steps = {
        (column, number): frames[upper].height + max(CLEARANCE, rooms.get((column, number + 1), 0.0))
        for column, ids in enumerate(columns)
        for number, (upper, _) in enumerate(pairwise(ids))
    }
    needed: dict[int, float] = defaultdict(float)
    for (column, _), step in steps.items():
        needed[column] += step
    start = min(tops.values())
    span = max(max(tops.values()) - start, 1.0)
    scale = min(1.0, SLACK * max(needed.values(), default=span) / span)
    placed: dict[UUID, float] = {}
    for column, ids in enumerate(columns):
        offset, offsets = 0.0, [0.0]
        for number in range(len(ids) - 1):
            offset += steps[column, number]
            offsets.append(offset)
        wished = [(tops[id_] - start) * scale - own for id_, own in zip(ids, offsets, strict=True)]
        for id_, base, own in zip(ids, _not_falling(wished), offsets, strict=True):
            placed[id_] = base + own
    return placed


def _not_falling(values: Sequence[float]) -> list[float]:
    """The sequence nearest to `values` (least squares) that never falls: pool adjacent violators."""
    pools: list[tuple[float, int]] = []
    for value in values:
        mean, count = value, 1
        while pools and pools[-1][0] > mean:
            other, size = pools.pop()
            mean, count = (mean * count + other * size) / (count + size), count + size
        pools.append((mean, count))
    return [mean for mean, count in pools for _ in range(count)]
