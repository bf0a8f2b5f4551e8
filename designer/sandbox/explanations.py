"""A server's error in a form people can act on: where it is, what to do, and which earlier failure is behind it."""

from __future__ import annotations

import re
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from designer.postgres.parts import ScriptStatement
from designer.sandbox.causes import MOST_REMEMBERED, Causes, is_in_the_way
from designer.sandbox.hints import explain
from designer.sandbox.results import StatementError
from designer.sandbox.sessions import Rows, ServerMessage, run_text

_COPY_PLACE = re.compile(r"^COPY \S+, line (\d+)", re.MULTILINE)
_BLOCK_PLACE = re.compile(r"inline_code_block line (\d+) at ")
_QUOTE = re.compile(r"\$\w*\$|'")
_PATH = "select unnest(pg_catalog.current_schemas(true))"


class Explainer:
    """Describes the failures of one import in their order; the first has the number 0."""

    def __init__(self) -> None:
        self.count = 0
        self.skipped_data: set[str] = set()
        """Tables whose rows were not loaded, without their schemas."""
        self._causes = Causes()
        self._places: list[str] = []

    def describe(
        self,
        connection: psycopg.Connection[Any],
        statement: ScriptStatement,
        message: ServerMessage,
        certain: int | None = None,
    ) -> StatementError:
        """The failure of a statement. Positions from `certain` on are not the file's but of filled-in variables."""
        path = self._search_path(connection)
        number, self.count = self.count, self.count + 1
        cause = self._causes.find(message, path)
        self._causes.remember(number, statement, path)
        if number < MOST_REMEMBERED:
            self._places.append(f"{statement.file}, line {statement.line}")
        line, column = _place_of(statement, message, certain)
        return StatementError(
            message.sqlstate,
            message.message,
            message.detail,
            self._hint(connection, statement, message, cause),
            line,
            column,
            cause,
        )

    def _hint(
        self,
        connection: psycopg.Connection[Any],
        statement: ScriptStatement,
        message: ServerMessage,
        cause: int | None,
    ) -> str | None:
        if cause is None:
            return explain(message, statement, self.skipped_data, version=connection.info.server_version)
        verb = {"23503": "inserted"}.get(message.sqlstate, "dropped" if is_in_the_way(message) else "created")
        return f"It was to be {verb} at {self._places[cause]}, which failed."

    def _search_path(self, connection: psycopg.Connection[Any]) -> list[str]:
        is_ready = connection.pgconn.transaction_status in {TransactionStatus.IDLE, TransactionStatus.INTRANS}
        if not is_ready or self.count > MOST_REMEMBERED:
            return []
        rows = Rows()
        run_text(connection, _PATH, rows=rows)
        return [name for (name,) in rows.rows if name is not None and name != "pg_catalog"]


def _place_of(statement: ScriptStatement, message: ServerMessage, certain: int | None) -> tuple[int, int]:
    """Line and column in the file at which the server stopped, as far as it says; else where the statement begins."""
    if message.position is not None:
        position = message.position - 1 if certain is None else min(message.position - 1, certain)
        before = statement.sql[:position]
        lines = before.count("\n")
        column = len(before) - before.rfind("\n") if lines else statement.column + len(before)
        return statement.line + lines, column
    context = message.context or ""
    if statement.data is not None and (match := _COPY_PLACE.search(context)):
        return statement.line + statement.sql.count("\n") + int(match[1]), 1
    if statement.kind == "DO" and (match := _BLOCK_PLACE.search(context)):
        quote = _QUOTE.search(statement.sql)
        above = statement.sql.count("\n", 0, quote.start()) if quote else 0
        return statement.line + above + int(match[1]) - 1, 1
    return statement.line, statement.column
