"""Text as it is drawn: made harmless, and measured.

Identifiers are set in a monospaced face, so their width is known without asking a font: layouts are the same on every
machine, whichever of the fonts it has.
"""

from __future__ import annotations

import unicodedata

ADVANCE = 0.6
"""Width of one character in em: JetBrains Mono 0.600, DejaVu Sans Mono 0.602, Menlo 0.602, Consolas 0.550."""

_JOINERS = frozenset("\u200d\ufe0e\ufe0f")


def clean(text: str) -> str:
    """The text on one line with nothing invisible in it that could disguise or reorder it.

    Line breaks and control characters become visible symbols; direction overrides (a way to make one name look like
    another) become U+FFFD. Joiners of emoji stay.
    """
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cc":
        return chr(0x2400 + ord(character)) if ord(character) < 0x20 else "\ufffd"
    if category in {"Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and character not in _JOINERS:
        return "\ufffd"
    return character


def shorten(text: str, limit: int) -> str:
    """The cleaned text, cut to `limit` characters with an ellipsis. Whoever cuts must offer the whole as a title."""
    text = clean(text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def measure(text: str, size: float) -> float:
    """Width in pixels of a cleaned text set in the monospaced face at `size` pixels."""
    return measure_cells(text) * ADVANCE * size


def measure_cells(text: str) -> int:
    """Width of a cleaned text in characters of a terminal: wide ones take two, accents that combine none."""
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.combining(character) or character in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
