"""Layouts: where every card of a drawing stands and how every line runs.

Connected tables are ranked by Graphviz and routed here; the groups, the unconnected tables, views and enums are then
packed on one sheet, in rows rather than in one endless column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from msgspec import Struct

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
    components = _components(links)
    members = {id_: frames[id_] for component in components for id_ in component}
    if not members:
        return [], ""
    try:
        ranking = rank_cards(members, links, timeout=timeout)
    except (GraphvizTimeoutError, GraphvizFailedError) as error:
        return [], f"In rows and without lines, because Graphviz could not rank {len(members):,} tables: {error}"
    by_component: dict[UUID, list[Link]] = defaultdict(list)
    home = {id_: component[0] for component in components for id_ in component}
    for link in links:
        by_component[home[link.child_id]].append(link)
    groups = [route_group(component, frames, by_component[component[0]], ranking) for component in components]
    return groups, ""


def _components(links: Sequence[Link]) -> list[list[UUID]]:
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


def _single(frame: Frame) -> Group:
    box = Box(0.0, 0.0, frame.width, frame.height)
    return Group({frame.card.id: box}, {}, frame.width, frame.height)


def _move(group: Group, x: float, y: float, boxes: dict[UUID, Box], routes: dict[UUID, tuple[Point, ...]]) -> None:
    for id_, box in group.boxes.items():
        boxes[id_] = Box(x + box.x, y + box.y, box.width, box.height)
    for id_, route in group.routes.items():
        routes[id_] = tuple((x + px, y + py) for px, py in route)
