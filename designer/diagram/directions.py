"""Layouts that run each way: from left to right, from right to left, downwards, upwards."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, TypeAlias
from uuid import UUID

from msgspec.structs import replace

from designer.design import Design
from designer.diagram.drawings import measure_design
from designer.diagram.frames import Detail, Frame
from designer.diagram.layouts import TIMEOUT, lay_out
from designer.diagram.routes import Point

Direction: TypeAlias = Literal["right", "left", "down", "up"]
"""Where the tables stand that refer to others, seen from those."""


def find_places(
    design: Design,
    *,
    scope: Collection[UUID],
    detail: Detail = "all",
    direction: Direction = "right",
    timeout: float = TIMEOUT,
) -> dict[UUID, Point]:
    """The upper left corners of some cards laid out alone, in pixels. Raises GraphvizMissingError."""
    _, frames, links = measure_design(design, scope=scope, detail=detail)
    is_turned, is_mirrored = direction in {"down", "up"}, direction in {"left", "up"}
    if is_turned:
        frames = {id_: _turned(frame) for id_, frame in frames.items()}
    layout = lay_out(frames, links, timeout=timeout)
    places = {
        id_: (layout.width - box.x - box.width if is_mirrored else box.x, box.y) for id_, box in layout.boxes.items()
    }
    return {id_: (y, x) for id_, (x, y) in places.items()} if is_turned else places


def _turned(frame: Frame) -> Frame:
    """The card lying on its side: what is laid out from left to right so runs downwards when it stands again."""
    return replace(frame, width=frame.height, height=frame.width, row_tops={})
