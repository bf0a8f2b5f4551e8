"""The canvas: a diagram as data, for a page that draws, moves and hides its parts itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from msgspec import Struct

from designer.design import Design
from designer.diagram.cards import Row
from designer.diagram.drawings import measure_design
from designer.diagram.frames import Detail, Frame
from designer.diagram.layouts import TIMEOUT, Layout, lay_out
from designer.diagram.links import Link
from designer.diagram.places import place_among
from designer.diagram.routes import Box, Point


class CanvasRow(Struct, frozen=True, array_like=True):
    """A line of a card; there are many, so they travel as arrays in this order."""

    id: UUID
    name: str
    type: str
    marks: tuple[str, ...]
    is_nullable: bool
    reference: str
    title: str


class CanvasCard(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A card where it stands, in CSS pixels; see `Card` and `Frame` for what the rest means."""

    id: UUID
    kind: str
    schema: str
    name: str
    title: str
    x: float
    y: float
    width: float
    height: float
    gutter: float
    has_null_column: bool = False
    rls: str = ""
    policies: int = 0
    rows: tuple[CanvasRow, ...] = ()
    notes: tuple[str, ...] = ()


class CanvasEdge(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A relationship. `points` run from child to parent and are empty when the page has to find the way itself.

    `is_written` ones are named in the child's rows and drawn only on demand.
    """

    id: UUID
    child: UUID
    parent: UUID
    child_rows: tuple[UUID, ...]
    parent_rows: tuple[UUID, ...]
    title: str
    on_delete: str
    is_unique: bool = False
    is_optional: bool = False
    is_written: bool = False
    points: tuple[Point, ...] = ()


class Canvas(Struct, frozen=True, kw_only=True):
    """Everything there is to draw. `note` says what the layout had to leave out."""

    cards: tuple[CanvasCard, ...]
    edges: tuple[CanvasEdge, ...]
    note: str = ""


def make_canvas(
    design: Design,
    *,
    detail: Detail = "all",
    places: Mapping[UUID, Point] | None = None,
    scope: Collection[UUID] | None = None,
    timeout: float = TIMEOUT,
) -> Canvas:
    """The design laid out as `draw_design` does it, or standing where people put it.

    `places` are upper left corners by id. When there are any, cards without one find a free place near those they are
    related to and nothing else moves. Raises GraphvizMissingError when the design has to be laid out.
    """
    _, frames, links = measure_design(design, scope=scope, detail=detail)
    if places:
        layout = Layout(boxes=place_among(frames, links, places), routes={}, width=0.0, height=0.0)
    else:
        layout = lay_out(frames, links, timeout=timeout)
    return Canvas(
        cards=tuple(_card(frame, layout.boxes[id_]) for id_, frame in frames.items()),
        edges=tuple(_edge(link, layout) for link in links if link.parent_id in frames),
        note=layout.note,
    )


def make_cards_of(design: Design, ids: Collection[UUID], *, detail: Detail = "all") -> tuple[CanvasCard, ...]:
    """Some of the cards, as `make_canvas` would make them but for their places, in a fraction of its time.

    A name that stands for a line which is too long to be drawn is missing: that is known of the whole drawing alone.
    """
    related = {row.target_table_id for row in design.relationships if row.table_id in ids}
    _, frames, _ = measure_design(design, scope={*ids, *related}, detail=detail)
    return tuple(_card(frame, Box(0.0, 0.0, 0.0, 0.0)) for id_, frame in frames.items() if id_ in ids)


def _card(frame: Frame, box: Box) -> CanvasCard:
    card = frame.card
    return CanvasCard(
        id=card.id,
        kind=card.kind,
        schema=card.schema,
        name=card.name,
        title=card.title,
        x=round(box.x, 1),
        y=round(box.y, 1),
        width=frame.width,
        height=frame.height,
        gutter=frame.gutter,
        has_null_column=frame.has_null_column,
        rls=card.rls,
        policies=card.policies,
        rows=tuple(_row(row) for row in card.rows),
        notes=card.notes,
    )


def _row(row: Row) -> CanvasRow:
    return CanvasRow(row.id, row.name, row.type, row.marks, row.is_nullable, row.reference, row.title)


def _edge(link: Link, layout: Layout) -> CanvasEdge:
    route = layout.routes.get(link.relationship.id, ())
    return CanvasEdge(
        id=link.relationship.id,
        child=link.child_id,
        parent=link.parent_id,
        child_rows=link.child_columns,
        parent_rows=link.parent_columns,
        title=link.title,
        on_delete=link.relationship.on_delete.value,
        is_unique=link.is_unique,
        is_optional=link.is_optional,
        is_written=link.is_written,
        points=tuple((round(x, 1), round(y, 1)) for x, y in route),
    )
