"""Places: where cards go that nobody has put anywhere, among those that somebody has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from designer.diagram.frames import Frame
from designer.diagram.links import Link
from designer.diagram.routes import Box, Point

DISTANCE = 48.0
"""Least room between a card that finds its place and its neighbours, in pixels."""
CELL = 512.0
"""Cards are looked up by squares of this size."""
RINGS = 40
"""How many times the search steps further away before the card goes below everything."""


def place_among(frames: Mapping[UUID, Frame], links: Sequence[Link], places: Mapping[UUID, Point]) -> dict[UUID, Box]:
    """A box for every frame: at its place, or free near a related card that has one, or else below everything.

    Cards with many relations to placed ones go first, so that chains of new tables hang together. Equal input gives
    equal output.
    """
    ground = _Ground()
    boxes: dict[UUID, Box] = {}
    for id_, frame in frames.items():
        if id_ in places:
            boxes[id_] = Box(*places[id_], frame.width, frame.height)
            ground.add(boxes[id_])
    related: dict[UUID, set[UUID]] = defaultdict(set)
    for link in links:
        related[link.child_id].add(link.parent_id)
        related[link.parent_id].add(link.child_id)
    waiting = [id_ for id_ in frames if id_ not in boxes]
    while waiting:
        id_ = max(waiting, key=lambda id_: sum(other in boxes for other in related[id_]))
        waiting.remove(id_)
        frame = frames[id_]
        neighbours = [boxes[other] for other in related[id_] if other in boxes]
        boxes[id_] = ground.find_near(neighbours, frame.width, frame.height)
        ground.add(boxes[id_])
    return boxes


class _Ground:
    """The boxes that stand already, found by where they are."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
        self._left = self._bottom = 0.0
        self._next_x: float | None = None
        self._row_top = 0.0

    def add(self, box: Box) -> None:
        if self._cells:
            self._left, self._bottom = min(self._left, box.x), max(self._bottom, box.y + box.height)
        else:
            self._left, self._bottom = box.x, box.y + box.height
        for cell in self._cells_of(box):
            self._cells[cell].append(box)

    def find_near(self, neighbours: Sequence[Box], width: float, height: float) -> Box:
        """The free place nearest to the first of the neighbours in reading order; below everything without any."""
        if neighbours:
            home = min(neighbours, key=lambda box: (box.x, box.y))
            for ring in range(RINGS):
                step = ring * DISTANCE
                right, left = home.x + home.width + DISTANCE * 2, home.x - width - DISTANCE * 2
                for x in (right + step, left - step):
                    for y in (home.y, home.y + step, home.y - step):
                        box = Box(x, y, width, height)
                        if self._is_free(box):
                            return box
        return self._below(width, height)

    def _below(self, width: float, height: float) -> Box:
        box = Box(self._left, self._bottom + DISTANCE * 2, width, height) if self._cells else Box(0, 0, width, height)
        if self._next_x is not None and self._next_x < self._left + 2000:
            beside = Box(self._next_x, self._row_top, width, height)
            box = beside if self._is_free(beside) else box
        self._next_x, self._row_top = box.x + width + DISTANCE, box.y
        return box

    def _is_free(self, box: Box) -> bool:
        roomy = Box(box.x - DISTANCE / 2, box.y - DISTANCE / 2, box.width + DISTANCE, box.height + DISTANCE)
        return not any(_overlap(roomy, other) for cell in self._cells_of(roomy) for other in self._cells.get(cell, ()))

    @staticmethod
    def _cells_of(box: Box) -> Iterable[tuple[int, int]]:
        for column in range(int(box.x // CELL), int((box.x + box.width) // CELL) + 1):
            for row in range(int(box.y // CELL), int((box.y + box.height) // CELL) + 1):
                yield column, row


def _overlap(a: Box, b: Box) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height
