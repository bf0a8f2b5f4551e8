"""Cards as shapes: header with name and lock, rows, notes."""

from __future__ import annotations

from collections.abc import Iterator

from designer.diagram.cards import Row
from designer.diagram.frames import (
    FOOT,
    HEADER,
    MARK,
    NAME_SIZE,
    NOTE,
    NULL,
    PADDING,
    ROW,
    SMALL_SIZE,
    TITLE_SIZE,
    TYPE_SIZE,
    Frame,
    schema_prefix,
)
from designer.diagram.routes import Box
from designer.diagram.scenes import Circle, Part, Shape, Text, rectangle
from designer.diagram.texts import clean, measure
from designer.diagram.themes import Theme

RADIUS = 6.0
STRIPE = 3.0
"""Width of the coloured left edge."""
_PREFIX = {"table": "table", "managed": "table", "view": "view", "materialized": "view", "enum": "enum"}


def paint_card(frame: Frame, box: Box, theme: Theme) -> Part:
    """The card at its place. Its id is `table-<uuid>`, `view-<uuid>` or `enum-<uuid>`."""
    card = frame.card
    kind = _PREFIX[card.kind]
    rls = f" rls-{card.rls}" if card.rls else ""
    return Part(
        id=f"{kind}-{card.id}",
        name=f"{kind} {card.kind}{rls}" if card.kind != kind else f"{kind}{rls}",
        title=card.title,
        is_focusable=True,
        shapes=(
            *_surface(frame, box, theme),
            *_header(frame, box, theme),
            *(part for row in card.rows for part in _row(frame, row, box, theme)),
            *_notes(frame, box, theme),
        ),
    )


def _surface(frame: Frame, box: Box, theme: Theme) -> Iterator[Shape]:
    card = frame.card
    right, middle, bottom = box.x + box.width, box.y + HEADER, box.y + box.height
    surface = {"managed": theme.managed, "enum": theme.enum}.get(card.kind, theme.card)
    stripe = {"on": theme.rls, "exposed": theme.exposed}.get(card.rls)
    left, inner = box.x, RADIUS
    if stripe is not None:
        edge = ((box.x, box.y), (box.x + 3 * RADIUS, box.y), (box.x + 3 * RADIUS, bottom), (box.x, bottom))
        yield Shape(points=edge, is_closed=True, fill=stripe, radii=(RADIUS, 0.0, 0.0, RADIUS), name="stripe")
        left, inner = box.x + STRIPE, RADIUS - STRIPE
    corners = ((left, box.y), (right, box.y), (right, bottom), (left, bottom))
    yield Shape(points=corners, is_closed=True, fill=surface, radii=(inner, RADIUS, RADIUS, inner), name="surface")
    if box.height > HEADER:
        corners = ((left, box.y), (right, box.y), (right, middle), (left, middle))
        tint = surface if card.kind in {"managed", "enum"} else theme.header
        yield Shape(points=corners, is_closed=True, fill=tint, radii=(inner, RADIUS, 0.0, 0.0), name="header")
        yield Shape(points=((left, middle), (right, middle)), stroke=theme.line, name="rule")
    colour = theme.exposed if card.rls == "exposed" else theme.line
    dash = (4.0, 3.0) if card.kind in {"view", "materialized"} else ()
    if stripe is None:
        yield rectangle(box.x, box.y, box.width, box.height, stroke=colour, radius=RADIUS, name="border", dash=dash)
    else:
        around = ((left, box.y), (right, box.y), (right, bottom), (left, bottom))
        yield Shape(points=around, stroke=colour, radius=RADIUS, name="border", dash=dash)


def _header(frame: Frame, box: Box, theme: Theme) -> Iterator[Shape | Circle | Text]:
    card = frame.card
    baseline = box.y + HEADER / 2 + TITLE_SIZE * 0.36
    x = box.x + PADDING
    if prefix := schema_prefix(card):
        yield Text(at=(x, baseline), text=prefix, size=TITLE_SIZE, fill=theme.muted, name="schema")
        x += measure(prefix, TITLE_SIZE)
    yield Text(at=(x, baseline), text=clean(card.name), size=TITLE_SIZE, fill=theme.ink, is_bold=True, name="name")
    right, middle = box.x + box.width - PADDING, box.y + HEADER / 2
    if card.rls == "on":
        yield from _lock(right - 22, middle, theme.rls, theme.header)
        yield Text(
            at=(right, middle + 4), text=str(card.policies), size=TYPE_SIZE, fill=theme.rls, anchor="end", is_bold=True
        )
    elif card.rls == "exposed":
        yield Text(at=(right, middle + 4), text="open", size=TYPE_SIZE, fill=theme.exposed, anchor="end", is_bold=True)


def _lock(x: float, middle: float, colour: str, hole: str) -> Iterator[Shape | Circle]:
    """A padlock, 9 by 11 pixels."""
    yield Shape(
        points=((x + 2, middle), (x + 2, middle - 5.5), (x + 7, middle - 5.5), (x + 7, middle)),
        stroke=colour,
        thickness=1.4,
        radius=2.5,
        name="lock",
    )
    yield rectangle(x, middle - 1, 9, 6.5, fill=colour, radius=1.2, name="lock")
    yield Circle(centre=(x + 4.5, middle + 2.2), radius=1.0, fill=hole, stroke=hole, name="lock")


def _row(frame: Frame, row: Row, box: Box, theme: Theme) -> Iterator[Part | Text]:
    top = box.y + frame.row_tops[row.id]
    shapes = tuple(_row_texts(frame, row, box, top + ROW / 2, theme))
    if frame.card.kind == "enum":
        yield from shapes
        return
    yield Part(id=f"column-{row.id}", name="column", title=row.title, shapes=shapes)


def _row_texts(frame: Frame, row: Row, box: Box, middle: float, theme: Theme) -> Iterator[Text]:
    for number, mark in enumerate(row.marks):
        colour = theme.accent if mark == "FK" else theme.ink if mark == "PK" else theme.muted
        at = (box.x + PADDING + MARK * number, middle + 3.2)
        yield Text(at=at, text=mark, size=SMALL_SIZE, fill=colour, is_bold=True, name="mark")
    yield Text(
        at=(box.x + frame.gutter, middle + NAME_SIZE * 0.35),
        text=row.name,
        size=NAME_SIZE,
        fill=theme.ink,
        is_bold="PK" in row.marks,
        name="name",
    )
    right = box.x + box.width - PADDING
    baseline = middle + TYPE_SIZE * 0.36
    if row.is_nullable:
        yield Text(at=(right, baseline), text="null", size=SMALL_SIZE, fill=theme.muted, anchor="end", name="null")
    right -= NULL if frame.has_null_column else 0
    if row.reference:
        reference = f" → {row.reference}"
        yield Text(at=(right, baseline), text=reference.strip(), size=TYPE_SIZE, fill=theme.accent, anchor="end")
        right -= measure(reference, TYPE_SIZE)
    if row.type:
        yield Text(at=(right, baseline), text=row.type, size=TYPE_SIZE, fill=theme.muted, anchor="end", name="type")


def _notes(frame: Frame, box: Box, theme: Theme) -> Iterator[Text]:
    for number, note in enumerate(reversed(frame.card.notes)):
        baseline = box.y + box.height - FOOT / 2 - NOTE * number - NOTE / 2 + 3.2
        yield Text(at=(box.x + PADDING, baseline), text=note, size=SMALL_SIZE, fill=theme.muted, name="note")
