"""Routes: orthogonal lines between ranked cards, through the channels between columns and the gaps within them.

A line leaves its parent's row, runs down a track of the channel beside it, and on to its child's row; where columns lie
between, it passes through a gap between two cards there. Lines that leave the same row share their way as long as they
can, like branches of a tree: that is what keeps a table with many children legible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct

from designer.diagram.frames import Frame
from designer.diagram.links import Link
from designer.diagram.ranks import Ranking
from designer.diagram.straightening import straighten
from designer.diagram.tracks import Segment, assign_tracks

STUB = 26.0
"""Least straight run at a card: a crow's foot with its circle is 20 long."""
TRACK = 8.0
"""Distance of lines that run side by side."""

Point: TypeAlias = tuple[float, float]
Bus: TypeAlias = tuple[UUID, float, bool]
"""What leaves one row of a parent towards one side, with one kind of mark: card, y, is_optional."""


class Box(Struct, frozen=True):
    """Where a card stands: upper left corner and size, in pixels."""

    x: float
    y: float
    width: float
    height: float


class Group(Struct, frozen=True):
    """Connected cards with the lines between them, in coordinates of their own that start at 0, 0.

    `routes` run from the child's edge to the parent's, by the id of the relationship.
    """

    boxes: dict[UUID, Box]
    routes: dict[UUID, tuple[Point, ...]]
    width: float
    height: float


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

    @property
    def is_loop(self) -> bool:
        """Both ends on the same side: a reference to itself."""
        return self.first == self.last


def route_group(ids: Sequence[UUID], frames: Mapping[UUID, Frame], links: Sequence[Link], ranking: Ranking) -> Group:
    """Places the cards of one connected group in columns and leads every link from card to card."""
    middles = {id_: ranking.middles[id_] - frames[id_].height / 2 for id_ in ids}
    tops = straighten(middles, frames, links, ranking)
    wires = [_wire(link, frames, tops, ranking) for link in links]
    _spread_ports(wires)
    _cross_columns(wires, ids, frames, tops, ranking)
    segments = _segments(wires)
    tracks = assign_tracks(segments)
    lefts = _column_lefts(ids, frames, ranking, segments, tracks)
    boxes = {id_: Box(lefts[ranking.columns[id_]], tops[id_], frames[id_].width, frames[id_].height) for id_ in ids}
    ends = _channel_starts(ids, boxes, ranking)
    routes = {
        wire.link.relationship.id: _points(
            wire, boxes, {key: ends[key[0]] + STUB + TRACK * track for key, track in tracks.items()}
        )
        for wire in wires
    }
    return _at_origin(boxes, routes)


def _wire(link: Link, frames: Mapping[UUID, Frame], tops: Mapping[UUID, float], ranking: Ranking) -> Wire:
    parent_y = tops[link.parent_id] + frames[link.parent_id].port(link.parent_columns[0])
    child_y = tops[link.child_id] + frames[link.child_id].port(link.child_columns[0])
    parent, child = ranking.columns[link.parent_id], ranking.columns[link.child_id]
    crossings = ranking.crossings.get((link.parent_id, link.child_id), {})
    between = [crossings.get(column, parent_y) for column in range(min(parent, child) + 1, max(parent, child))]
    bus = (link.parent_id, parent_y, link.is_optional)
    if parent <= child:
        levels = [parent_y, *between, child_y]
        return Wire(link, bus, link.parent_id, link.child_id, parent, child, levels)
    return Wire(link, bus, link.child_id, link.parent_id, child, parent, [child_y, *between, parent_y])


def _ends(wire: Wire) -> list[tuple[int, tuple[UUID, bool], object]]:
    """The two ends of a wire: index into its levels, card and side, and what shares a port there."""
    parent_key: object = wire.bus
    child_key: object = wire.link.relationship.id
    left_key, right_key = (parent_key, child_key) if wire.left == wire.link.parent_id else (child_key, parent_key)
    return [(0, (wire.left, True), left_key), (-1, (wire.right, wire.is_loop), right_key)]


def _spread_ports(wires: Sequence[Wire]) -> None:
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


def _cross_columns(
    wires: Sequence[Wire],
    ids: Sequence[UUID],
    frames: Mapping[UUID, Frame],
    tops: Mapping[UUID, float],
    ranking: Ranking,
) -> None:
    """Leads wires through the columns between their ends, each through the gap Graphviz chose, side by side."""
    cards: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for id_ in ids:
        cards[ranking.columns[id_]].append((tops[id_], tops[id_] + frames[id_].height))
    passing: dict[tuple[int, int], dict[Bus, list[tuple[Wire, int]]]] = defaultdict(lambda: defaultdict(list))
    gaps = {column: _gaps(sorted(spans)) for column, spans in cards.items()}
    for wire in wires:
        for step in range(1, len(wire.levels) - 1):
            column = wire.first + step
            gap = _nearest_gap(gaps[column], wire.levels[step])
            passing[column, gap][wire.bus].append((wire, step))
    for (column, gap), buses in passing.items():
        _settle(gaps[column][gap], list(buses.values()))


def _gaps(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The free stretches of a column, from above the first card to below the last."""
    inner = [(below, above) for (_, below), (above, _) in pairwise(spans)]
    return [(float("-inf"), spans[0][0]), *inner, (spans[-1][1], float("inf"))]


def _nearest_gap(gaps: Sequence[tuple[float, float]], y: float) -> int:
    return min(range(len(gaps)), key=lambda number: max(gaps[number][0] - y, y - gaps[number][1], 0))


def _settle(gap: tuple[float, float], buses: list[list[tuple[Wire, int]]]) -> None:
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


def _segments(wires: Sequence[Wire]) -> dict[tuple[int, Bus, float], Segment]:
    """The vertical runs, by channel and by what shares them."""
    segments: dict[tuple[int, Bus, float], Segment] = {}
    for wire in wires:
        for channel, left, right in _steps(wire):
            segment = segments.setdefault(_key(wire, channel, left, right), Segment(channel, [], []))
            segment.lefts.append(left)
            (segment.lefts if wire.is_loop else segment.rights).append(right)
    return segments


def _steps(wire: Wire) -> list[tuple[int, float, float]]:
    """Channel by channel: its number, and the y at its left and right mouth."""
    if wire.is_loop:
        return [(wire.first, wire.levels[0], wire.levels[-1])]
    return [(wire.first + number, left, right) for number, (left, right) in enumerate(pairwise(wire.levels))]


def _key(wire: Wire, channel: int, left: float, right: float) -> tuple[int, Bus, float]:
    """Runs of one bus in one channel are one as long as they come from the same place on the parent's side."""
    return channel, wire.bus, left if wire.left == wire.link.parent_id else right


def _column_lefts(
    ids: Sequence[UUID],
    frames: Mapping[UUID, Frame],
    ranking: Ranking,
    segments: Mapping[tuple[int, Bus, float], Segment],
    tracks: Mapping[tuple[int, Bus, float], int],
) -> dict[int, float]:
    widths: dict[int, float] = defaultdict(float)
    for id_ in ids:
        widths[ranking.columns[id_]] = max(widths[ranking.columns[id_]], frames[id_].width)
    counts: dict[int, int] = defaultdict(int)
    for key, segment in segments.items():
        counts[segment.channel] = max(counts[segment.channel], tracks[key] + 1)
    lefts: dict[int, float] = {}
    x = 0.0
    for column in range(max(widths) + 1):
        lefts[column] = x
        x += widths[column] + 2 * STUB + TRACK * max(counts[column] - 1, 0)
    return lefts


def _channel_starts(ids: Sequence[UUID], boxes: Mapping[UUID, Box], ranking: Ranking) -> dict[int, float]:
    """The x at which the channel right of each column begins."""
    starts: dict[int, float] = defaultdict(float)
    for id_ in ids:
        box = boxes[id_]
        starts[ranking.columns[id_]] = max(starts[ranking.columns[id_]], box.x + box.width)
    return starts


def _points(wire: Wire, boxes: Mapping[UUID, Box], tracks: Mapping[tuple[int, Bus, float], float]) -> tuple[Point, ...]:
    left, right = boxes[wire.left], boxes[wire.right]
    points = [(left.x + left.width, wire.levels[0])]
    for channel, start, end in _steps(wire):
        x = tracks[_key(wire, channel, start, end)]
        points += [(x, start), (x, end)]
    points.append((right.x + (right.width if wire.is_loop else 0), wire.levels[-1]))
    if wire.left == wire.link.parent_id:
        points.reverse()
    return tuple(_without_detours(points))


def _without_detours(points: Sequence[Point]) -> list[Point]:
    """The corners only: no point twice and none in the middle of a straight run."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(point[0] - kept[-1][0]) < 0.01 and abs(point[1] - kept[-1][1]) < 0.01:
            continue
        if len(kept) > 1 and any(
            abs(point[axis] - kept[-1][axis]) < 0.01 and abs(kept[-1][axis] - kept[-2][axis]) < 0.01 for axis in (0, 1)
        ):
            kept.pop()
        kept.append(point)
    return kept


def _at_origin(boxes: dict[UUID, Box], routes: dict[UUID, tuple[Point, ...]]) -> Group:
    points = [point for route in routes.values() for point in route]
    left = min([box.x for box in boxes.values()] + [x for x, _ in points])
    top = min([box.y for box in boxes.values()] + [y for _, y in points])
    right = max([box.x + box.width for box in boxes.values()] + [x for x, _ in points])
    bottom = max([box.y + box.height for box in boxes.values()] + [y for _, y in points])
    return Group(
        {id_: Box(box.x - left, box.y - top, box.width, box.height) for id_, box in boxes.items()},
        {id_: tuple((x - left, y - top) for x, y in route) for id_, route in routes.items()},
        right - left,
        bottom - top,
    )
