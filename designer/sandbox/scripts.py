"""Applying scripts statement by statement: one that fails is reported and undoes nothing but itself.

Outside BEGIN … COMMIT every statement is a transaction of its own, as in psql. Inside, each is under a savepoint; a
block that the script rolls back leaves nothing, and one it forgets to commit is rolled back at the end.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import psycopg
from msgspec import Struct, structs

from designer.postgres.scripts import Script, ScriptStatement
from designer.sandbox.databases import RunConnection
from designer.sandbox.hints import explain
from designer.sandbox.limits import LimitError
from designer.sandbox.sessions import SESSION_ENDED, ServerMessage, is_alive, is_in_block, run_text

Progress = Callable[[int, int, str], None]
"""Called with statements done, statements in all, and what is being done."""

EXCERPT_LENGTH = 200
_PROGRESS_SECONDS = 0.1
_SAVEPOINT = "rowhouse_statement"


class StatementError(Struct, frozen=True):
    """Why a statement failed; `line` is where in the file the server stopped, if it says."""

    sqlstate: str
    message: str
    detail: str | None = None
    hint: str | None = None
    line: int | None = None


class StatementResult(Struct, frozen=True):
    """What became of one statement; `note` tells of a statement that was not sent or was undone by the script."""

    statement: ScriptStatement
    error: StatementError | None = None
    note: str | None = None
    seconds: float = 0.0

    @property
    def excerpt(self) -> str:
        """The first characters of the statement, for reports."""
        return self.statement.sql[:EXCERPT_LENGTH]


def apply_script(
    connection: psycopg.Connection[Any],
    script: Script,
    *,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> list[StatementResult]:
    """Applies a script and leaves the session as it was found (its settings and role are reset, as the Supabase
    command line does after a file). Raises LimitError at the run's limits or when `should_stop` says so.
    """
    application = _Application(connection, script, should_stop)
    total = len(script.statements)
    told = 0.0
    for done, statement in enumerate(script.statements):
        if progress is not None and time.monotonic() - told > _PROGRESS_SECONDS:
            told = time.monotonic()
            progress(done, total, f"{script.file}, line {statement.line}")
        application.take(statement)
    application.finish()
    if progress is not None:
        progress(total, total, script.file)
    return application.results


class _Application:
    """One script on one session. `_block` is the index of the first result inside an open BEGIN, or None."""

    def __init__(
        self, connection: psycopg.Connection[Any], script: Script, should_stop: Callable[[], bool] | None
    ) -> None:
        self.results: list[StatementResult] = []
        self._connection = connection
        self._run = connection.run if isinstance(connection, RunConnection) else None
        self._script = script
        self._should_stop = should_stop
        self._block: int | None = None
        self._savepoints: list[str] = []
        self._failed: dict[str, str] = {}

    def take(self, statement: ScriptStatement) -> None:
        """Applies one statement and records what became of it."""
        if self._should_stop is not None and self._should_stop():
            raise LimitError(f"Stopped on request at {statement.file}, line {statement.line}.")
        started = time.perf_counter()
        if _changes_roles(statement) and self._run is not None:
            self._run.hold_roles(self._should_stop)
        message, note = self._dispatch(statement)
        error = None if message is None else self._describe(statement, message)
        self.results.append(StatementResult(statement, error, note, time.perf_counter() - started))

    def finish(self) -> None:
        """Rolls a forgotten block back and takes back what the script SET."""
        if not is_alive(self._connection):
            return
        if is_in_block(self._connection):
            self._send("rollback")
            self._mark_undone("not committed by the script, so rolled back at its end")
        self._send("reset session authorization")
        self._send("reset role")
        self._send("reset all")

    def _dispatch(self, statement: ScriptStatement) -> tuple[ServerMessage | None, str | None]:
        """Sends a statement as its place asks; returns the server's error and our note."""
        sql = statement.sql
        words = sql[:80].lower().split()
        match words[0].strip("();"), words[1:3]:
            case "begin" | "start", _:
                return self._begin(sql)
            case "commit" | "end", [] | ["transaction" | "work" | "and", *_]:
                return self._end(sql, None)
            case "rollback" | "abort", ["to", *_] | [_, "to"]:
                return self._savepoint(sql, words)
            case "rollback" | "abort", _:
                return self._end(sql, "rolled back by the script")
            case "savepoint" | "release", _:
                return self._savepoint(sql, words)
        if self._block is None:
            return self._send(sql, statement), None
        return self._send_in_block(sql, statement), None

    def _begin(self, sql: str) -> tuple[ServerMessage | None, str | None]:
        if self._block is not None:
            return None, "already inside a transaction; not sent"
        error = self._send(sql)
        if error is None:
            self._block = len(self.results)
            self._savepoints.clear()
        return error, None

    def _end(self, sql: str, undone: str | None) -> tuple[ServerMessage | None, str | None]:
        if self._block is None:
            return None, "no transaction is open; not sent"
        error = self._send(sql)
        if undone is not None:
            self._mark_undone(undone)
        # AND CHAIN opens the next block at once.
        self._block = len(self.results) if is_in_block(self._connection) else None
        return error, None

    def _savepoint(self, sql: str, words: list[str]) -> tuple[ServerMessage | None, str | None]:
        name = words[-1].strip(";")
        if self._block is None:
            return ServerMessage("25P01", "SAVEPOINT can only be used in transaction blocks"), None
        if words[0] == "savepoint":
            self._savepoints.append(name)
        elif name not in self._savepoints:
            # Sent, it would abort the whole block.
            return ServerMessage("3B001", f'savepoint "{name}" does not exist'), None
        return self._send(sql), None

    def _send_in_block(self, sql: str, statement: ScriptStatement) -> ServerMessage | None:
        self._send(f"savepoint {_SAVEPOINT}")
        error = self._send(sql, statement)
        if not is_in_block(self._connection):
            self._block = None  # the statement ended the transaction by itself
            return error
        if error is not None:
            self._send(f"rollback to savepoint {_SAVEPOINT}")
        self._send(f"release savepoint {_SAVEPOINT}")
        return error

    def _send(self, sql: str, statement: ScriptStatement | None = None) -> ServerMessage | None:
        if not is_alive(self._connection):
            return ServerMessage(SESSION_ENDED, "not run: the session was ended by an earlier statement")
        with self._watched():
            error = run_text(self._connection, sql)
        if error is not None and not is_alive(self._connection):
            self._raise_if_limited(statement)
        return error

    def _watched(self) -> AbstractContextManager[None]:
        if self._run is None:
            return nullcontext()
        return self._run.watchdog.statement(self._connection.info.backend_pid, self._should_stop)

    def _raise_if_limited(self, statement: ScriptStatement | None) -> None:
        if self._run is not None and (reason := self._run.watchdog.reason) is not None:
            place = "" if statement is None else f"{statement.file}, line {statement.line}: "
            raise LimitError(f"{place}{reason}")

    def _mark_undone(self, note: str) -> None:
        for index in range(self._block or 0, len(self.results)):
            if self.results[index].error is None:
                self.results[index] = structs.replace(self.results[index], note=note)
        self._block = None

    def _describe(self, statement: ScriptStatement, message: ServerMessage) -> StatementError:
        line = None
        if message.position is not None:
            line = statement.line + statement.sql.count("\n", 0, message.position - 1)
        hint = explain(message, self._failed)
        for name in _created_names(statement):
            self._failed.setdefault(name, f"{statement.file}, line {statement.line}")
        return StatementError(message.sqlstate, message.message, message.detail, hint, line)


_ROLE_WORDS = re.compile(r"\b(?:create|alter|drop)\s+(?:role|user|group)\b", re.IGNORECASE)
_ON_WORD = re.compile(r"\bon\b", re.IGNORECASE)
_CREATED = re.compile(
    r"create\s+(?:or\s+replace\s+)?(?:unique\s+|materialized\s+|temp\s+|unlogged\s+)*\w+\s+"
    r"(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?((?:\"[^\"]+\"|[\w$]+)(?:\.(?:\"[^\"]+\"|[\w$]+))?)",
    re.IGNORECASE,
)


def _changes_roles(statement: ScriptStatement) -> bool:
    """Whether a statement may change roles or memberships, also inside a DO block; too often is harmless."""
    if _ROLE_WORDS.search(statement.sql):
        return True
    return statement.kind in {"GRANT", "REVOKE"} and not _ON_WORD.search(statement.sql)


def _created_names(statement: ScriptStatement) -> list[str]:
    """The name a failed CREATE would have made, without its schema."""
    match = _CREATED.match(statement.sql)
    if match is None:
        return []
    return [match[1].rsplit(".", 1)[-1].strip('"')]
