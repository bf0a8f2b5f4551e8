"""Statements as a script that people read."""

from __future__ import annotations

from collections.abc import Sequence

_MIN_ALIKE_WORDS = 2
"""One-line statements that begin with the same so many words stand together without a blank line between them."""


def format_script(statements: Sequence[str]) -> str:
    """The statements with semicolons, related one-liners together, all else a blank line apart; ends in a newline."""
    parts: list[str] = []
    for position, statement in enumerate(statements):
        if position:
            parts.append("\n" if _belong_together(statements[position - 1], statement) else "\n\n")
        parts.append(end_statement(statement))
    return "".join(parts) + "\n" if parts else ""


def comment_out(text: str) -> str:
    """The text as a comment, line by line: names and values may have line ends."""
    return "\n".join(f"-- {line}" for line in text.splitlines())


def end_statement(statement: str) -> str:
    """The statement with its semicolon, out of reach of a comment at its end."""
    text = statement.rstrip()
    last_line = text.rpartition("\n")[2]
    return f"{text}\n;" if "--" in last_line else f"{text};"


def _belong_together(one: str, other: str) -> bool:
    if "\n" in one or "\n" in other:
        return False
    return one.split()[:_MIN_ALIKE_WORDS] == other.split()[:_MIN_ALIKE_WORDS]
