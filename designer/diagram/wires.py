"""Wires: relationships on their way from card to card, and the heights at which they pass the columns between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct

from designer.diagram.frames import Frame
from designer.diagram.links import Link
from designer.diagram.ranks import Ranking

TRACK = 8.0
"""Distance of lines that run side by side, in pixels."""

Bus: TypeAlias = tuple[UUID, float, bool]
"""What leaves one row of a parent towards one side, with one kind of mark: card, y, is_optional."""
Span: TypeAlias = tuple[float, float]
"""Upper and lower edge of a card or of the free stretch between two."""


class Wire(Struct):
    """A link on its way: the columns of its ends, and the y it has in every channel's left and right mouth."""

    link: Link
    bus: Bus
    left: UUID
    right: UUID
    first: int
    last: int
    levels: list[float]
    """y at the left end, in the gap of every column between, and at the right end."""
    gaps: list[int]
    """For every column between: the gap it passes, counted from above the first card."""

    @property
    def is_loop(self) -> bool:
        """Both ends on the same side: a reference to itself."""
        return self.first == self.last


def make_wire(
    link: Link,
    frames: Mapping[UUID, Frame],
    tops: Mapping[UUID, float],
    ranking: Ranking,
    gaps: Mapping[tuple[UUID, UUID], Sequence[int]],
) -> Wire:
    """The wire of a link between cards at these heights, through these gaps (see `choose_gaps`)."""
    parent_y = tops[link.parent_id] + frames[link.parent_id].port(link.parent_columns[0])
    child_y = tops[link.child_id] + frames[link.child_id].port(link.child_columns[0])
    parent, child = ranking.columns[link.parent_id], ranking.columns[link.child_id]
    own_gaps = list(gaps.get((link.parent_id, link.child_id), ()))
    between = [parent_y] * len(own_gaps)
    bus = (link.parent_id, parent_y, link.is_optional)
    if parent <= child:
        levels = [parent_y, *between, child_y]
        return Wire(link, bus, link.parent_id, link.child_id, parent, child, levels, own_gaps)
    return Wire(link, bus, link.child_id, link.parent_id, child, parent, [child_y, *between, parent_y], own_gaps)


def _ends(wire: Wire) -> list[tuple[int, tuple[UUID, bool], object]]:
    """The two ends of a wire: index into its levels, card and side, and what shares a port there."""
    parent_key: object = wire.bus
    child_key: object = wire.link.relationship.id
    left_key, right_key = (parent_key, child_key) if wire.left == wire.link.parent_id else (child_key, parent_key)
    return [(0, (wire.left, True), left_key), (-1, (wire.right, wire.is_loop), right_key)]


def spread_ports(wires: Sequence[Wire]) -> None:
    """Moves lines apart that meet a card at the same point but may not be joined there."""
    meeting: dict[tuple[tuple[UUID, bool], float], dict[object, list[tuple[Wire, int]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for wire in wires:
        for end, place, key in _ends(wire):
            meeting[place, wire.levels[end]][key].append((wire, end))
    for (_, y), keys in meeting.items():
        step = min(11.0, 14.0 / max(len(keys) - 1, 1))
        ordered = sorted(keys.values(), key=_far_end)
        for number, uses in enumerate(ordered):
            for wire, end in uses:
                wire.levels[end] = y + (number - (len(ordered) - 1) / 2) * step


def _far_end(uses: Sequence[tuple[Wire, int]]) -> float:
    """The mean y of where these wires lead."""
    return sum(wire.levels[-1 if end == 0 else 0] for wire, end in uses) / len(uses)


def choose_gaps(
    columns: Sequence[Sequence[Span]], ranking: Ranking, ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], list[int]]:
    """For every pair of cards: the gaps Graphviz's line takes through the columns between them, from left to right.

    `columns` are the spans of the cards `ids` as Graphviz placed them.
    """
    free = [_gaps(spans) for spans in columns]
    return {
        pair: [_nearest_gap(free[column], y) for column, y in sorted(crossings.items())]
        for pair, crossings in ranking.crossings.items()
        if pair[0] in ids
    }


def measure_gaps(
    links: Sequence[Link], gaps: Mapping[tuple[UUID, UUID], Sequence[int]], ranking: Ranking
) -> dict[tuple[int, int], float]:
    """The pixels the lines need that pass a gap, by column and gap."""
    passing: dict[tuple[int, int], set[tuple[UUID, UUID, bool]]] = defaultdict(set)
    for link in links:
        first = min(ranking.columns[link.parent_id], ranking.columns[link.child_id]) + 1
        for number, gap in enumerate(gaps.get((link.parent_id, link.child_id), ())):
            passing[first + number, gap].add((link.parent_id, link.parent_columns[0], link.is_optional))
    return {place: TRACK * (len(buses) + 1) for place, buses in passing.items()}


def cross_columns(wires: Sequence[Wire], columns: Sequence[Sequence[Span]]) -> None:
    """Gives wires their heights in the gaps they pass, side by side. `columns` are the spans of the placed cards."""
    passing: dict[tuple[int, int], dict[Bus, list[tuple[Wire, int]]]] = defaultdict(lambda: defaultdict(list))
    for wire in wires:
        for step, gap in enumerate(wire.gaps, start=1):
            passing[wire.first + step, gap][wire.bus].append((wire, step))
    for (column, gap), buses in sorted(passing.items(), key=lambda item: item[0]):
        _settle(_gaps(columns[column])[gap], list(buses.values()))


def _gaps(spans: Sequence[Span]) -> list[Span]:
    """The free stretches of a column, from above the first card to below the last."""
    inner = [(below, above) for (_, below), (above, _) in pairwise(spans)]
    return [(float("-inf"), spans[0][0]), *inner, (spans[-1][1], float("inf"))]


def _nearest_gap(gaps: Sequence[Span], y: float) -> int:
    return min(range(len(gaps)), key=lambda number: max(gaps[number][0] - y, y - gaps[number][1], 0))


def _settle(gap: Span, buses: list[list[tuple[Wire, int]]]) -> None:
    """Gives every bus in a gap a y of its own, straight on from where it comes if that fits."""
    room = TRACK * (len(buses) + 1)
    low = gap[0] if gap[0] != float("-inf") else gap[1] - max(room, 400)
    high = gap[1] if gap[1] != float("inf") else gap[0] + max(room, 400)
    margin = min(TRACK, (high - low) / (len(buses) + 1))
    wished = []
    for uses in buses:
        wire, step = uses[0]
        straight = [y for y in (wire.levels[step - 1], wire.levels[-1]) if low + margin <= y <= high - margin]
        wished.append(((straight or [wire.levels[step]])[0], uses))
    wished.sort(key=lambda wish: wish[0])
    levels = [min(max(y, low + margin), high - margin) for y, _ in wished]
    for number in range(1, len(levels)):
        levels[number] = max(levels[number], levels[number - 1] + margin)
    for number in reversed(range(len(levels))):
        limit = high - margin if number == len(levels) - 1 else levels[number + 1] - margin
        levels[number] = min(levels[number], limit)
    for level, (_, uses) in zip(levels, wished, strict=True):
        for wire, step in uses:
            wire.levels[step] = level
