"""Ranks: which tables stand in which column of the drawing and in which order, as Graphviz finds it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from msgspec import Struct

from designer.diagram.engines import run_graphviz
from designer.diagram.frames import Frame
from designer.diagram.links import Link

INCH = 72.0
"""Graphviz measures nodes in inches; a pixel here is a point there."""


class Ranking(Struct, frozen=True):
    """Per card: its column (0 is leftmost) and the y of its middle. Per pair of cards: the y at which Graphviz's line
    crosses each column between them."""

    columns: dict[UUID, int]
    middles: dict[UUID, float]
    crossings: dict[tuple[UUID, UUID], dict[int, float]]


def rank_cards(
    frames: Mapping[UUID, Frame], links: Sequence[Link], *, columns: Mapping[UUID, int] | None = None, timeout: float
) -> Ranking:
    """Ranks cards that are connected by links, parents left of their children, or in the columns given.

    Raises GraphvizTimeoutError.
    """
    ids = list(frames)
    numbers = {id_: number for number, id_ in enumerate(ids)}
    pairs = Counter(
        (numbers[link.parent_id], numbers[link.child_id]) for link in links if link.parent_id != link.child_id
    )
    fixed = [columns[id_] for id_ in ids] if columns is not None else []
    source = "\n".join(_source([frames[id_] for id_ in ids], pairs, fixed))
    lines = run_graphviz(source, "-Tplain", timeout=timeout).decode().splitlines()
    return _read(lines, ids)


def _source(frames: Iterable[Frame], pairs: Mapping[tuple[int, int], int], columns: Sequence[int]) -> Iterable[str]:
    yield "digraph {"
    yield "graph [rankdir=LR, nodesep=0.45, ranksep=1.2, remincross=true]"
    yield 'node [shape=box, fixedsize=true, label=""]'
    yield "edge [dir=none]"
    for number, frame in enumerate(frames):
        yield f"n{number} [width={frame.width / INCH:.4f}, height={frame.height / INCH:.4f}]"
    for (parent, child), count in sorted(pairs.items()):
        yield f"n{parent} -> n{child} [weight={count}]"
    for column in range(max(columns, default=-1) + 1):
        # An invisible spine holds the columns in their order.
        yield f"s{column} [width=0.01, height=0.01]"
        if column:
            yield f"s{column - 1} -> s{column}"
        members = " ".join(f"n{number}" for number, own in enumerate(columns) if own == column)
        yield f"{{ rank=same; s{column} {members} }}"
    yield "}"


def _read(lines: Sequence[str], ids: Sequence[UUID]) -> Ranking:
    height = float(lines[0].split()[3]) * INCH
    places: dict[UUID, tuple[float, float]] = {}
    splines: dict[tuple[UUID, UUID], list[tuple[float, float]]] = {}
    for line in lines:
        words = line.split()
        if words[1:2] and words[1].startswith("s") and words[0] in {"node", "edge"}:
            continue
        if words[0] == "node":
            places[ids[int(words[1][1:])]] = (float(words[2]) * INCH, height - float(words[3]) * INCH)
        elif words[0] == "edge":
            numbers = [float(word) * INCH for word in words[4 : 4 + 2 * int(words[3])]]
            points = [(x, height - y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
            splines[ids[int(words[1][1:])], ids[int(words[2][1:])]] = points
    centres = _columns({x for x, _ in places.values()})
    columns = {id_: centres[round(x)] for id_, (x, _) in places.items()}
    between: dict[int, float] = {column: float(x) for x, column in sorted(centres.items(), reverse=True)}
    crossings: dict[tuple[UUID, UUID], dict[int, float]] = defaultdict(dict)
    for (parent, child), points in splines.items():
        first, last = sorted((columns[parent], columns[child]))
        for column in range(first + 1, last):
            crossings[parent, child][column] = _y_at(points, between[column])
    return Ranking(columns, {id_: y for id_, (_, y) in places.items()}, dict(crossings))


def _columns(centres: Iterable[float]) -> dict[int, int]:
    """Rounded x of the columns' centres, to their numbers; centres a few pixels apart are one column."""
    numbers: dict[int, int] = {}
    number, previous = -1, float("-inf")
    for x in sorted(centres):
        if x - previous > 4:
            number += 1
        previous = x
        numbers[round(x)] = number
    return numbers


def _y_at(points: Sequence[tuple[float, float]], x: float) -> float:
    """The y of a chain of cubic Béziers at x, by its control polygon: exact enough to tell above from below."""
    for (x1, y1), (x2, y2) in pairwise(points):
        if min(x1, x2) <= x <= max(x1, x2):
            return y1 if x1 == x2 else y1 + (y2 - y1) * (x - x1) / (x2 - x1)
    return min(points, key=lambda point: abs(point[0] - x))[1]
