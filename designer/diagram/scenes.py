"""A drawing as shapes: what both writers (SVG, and xdot for PNG and PDF) understand."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

Point: TypeAlias = tuple[float, float]


class Shape(Struct, frozen=True, kw_only=True):
    """A closed or open outline: straight from point to point, with corners rounded by `radius` pixels.

    A `radii` of one value per point overrides `radius` (the header of a card is round above and square below).
    """

    points: tuple[Point, ...]
    is_closed: bool = False
    fill: str | None = None
    stroke: str | None = None
    thickness: float = 1.0
    dash: tuple[float, ...] = ()
    radius: float = 0.0
    radii: tuple[float, ...] = ()
    is_hit_area: bool = False
    """Unseen; only makes a thin line easy to point at."""
    name: str = ""
    """Class by which a page's stylesheet finds it."""


class Circle(Struct, frozen=True, kw_only=True):
    """A circle, filled and outlined."""

    centre: Point
    radius: float
    fill: str
    stroke: str
    thickness: float = 1.0
    name: str = ""


class Text(Struct, frozen=True, kw_only=True):
    """One line of text, `at` its baseline; already cleaned by `texts.clean`."""

    at: Point
    text: str
    size: float
    fill: str
    anchor: Literal["start", "middle", "end"] = "start"
    is_bold: bool = False
    is_mono: bool = True
    name: str = ""


class Part(Struct, frozen=True, kw_only=True):
    """Shapes that belong together and can be found by id: a card, a row of it, a line with its feet."""

    id: str
    name: str
    title: str
    shapes: tuple[Shape | Circle | Text | Part, ...]
    is_focusable: bool = False


class Scene(Struct, frozen=True, kw_only=True):
    """A whole drawing of `width` × `height` pixels."""

    width: float
    height: float
    title: str
    description: str
    paper: str
    shapes: tuple[Shape | Circle | Text | Part, ...]


def rectangle(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    fill: str | None = None,
    stroke: str | None = None,
    radius: float = 0.0,
    name: str = "",
    dash: tuple[float, ...] = (),
) -> Shape:
    """A rectangle with rounded corners."""
    points = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return Shape(points=points, is_closed=True, fill=fill, stroke=stroke, radius=radius, name=name, dash=dash)


Curve: TypeAlias = tuple[Point, Point, Point]
"""Two control points and the end of a cubic Bézier."""


def outline(shape: Shape) -> tuple[Point, list[Curve | Point]]:
    """Where the shape's outline starts, and its course: a point for a straight line, a curve for a rounded corner."""
    points, count = shape.points, len(shape.points)
    course: list[Curve | Point] = []
    start = points[0]
    for number, corner in enumerate(points):
        radius = shape.radii[number] if shape.radii else shape.radius
        is_end = not shape.is_closed and number in (0, count - 1)
        before, after = points[number - 1], points[(number + 1) % count]
        radius = 0.0 if is_end else min(radius, _distance(before, corner) / 2, _distance(corner, after) / 2)
        if radius < 0.1:
            enter = leave = corner
        else:
            enter, leave = _towards(corner, before, radius), _towards(corner, after, radius)
        if number == 0:
            start = enter if shape.is_closed else corner
        else:
            course.append(enter)
        if enter != leave:
            # 0.55228 makes a cubic Bézier follow a quarter of a circle.
            course.append((_towards(enter, corner, radius * 0.55228), _towards(leave, corner, radius * 0.55228), leave))
    return start, course


def _distance(a: Point, b: Point) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _towards(start: Point, end: Point, length: float) -> Point:
    distance = _distance(start, end)
    if distance == 0:
        return start
    return start[0] + (end[0] - start[0]) * length / distance, start[1] + (end[1] - start[1]) * length / distance
