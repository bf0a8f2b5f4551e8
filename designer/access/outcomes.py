"""What can become of a command."""

from __future__ import annotations

from enum import StrEnum


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
