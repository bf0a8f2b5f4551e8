"""What can become of a command."""

from __future__ import annotations

from enum import StrEnum

from designer.sandbox.sessions import ServerMessage

_PRIVILEGE, _MISSING = "42501", "permission denied"


class Deed(StrEnum):
    """What is tried on a table: the four commands, and the ways of sending them that meet policies otherwise."""

    SELECT = "select"
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    BLIND_UPDATE = "blind update"
    """Without a WHERE and without reading a column: policies for SELECT are not asked."""
    UPSERT = "upsert"
    """INSERT … ON CONFLICT DO UPDATE: policies for INSERT, SELECT and UPDATE are asked."""
    RETURNING = "insert returning"
    """INSERT … RETURNING, as PostgREST sends it: policies for SELECT are asked of the new row."""
    TRUNCATE = "truncate"
    """Asks no policy at all."""


class Outcome(StrEnum):
    """What became of a command. Rows that are not seen and rows that are refused are different things."""

    ROWS = "rows"
    NO_ROWS = "no rows"
    UNTRIED = "no row to try"
    NO_GRANT = "no grant"
    REFUSED = "refused by policy"
    ERROR = "error"


def outcome_of(error: ServerMessage | None, tried: int = 1) -> Outcome:
    """What an error says became of a command that reached no row of the `tried`."""
    if error is None:
        return Outcome.NO_ROWS if tried else Outcome.UNTRIED
    if error.sqlstate != _PRIVILEGE:
        return Outcome.ERROR
    # A trigger that refuses a row says so with the same code, in its own words.
    return Outcome.NO_GRANT if error.message.startswith(_MISSING) else Outcome.REFUSED
