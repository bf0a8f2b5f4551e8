"""Straightening: cards moved up or down a little, so that lines need no small kink."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from designer.diagram.frames import Frame
from designer.diagram.links import Link
from designer.diagram.ranks import Ranking

REACH = 40.0
"""Pixels a card may move."""
CLEARANCE = 24.0
"""Distance cards of a column keep."""


def straighten(
    tops: dict[UUID, float], frames: Mapping[UUID, Frame], links: Sequence[Link], ranking: Ranking
) -> dict[UUID, float]:
    """The upper edges of the cards after moving each, from left to right, by the least that makes one of its lines to
    the next column straight, where its neighbours leave room."""
    tops = dict(tops)
    incoming: dict[UUID, list[tuple[UUID, UUID, UUID]]] = defaultdict(list)
    for link in links:
        parent, child = ranking.columns[link.parent_id], ranking.columns[link.child_id]
        if parent + 1 == child:
            incoming[link.child_id].append((link.child_columns[0], link.parent_id, link.parent_columns[0]))
        elif child + 1 == parent:
            incoming[link.parent_id].append((link.parent_columns[0], link.child_id, link.child_columns[0]))
    columns: dict[int, list[UUID]] = defaultdict(list)
    for id_ in sorted(tops, key=lambda id_: (tops[id_], str(id_))):
        columns[ranking.columns[id_]].append(id_)
    for _, column in sorted(columns.items()):
        for number, id_ in enumerate(column):
            moves = [
                tops[other] + frames[other].port(theirs) - tops[id_] - frames[id_].port(own)
                for own, other, theirs in incoming[id_]
            ]
            move = min(moves, key=abs, default=0.0)
            above = tops[column[number - 1]] + frames[column[number - 1]].height if number else float("-inf")
            below = tops[column[number + 1]] if number + 1 < len(column) else float("inf")
            top, bottom = tops[id_] + move, tops[id_] + move + frames[id_].height
            if abs(move) <= REACH and top >= above + CLEARANCE and bottom <= below - CLEARANCE:
                tops[id_] = top
    return tops
