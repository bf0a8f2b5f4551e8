"""Layouts: where every card of a drawing stands and how every line runs.

Connected tables are ranked by Graphviz and routed here; the groups, the unconnected tables, views and enums are then
packed on one sheet, in rows rather than in one endless column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from time import monotonic
from uuid import UUID

from msgspec import Struct

from designer.diagram.columns import connected, limit_columns
from designer.diagram.engines import GraphvizFailedError, GraphvizTimeoutError
from designer.diagram.frames import Frame
from designer.diagram.links import Link
from designer.diagram.packing import pack
from designer.diagram.ranks import rank_cards
from designer.diagram.routes import Box, Group, Point, route_group

GAP = 40.0
"""Distance between groups of cards."""
BAND_GAP = 64.0
"""Distance between tables, views and enums."""
TIMEOUT = 20.0
"""Seconds Graphviz may take to rank the tables."""
_BANDS = (("table", "managed"), ("view", "materialized"), ("enum",))
"""Kinds of cards from top to bottom of the sheet."""


class Layout(Struct, frozen=True, kw_only=True):
    """The placed drawing, in pixels from its upper left corner. `note` says what was left out or done more simply."""

    boxes: dict[UUID, Box]
    routes: dict[UUID, tuple[Point, ...]]
    width: float
    height: float
    note: str = ""


def lay_out(frames: Mapping[UUID, Frame], links: Sequence[Link], *, timeout: float = TIMEOUT) -> Layout:
    """Places cards and lines. Equal input gives equal output.

    When Graphviz does not finish in `timeout` seconds, the tables stand in rows without lines and `note` says so.
    Raises GraphvizMissingError.
    """
    drawn = [link for link in links if not link.is_written]
    groups, note = _connected_groups(frames, drawn, timeout)
    grouped = {id_ for group in groups for id_ in group.boxes}
    boxes: dict[UUID, Box] = {}
    routes: dict[UUID, tuple[Point, ...]] = {}
    width = top = 0.0
    for kinds in _BANDS:
        singles = [_single(frame) for id_, frame in frames.items() if id_ not in grouped and frame.card.kind in kinds]
        parts = (groups if "table" in kinds else []) + singles
        parts.sort(key=lambda part: (-len(part.boxes), -part.height))
        if not parts:
            continue
        if top:
            top += BAND_GAP
        bottom = top
        corners = pack([(part.width, part.height) for part in parts], GAP, least_width=width)
        for part, (x, y) in zip(parts, corners, strict=True):
            _move(part, x, top + y, boxes, routes)
            width, bottom = max(width, x + part.width), max(bottom, top + y + part.height)
        top = bottom
    return Layout(boxes=boxes, routes=routes, width=width, height=top, note=note)


def _connected_groups(frames: Mapping[UUID, Frame], links: Sequence[Link], timeout: float) -> tuple[list[Group], str]:
    """The groups that lines hold together, and a note about those Graphviz could not rank in time."""
    own_links: dict[UUID, list[Link]] = defaultdict(list)
    components = connected(links)
    home = {id_: component[0] for component in components for id_ in component}
    for link in links:
        own_links[home[link.child_id]].append(link)
    groups: list[Group] = []
    unranked, why, deadline = 0, "", monotonic() + timeout
    for members, columns in _batches(components, frames, own_links):
        ids = [id_ for component in members for id_ in component]
        batch = [link for component in members for link in own_links[component[0]]]
        try:
            left = max(deadline - monotonic(), 0.1)
            ranking = rank_cards({id_: frames[id_] for id_ in ids}, batch, columns=columns, timeout=left)
        except (GraphvizTimeoutError, GraphvizFailedError) as error:
            unranked, why = unranked + len(ids), str(error)
        else:
            groups += [route_group(component, frames, own_links[component[0]], ranking) for component in members]
    return groups, f"{unranked:,} connected tables stand in rows and without lines. {why}" if unranked else ""


def _batches(
    components: list[list[UUID]], frames: Mapping[UUID, Frame], links: Mapping[UUID, list[Link]]
) -> Iterator[tuple[list[list[UUID]], dict[UUID, int] | None]]:
    """What one run of Graphviz ranks: all small groups together, and each that needs limited columns by itself."""
    small: list[list[UUID]] = []
    for component in components:
        columns = limit_columns(component, frames, links[component[0]])
        if columns is None:
            small.append(component)
        else:
            yield [component], columns
    if small:
        yield small, None


def _single(frame: Frame) -> Group:
    box = Box(0.0, 0.0, frame.width, frame.height)
    return Group({frame.card.id: box}, {}, frame.width, frame.height)


def _move(group: Group, x: float, y: float, boxes: dict[UUID, Box], routes: dict[UUID, tuple[Point, ...]]) -> None:
    for id_, box in group.boxes.items():
        boxes[id_] = Box(x + box.x, y + box.y, box.width, box.height)
    for id_, route in group.routes.items():
        routes[id_] = tuple((x + px, y + py) for px, py in route)
