"""Relationships as shapes: a line with a crow's foot at the referencing end and bars or a circle at the referenced."""

from __future__ import annotations

from collections.abc import Iterator

from designer.diagram.links import Link
from designer.diagram.scenes import Circle, Part, Point, Shape
from designer.diagram.themes import Theme

CORNER = 7.0
THICKNESS = 1.2
HIT_THICKNESS = 9.0
_TOE = 10.0
"""Length of a crow's foot."""
_SPAN = 5.0
"""Half the width of a foot or bar."""
_RING = 3.6


def paint_edge(link: Link, route: tuple[Point, ...], theme: Theme) -> Part:
    """The line from the child (first point) to the parent (last point). Its id is `edge-<uuid of the relationship>`."""
    return Part(
        id=f"edge-{link.relationship.id}",
        name=f"edge on-delete-{link.relationship.on_delete.value.replace(' ', '-')}",
        title=link.title,
        is_focusable=True,
        shapes=(
            Shape(points=route, stroke=theme.edge, thickness=HIT_THICKNESS, is_hit_area=True, name="grip"),
            Shape(points=route, stroke=theme.edge, thickness=THICKNESS, radius=CORNER, name="line"),
            *paint_child_end(route[0], route[1], link.is_unique, theme),
            *paint_parent_end(route[-1], route[-2], link.is_optional, theme),
        ),
    )


def paint_child_end(end: Point, towards: Point, is_unique: bool, theme: Theme) -> Iterator[Shape | Circle]:
    """Zero or one (circle and bar), or zero or more (circle and foot). No database can ask for at least one."""
    if is_unique:
        yield _bar(end, towards, 7.0, theme)
    else:
        apex = _along(end, towards, _TOE)
        for side in (-_SPAN, _SPAN):
            yield _stroke((apex, _beside(end, towards, 0.0, side)), theme)
    yield _circle(end, towards, _TOE + _RING, theme)


def paint_parent_end(end: Point, towards: Point, is_optional: bool, theme: Theme) -> Iterator[Shape | Circle]:
    """Exactly one (two bars), or zero or one (circle and bar) when the foreign key may be null."""
    yield _bar(end, towards, 6.0, theme)
    if is_optional:
        yield _circle(end, towards, 10.0 + _RING, theme)
    else:
        yield _bar(end, towards, 10.0, theme)


def _bar(end: Point, towards: Point, distance: float, theme: Theme) -> Shape:
    return _stroke((_beside(end, towards, distance, -_SPAN), _beside(end, towards, distance, _SPAN)), theme)


def _circle(end: Point, towards: Point, distance: float, theme: Theme) -> Circle:
    centre = _along(end, towards, distance)
    return Circle(centre=centre, radius=_RING, fill=theme.paper, stroke=theme.edge, thickness=THICKNESS, name="foot")


def _stroke(points: tuple[Point, ...], theme: Theme) -> Shape:
    return Shape(points=points, stroke=theme.edge, thickness=THICKNESS, name="foot")


def _along(end: Point, towards: Point, distance: float) -> Point:
    return _beside(end, towards, distance, 0.0)


def _beside(end: Point, towards: Point, distance: float, aside: float) -> Point:
    dx, dy = towards[0] - end[0], towards[1] - end[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / length, dy / length
    return end[0] + ux * distance - uy * aside, end[1] + uy * distance + ux * aside
