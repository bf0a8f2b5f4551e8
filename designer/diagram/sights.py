"""Sights: a drawing of what a page shows, as it shows it: where everything stands, folded, coloured, with notes.

The page says where things are; what they say comes from the design.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from designer.design import Design
from designer.design.errors import EditRefused
from designer.diagram.card_shapes import paint_card
from designer.diagram.drawings import MARGIN, Format, measure_design
from designer.diagram.edge_shapes import paint_edge
from designer.diagram.frames import HEADER, Detail, Frame
from designer.diagram.routes import Box
from designer.diagram.scenes import Part, Point, Scene, Text, rectangle
from designer.diagram.svg import Fonts, write_svg
from designer.diagram.texts import clean, measure
from designer.diagram.themes import THEMES, TINTS
from designer.diagram.xdot import render

_LABEL, _NOTE_SIZE, _LINE = 26.0, 11.0, 17.0
Place = Annotated[float, Meta(ge=-1_000_000, le=1_000_000)]
Side = Annotated[float, Meta(gt=0, le=1_000_000)]
Tint = Literal["", "blue", "green", "amber", "red", "violet", "grey"]


class SeenCard(Struct, frozen=True, kw_only=True):
    """A card by the id of what it shows; `words` stand above it and say what its colour means."""

    id: UUID
    x: Place
    y: Place
    is_folded: bool = False
    tint: Tint = ""
    words: Annotated[str, Meta(max_length=100)] = ""


class SeenEdge(Struct, frozen=True, kw_only=True):
    """A line from child to parent, by the id of its relationship."""

    id: UUID
    points: Annotated[tuple[tuple[Place, Place], ...], Meta(min_length=2, max_length=200)]


class SeenArea(Struct, frozen=True, kw_only=True):
    """A named group behind its tables."""

    name: Annotated[str, Meta(max_length=200)]
    x: Place
    y: Place
    width: Side
    height: Side
    tint: Tint = "grey"


class SeenNote(Struct, frozen=True, kw_only=True):
    """A note as it was typed."""

    text: Annotated[str, Meta(max_length=10_000)]
    x: Place
    y: Place
    width: Side
    tint: Tint = "amber"


class Sight(Struct, frozen=True, kw_only=True):
    """All that is seen."""

    cards: Annotated[tuple[SeenCard, ...], Meta(max_length=10_000)]
    edges: Annotated[tuple[SeenEdge, ...], Meta(max_length=50_000)] = ()
    areas: Annotated[tuple[SeenArea, ...], Meta(max_length=1_000)] = ()
    notes: Annotated[tuple[SeenNote, ...], Meta(max_length=1_000)] = ()
    detail: Detail = "all"
    theme: Literal["light", "dark"] = "light"


def read_sight(text: bytes) -> Sight:
    """What a page says that it shows, from JSON. Raises EditRefused naming what is wrong with it."""
    try:
        return msgspec.json.decode(text, type=Sight)
    except msgspec.MsgspecError as error:
        raise EditRefused(f"What is to be drawn cannot be read: {error}. Reload the page, then try again.") from error


def draw_sight(design: Design, sight: Sight, *, format: Format, fonts: Fonts = ()) -> bytes:  # noqa: A002
    """The drawing as an SVG, PNG or PDF file; what the design no longer has is left out.

    `fonts` are put into an SVG, so that it looks the same where they are not installed. Raises EditRefused where
    nothing is left, and GraphvizMissingError and its like for PNG and PDF.
    """
    scene = make_sight(design, sight)
    return write_svg(scene, fonts).encode() if format == "svg" else render(scene, format)


def make_sight(design: Design, sight: Sight) -> Scene:
    """The sheet: areas, lines, cards and notes, from back to front, in the places they have on the page."""
    theme = THEMES[sight.theme]
    _, frames, links = measure_design(design, scope=None, detail=sight.detail)
    seen = [
        (_folded(frames[card.id]) if card.is_folded else frames[card.id], card)
        for card in sight.cards
        if card.id in frames
    ]
    if not seen:
        raise EditRefused("There is nothing to draw: what was picked is gone. Pick tables, then try again.")
    boxes = [Box(card.x, card.y, frame.width, frame.height) for frame, card in seen]
    notes = [(note, _wrapped(note)) for note in sight.notes]
    papers = [Box(note.x, note.y, note.width, _LINE * len(lines) + 16) for note, lines in notes]
    areas = [Box(area.x, area.y, area.width, area.height) for area in sight.areas]
    known = {link.relationship.id: link for link in links}
    lines = [(known[edge.id], edge.points) for edge in sight.edges if edge.id in known and not _is_still(edge.points)]
    left, top, right, bottom = _bounds([*boxes, *papers, *areas], [point for _, points in lines for point in points])
    dx, dy = MARGIN - left, MARGIN - top
    shapes: list[Part | Text] = [
        _paint_area(f"area-{number}", area, _moved(box, dx, dy), sight.theme)
        for number, (area, box) in enumerate(zip(sight.areas, areas, strict=True))
    ]
    shapes += [paint_edge(link, tuple((x + dx, y + dy) for x, y in points), theme) for link, points in lines]
    for (frame, card), box in zip(seen, boxes, strict=True):
        shapes += _paint_seen(frame, card, _moved(box, dx, dy), sight.theme)
    for number, ((note, words), box) in enumerate(zip(notes, papers, strict=True)):
        shapes.append(_paint_note(f"note-{number}", note, words, _moved(box, dx, dy), sight.theme))
    return Scene(
        width=round(right - left + 2 * MARGIN),
        height=round(bottom - top + 2 * MARGIN),
        title="Entity-relationship diagram",
        description=f"{len(seen)} tables, views and enums, {len(lines)} relationships, as they were seen.",
        paper=theme.paper,
        shapes=tuple(shapes),
    )


def _folded(frame: Frame) -> Frame:
    return replace(frame, card=replace(frame.card, rows=(), notes=()), height=HEADER)


def _is_still(points: tuple[Point, ...]) -> bool:
    """Whether a line goes nowhere: its feet would have no direction."""
    return points[0] == points[1] or points[-1] == points[-2]


def _bounds(boxes: list[Box], points: list[Point]) -> tuple[float, float, float, float]:
    xs = [x for box in boxes for x in (box.x, box.x + box.width)] + [x for x, _ in points]
    ys = [y for box in boxes for y in (box.y, box.y + box.height)] + [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _moved(box: Box, dx: float, dy: float) -> Box:
    return Box(box.x + dx, box.y + dy, box.width, box.height)


def _paint_seen(frame: Frame, card: SeenCard, box: Box, theme_name: str) -> Iterator[Part | Text]:
    theme = THEMES[theme_name]
    if card.tint:
        tint = TINTS[theme_name][card.tint]
        theme = replace(theme, header=tint, **({"card": tint} if card.is_folded else {}))
    yield paint_card(frame, box, theme)
    if card.words:
        yield Text(at=(box.x, box.y - 6), text=clean(card.words), size=10, fill=theme.muted, name="words")


def _paint_area(id_: str, area: SeenArea, box: Box, theme_name: str) -> Part:
    theme = THEMES[theme_name]
    tint = TINTS[theme_name][area.tint or "grey"]
    shapes = (
        rectangle(box.x, box.y, box.width, box.height, stroke=tint, radius=8, name="area-body"),
        rectangle(box.x, box.y, box.width, _LABEL, fill=tint, radius=8, name="area-grip"),
        Text(at=(box.x + 12, box.y + 18), text=clean(area.name), size=13, fill=theme.ink, is_bold=True, is_mono=False),
    )
    return Part(id=id_, name="area", title=f"Area {area.name}", shapes=shapes)


def _paint_note(id_: str, note: SeenNote, lines: list[str], box: Box, theme_name: str) -> Part:
    theme = THEMES[theme_name]
    paper = rectangle(
        box.x, box.y, box.width, box.height, fill=TINTS[theme_name][note.tint or "amber"], radius=4, name="note"
    )
    texts = (
        Text(at=(box.x + 10, box.y + 20 + _LINE * number), text=line, size=_NOTE_SIZE, fill=theme.ink)
        for number, line in enumerate(lines)
    )
    return Part(id=id_, name="note", title="Note", shapes=(paper, *texts))


def _wrapped(note: SeenNote) -> list[str]:
    """The lines of a note, broken between words where they are longer than the note is wide."""
    most = max(8, int((note.width - 20) / measure("m", _NOTE_SIZE)))
    found: list[str] = []
    for line in note.text.splitlines() or [""]:
        rest = clean(line)
        while len(rest) > most:
            at = rest.rfind(" ", 1, most + 1)
            cut = at if at > 0 else most
            found.append(rest[:cut])
            rest = rest[cut:].lstrip()
        found.append(rest)
    return found
