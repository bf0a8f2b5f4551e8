"""The legend: what the marks of this drawing mean, and only those that occur in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from designer.diagram.card_shapes import STRIPE
from designer.diagram.cards import Card
from designer.diagram.edge_shapes import paint_child_end, paint_parent_end
from designer.diagram.links import Link
from designer.diagram.scenes import Circle, Part, Point, Shape, Text, rectangle
from designer.diagram.texts import ADVANCE
from designer.diagram.themes import Theme

SIZE = 65 / 6
LINE = 22.0
SAMPLE = 30.0
"""Width of a sample line before the words."""
SWATCH = 18.0
GAP = 28.0


def paint_legend(
    cards: Sequence[Card], links: Sequence[Link], left: float, top: float, width: float, theme: Theme
) -> tuple[Part, float]:
    """The legend in lines of `width` pixels, and its height."""
    shapes: list[Shape | Circle | Text | Part] = []
    x, y = left, top
    for kind, words in _entries(cards, [link for link in links if not link.is_written]):
        sample = SWATCH if kind in {"on", "exposed"} else SAMPLE
        length = sample + 8 + len(words) * SIZE * ADVANCE
        if x > left and x + length > left + width:
            x, y = left, y + LINE
        shapes += _sample(kind, (x, y + LINE / 2), theme)
        shapes.append(Text(at=(x + sample + 8, y + LINE / 2 + SIZE * 0.36), text=words, size=SIZE, fill=theme.muted))
        x += length + GAP
    height = y + LINE - top if shapes else 0.0
    return Part(id="legend", name="legend", title="", shapes=tuple(shapes)), height


def _entries(cards: Iterable[Card], links: Sequence[Link]) -> Iterator[tuple[str, str]]:
    states = {card.rls for card in cards}
    if any(not link.is_unique for link in links):
        yield "many", "zero or more"
    if any(link.is_unique or link.is_optional for link in links):
        yield "optional", "zero or one"
    if any(not link.is_optional for link in links):
        yield "one", "exactly one"
    if "on" in states:
        yield "on", "row-level security on, number of policies"
    if "exposed" in states:
        yield "exposed", "open to the API without row-level security"


def _sample(kind: str, at: Point, theme: Theme) -> Iterator[Shape | Circle | Text]:
    (x, y), end = at, (at[0] + SAMPLE, at[1])
    if kind in {"on", "exposed"}:
        colour = theme.rls if kind == "on" else theme.exposed
        yield rectangle(x, y - 7, SWATCH, 14, fill=theme.header, stroke=theme.line)
        yield rectangle(x, y - 7, STRIPE, 14, fill=colour)
        return
    yield Shape(points=((x, y), end), stroke=theme.edge, thickness=1.2)
    if kind == "many":
        yield from paint_child_end(end, (x, y), False, theme)
    else:
        yield from paint_parent_end(end, (x, y), kind == "optional", theme)
