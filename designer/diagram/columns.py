"""Columns for large groups: a ranking that is limited in height.

Left to itself, Graphviz puts all children of a table into one column. With hundreds of tables that column is many
screens high while the drawing is only a few columns wide; here each column is closed when it is full.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt
from uuid import UUID

from designer.diagram.frames import Frame
from designer.diagram.links import Link

SPACE = 36.0
"""Vertical distance to reckon with between two cards."""
CHANNEL = 110.0
"""Width to reckon with between two columns."""
LEAST_HEIGHT = 1400.0
"""Columns up to this height need no limit, in pixels."""
ASPECT = 1.4
SPAN = 2
"""Columns a line of a large group may cross."""


def limit_columns(ids: Sequence[UUID], frames: Mapping[UUID, Frame], links: Sequence[Link]) -> dict[UUID, int] | None:
    """The column of every card of a group, none higher than suits the group's size; None if no limit is needed.

    Parents stand left of their children, except where references run in a circle.
    """
    heights = {id_: frames[id_].height + SPACE for id_ in ids}
    width = sum(frames[id_].width for id_ in ids) / len(ids) + CHANNEL
    limit = max(LEAST_HEIGHT, sqrt(sum(heights.values()) * width / ASPECT))
    parents: dict[UUID, set[UUID]] = {id_: set() for id_ in ids}
    for link in links:
        if link.child_id != link.parent_id:
            parents[link.child_id].add(link.parent_id)
    if _highest(_fill(parents, heights, float("inf")), heights) <= 1.5 * limit:
        return None
    return _fill(parents, heights, limit)


def find_long(frames: Mapping[UUID, Frame], links: Sequence[Link]) -> set[UUID]:
    """The relationships, by id, whose lines would cross more than `SPAN` columns of a group that needs limiting.

    They are better written into the rows: lines through many columns push the cards apart, and nobody can follow them.
    """
    long: set[UUID] = set()
    for component in connected(links):
        members = set(component)
        own = [link for link in links if link.child_id in members]
        columns = limit_columns(component, frames, own)
        if columns is not None:
            long |= {
                link.relationship.id for link in own if abs(columns[link.child_id] - columns[link.parent_id]) > SPAN
            }
    return long


def connected(links: Sequence[Link]) -> list[list[UUID]]:
    """The cards that hang together by links, in the order of the links."""
    neighbours: dict[UUID, list[UUID]] = defaultdict(list)
    for link in links:
        neighbours[link.parent_id].append(link.child_id)
        neighbours[link.child_id].append(link.parent_id)
    seen: set[UUID] = set()
    components: list[list[UUID]] = []
    for start in neighbours:
        if start in seen:
            continue
        seen.add(start)
        component = [start]
        for id_ in component:
            for neighbour in neighbours[id_]:
                if neighbour not in seen:
                    seen.add(neighbour)
                    component.append(neighbour)
        components.append(component)
    return components


def _highest(columns: Mapping[UUID, int], heights: Mapping[UUID, float]) -> float:
    totals: dict[int, float] = defaultdict(float)
    for id_, column in columns.items():
        totals[column] += heights[id_]
    return max(totals.values())


def _fill(parents: Mapping[UUID, set[UUID]], heights: Mapping[UUID, float], limit: float) -> dict[UUID, int]:
    """Fills column after column with cards whose parents stand further left, children of recent columns first."""
    children: dict[UUID, list[UUID]] = defaultdict(list)
    for child, its_parents in parents.items():
        for parent in its_parents:
            children[parent].append(child)
    missing = {id_: len(its_parents) for id_, its_parents in parents.items()}
    order = {id_: number for number, id_ in enumerate(parents)}
    ready = {id_ for id_, count in missing.items() if count == 0}
    columns: dict[UUID, int] = {}
    column = 0
    while len(columns) < len(parents):
        if not ready:  # a circle: begin with the table that waits for the fewest others
            ready = {min((id_ for id_ in parents if id_ not in columns), key=lambda id_: (missing[id_], order[id_]))}
        recent = sorted(
            ready, key=lambda id_: (-max((columns.get(p, -1) for p in parents[id_]), default=-1), order[id_])
        )
        height = 0.0
        for id_ in recent:
            if height and height + heights[id_] > limit:
                break
            columns[id_] = column
            height += heights[id_]
        for id_ in [id_ for id_ in recent if id_ in columns]:
            ready.discard(id_)
            for child in children[id_]:
                missing[child] -= 1
                if missing[child] == 0 and child not in columns:
                    ready.add(child)
        column += 1
    return columns
