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

from designer.diagram.compaction import compact
from designer.diagram.frames import Frame
from designer.diagram.links import Link
from designer.diagram.ranks import Ranking
from designer.diagram.straightening import straighten
from designer.diagram.tracks import Segment, assign_tracks
from designer.diagram.wires import (
    TRACK,
    Bus,
    Span,
    Wire,
    choose_gaps,
    cross_columns,
    make_wire,
    measure_gaps,
    spread_ports,
)

STUB = 26.0
"""Least straight run at a card: a crow's foot with its circle is 20 long."""
UNSEEN = 0.01
"""Steps of a line smaller than this, in pixels, come from rounding and are levelled."""

Point: TypeAlias = tuple[float, float]


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


def route_group(ids: Sequence[UUID], frames: Mapping[UUID, Frame], links: Sequence[Link], ranking: Ranking) -> Group:
    """Places the cards of one connected group in columns and leads every link from card to card."""
    ranked = {id_: ranking.middles[id_] - frames[id_].height / 2 for id_ in ids}
    columns: list[list[UUID]] = [[] for _ in range(max(ranking.columns[id_] for id_ in ids) + 1)]
    for id_ in sorted(ids, key=lambda id_: (ranked[id_], str(id_))):
        columns[ranking.columns[id_]].append(id_)
    gaps = choose_gaps([_spans(column, ranked, frames) for column in columns], ranking, set(ids))
    tops = compact(columns, ranked, frames, measure_gaps(links, gaps, ranking))
    tops = straighten(tops, frames, links, ranking)
    wires = [make_wire(link, frames, tops, ranking, gaps) for link in links]
    spread_ports(wires)
    cross_columns(wires, [_spans(column, tops, frames) for column in columns])
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


def _spans(column: Sequence[UUID], tops: Mapping[UUID, float], frames: Mapping[UUID, Frame]) -> list[Span]:
    return [(tops[id_], tops[id_] + frames[id_].height) for id_ in column]


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
    """The corners only: no point twice and none in the middle of a straight run.

    Steps too small to see are levelled, not skipped: a skipped one would leave a run that is almost, but not, straight.
    """
    kept: list[Point] = []
    for x, y in points:
        if not kept:
            kept.append((x, y))
            continue
        last_x, last_y = kept[-1]
        point = (last_x if abs(x - last_x) < UNSEEN else x, last_y if abs(y - last_y) < UNSEEN else y)
        if point == kept[-1]:
            continue
        if len(kept) > 1 and any(point[axis] == kept[-1][axis] == kept[-2][axis] for axis in (0, 1)):
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
