"""Drawing a design: cards, layout and shapes put together."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, TypeAlias
from uuid import UUID

from designer.design import Design
from designer.diagram.card_shapes import paint_card
from designer.diagram.cards import Card, fold_partitions, make_cards
from designer.diagram.columns import find_long
from designer.diagram.edge_shapes import paint_edge
from designer.diagram.frames import Detail, Frame, make_frames
from designer.diagram.layouts import TIMEOUT, Layout, lay_out
from designer.diagram.legends import paint_legend
from designer.diagram.links import Link, find_links, write_out
from designer.diagram.scenes import Part, Scene, Text
from designer.diagram.svg import write_svg
from designer.diagram.themes import THEMES, Theme
from designer.diagram.xdot import render

Format: TypeAlias = Literal["svg", "png", "pdf"]
MARGIN = 32.0


def draw_design(
    design: Design,
    *,
    format: Format,  # noqa: A002
    theme: Literal["light", "dark"] = "light",
    scope: Collection[UUID] | None = None,
    detail: Detail = "all",
    timeout: float = TIMEOUT,
) -> bytes:
    """The design as a crow's-foot diagram, as an SVG, PNG or PDF file.

    `scope` limits it to tables, views and enums of these ids; references out of it are written into the rows.
    `timeout` is in seconds and holds for the layout: a design Graphviz cannot rank in that time is drawn in rows
    without lines, and says so at the bottom. Equal input gives equal SVG. Raises GraphvizMissingError, and
    for PNG and PDF GraphvizTimeoutError.
    """
    scene = make_scene(design, theme=THEMES[theme], scope=scope, detail=detail, timeout=timeout)
    return write_svg(scene).encode() if format == "svg" else render(scene, format)


def make_scene(
    design: Design, *, theme: Theme, scope: Collection[UUID] | None, detail: Detail, timeout: float
) -> Scene:
    """The whole drawing as shapes."""
    cards, frames, links = measure_design(design, scope=scope, detail=detail)
    layout = lay_out(frames, links, timeout=timeout)
    shapes: list[Part | Text] = [
        paint_edge(link, _shifted(layout.routes[link.relationship.id]), theme)
        for link in links
        if link.relationship.id in layout.routes
    ]
    for id_, box in layout.boxes.items():
        shapes.append(paint_card(frames[id_], type(box)(box.x + MARGIN, box.y + MARGIN, box.width, box.height), theme))
    return _sheet(shapes, cards, links, layout, theme)


def measure_design(
    design: Design, *, scope: Collection[UUID] | None, detail: Detail
) -> tuple[list[Card], dict[UUID, Frame], list[Link]]:
    """What is to be placed: the cards, their measures, and the links between them with the long ones written out."""
    folded = fold_partitions(design)
    drawn = _drawn(design, folded, scope)
    links = find_links(design, folded, drawn)
    cards = make_cards(design, links, folded, drawn)
    frames = make_frames(cards, detail)
    long = find_long(frames, [link for link in links if not link.is_written])
    if long:
        links = write_out(links, long)
        written = {link.child_id for link in links if link.relationship.id in long}
        again = {card.id: card for card in make_cards(design, links, folded, written)}
        cards = [again.get(card.id, card) for card in cards]
        frames |= make_frames(list(again.values()), detail)
    return cards, frames, links


def _drawn(design: Design, folded: dict[UUID, UUID], scope: Collection[UUID] | None) -> set[UUID]:
    everything = {*folded.values(), *(view.id for view in design.views), *(enum.id for enum in design.enums)}
    if scope is None:
        return everything
    return everything & {folded.get(id_, id_) for id_ in scope}


def _shifted(route: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    return tuple((x + MARGIN, y + MARGIN) for x, y in route)


def _sheet(shapes: list[Part | Text], cards: list[Card], links: list[Link], layout: Layout, theme: Theme) -> Scene:
    """The sheet around the drawing: margins, legend, note."""
    width = max(layout.width, 420.0) + 2 * MARGIN
    bottom = layout.height + 2 * MARGIN
    if not cards:
        shapes.append(Text(at=(MARGIN, bottom), text="No tables yet.", size=13, fill=theme.muted, is_mono=False))
        bottom += MARGIN
    legend, height = paint_legend(cards, links, MARGIN, bottom, width - 2 * MARGIN, theme)
    if height:
        shapes.append(legend)
        bottom += height + MARGIN / 2
    if layout.note:
        shapes.append(Text(at=(MARGIN, bottom + 12), text=layout.note, size=11, fill=theme.muted, name="note"))
        width = max(width, 2 * MARGIN + len(layout.note) * 6.6)
        bottom += MARGIN
    return Scene(
        width=round(width),
        height=round(bottom),
        title="Entity-relationship diagram",
        description=_description(cards, links, layout),
        paper=theme.paper,
        shapes=tuple(shapes),
    )


def _description(cards: list[Card], links: list[Link], layout: Layout) -> str:
    tables = sum(card.kind in {"table", "managed"} for card in cards)
    return " ".join(filter(None, [f"{tables} tables, {len(links)} relationships.", layout.note]))
