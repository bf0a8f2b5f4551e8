"""What can become of a command."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a command. Rows that are not seen and rows that are refused are different things."""

    ROWS = "rows"
    NO_ROWS = "no rows"
    UNTRIED = "no row to try"
    NO_GRANT = "no grant"
    REFUSED = "refused by policy"
    ERROR = "error"
