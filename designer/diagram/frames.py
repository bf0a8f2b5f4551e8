"""The measured form of a card: its size, and where each row stands. Pixels, from the card's upper left corner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from designer.diagram.cards import Card, Row
from designer.diagram.texts import clean, measure

Detail: TypeAlias = Literal["all", "keys", "names"]
"""How much of a table is written: every column, key columns only, or just its name."""

HEADER = 30.0
ROW = 20.0
NOTE = 20.0
PADDING = 12.0
FOOT = 6.0
"""Space below the last row, so that the rounded corners stay free."""
# At twice these sizes, those of a PNG, a character is a whole number of pixels wide (16, 15, 13, 12): hinted text is
# then exactly as wide as measured.
TITLE_SIZE = 40 / 3
NAME_SIZE = 12.5
TYPE_SIZE = 65 / 6
SMALL_SIZE = 10.0
BADGE = 46.0
"""Room at the right of the header for the lock and the number of policies."""
NULL = 32.0
"""Width of the column that says "null"."""
GAP = 20.0
"""Least distance between a name and its type."""
MARK = 19.0
"""Room one mark (PK) takes in the gutter."""
LEAST_WIDTH = 150.0


class Frame(Struct, frozen=True, kw_only=True):
    """A card with its geometry; `row_tops` are the y of each row's upper edge, by row id."""

    card: Card
    width: float
    height: float
    gutter: float
    has_null_column: bool
    row_tops: dict[UUID, float]

    def port(self, row_id: UUID | None) -> float:
        """The y at which a line meets the card: the middle of that row, or of the header when the row is not shown."""
        top = self.row_tops.get(row_id) if row_id is not None else None
        return HEADER / 2 if top is None else top + ROW / 2


def make_frames(cards: Sequence[Card], detail: Detail) -> dict[UUID, Frame]:
    """Measures the cards, by id, with as many rows as `detail` asks for."""
    return {card.id: _frame(_reduced(card, detail)) for card in cards}


def _reduced(card: Card, detail: Detail) -> Card:
    if detail == "all":
        return card
    if detail == "keys":
        return card if card.kind == "enum" else replace(card, rows=tuple(row for row in card.rows if row.marks))
    return replace(card, rows=(), notes=())


def _frame(card: Card) -> Frame:
    marks = max((len(row.marks) for row in card.rows), default=0)
    gutter = PADDING + marks * MARK + (4 if marks else 0)
    has_null_column = any(row.is_nullable for row in card.rows)
    right = PADDING + (NULL if has_null_column else 0)
    widths = [
        LEAST_WIDTH,
        2 * PADDING
        + measure(schema_prefix(card) + clean(card.name), TITLE_SIZE)
        + (BADGE if card.rls in {"on", "exposed"} else 0),
        *(gutter + measure(row.name, NAME_SIZE) + _type_width(row) + right for row in card.rows),
        *(2 * PADDING + measure(note, SMALL_SIZE) for note in card.notes),
    ]
    rows_end = HEADER + ROW * len(card.rows) + (FOOT / 2 if card.rows else 0)
    return Frame(
        card=card,
        width=round(max(widths)),
        height=rows_end + NOTE * len(card.notes) + (FOOT / 2 if card.rows or card.notes else 0),
        gutter=gutter,
        has_null_column=has_null_column,
        row_tops={row.id: HEADER + FOOT / 2 + ROW * number for number, row in enumerate(card.rows)},
    )


def schema_prefix(card: Card) -> str:
    """What stands before the name in the header: the schema and a dot, nothing for `public`."""
    return "" if card.schema == "public" else f"{clean(card.schema)}."


def _type_width(row: Row) -> float:
    if not row.type:
        return 0
    reference = measure(f" → {row.reference}", TYPE_SIZE) if row.reference else 0
    return GAP + measure(row.type, TYPE_SIZE) + reference
