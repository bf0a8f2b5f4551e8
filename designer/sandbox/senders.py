"""Sending statements to a session as their place asks: alone, under a savepoint, in other words, or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import psycopg
from msgspec import Struct

from designer.postgres.parts import ScriptStatement
from designer.postgres.quoting import quote_identifier
from designer.sandbox.databases import RunConnection
from designer.sandbox.limits import LimitError
from designer.sandbox.results import Record
from designer.sandbox.sessions import SESSION_ENDED, Rows, ServerMessage, is_alive, is_in_block, run_text

_SAVEPOINT = "rowhouse_statement"
_ROLE_WORDS = re.compile(r"\b(?:create|alter|drop)\s+(?:role|user|group)\b", re.IGNORECASE)
_ON_WORD = re.compile(r"\bon\b", re.IGNORECASE)
_OF_DATABASE = re.compile(
    r"(?:create|drop|alter)\s+database\b|(?:comment|security\s+label\b.*)\s+on\s+database\b"
    r"|(?:grant|revoke)\b[^;']*\son\s+database\b|alter\s+(?:role|user)\s+\S+\s+in\s+database\b",
    re.IGNORECASE,
)
_SESSION_USER = re.compile(
    r"(?:set\s+(?:session\s+)?session\s+authorization\s+(?P<name>'[^']+'|\"[^\"]+\"|\w+)|(?P<reset>reset\s+session\s+"
    r"authorization))\s*$",
    re.IGNORECASE,
)
_STAYS = "the sandbox stays in its own database, whose name, settings and grants are no part of a schema"


class Answer(Struct, frozen=True):
    """What came of sending a statement: the server's error, or our note that it was not sent."""

    error: ServerMessage | None = None
    note: str | None = None


class Sender:
    """One session. `_is_open` tells whether the script has a transaction open, of its own making."""

    def __init__(
        self, connection: psycopg.Connection[Any], record: Record, should_stop: Callable[[], bool] | None
    ) -> None:
        self._connection = connection
        self._record = record
        self._should_stop = should_stop
        self._run = connection.run if isinstance(connection, RunConnection) else None
        self._is_open = False
        self._savepoints: list[str] = []

    def take(self, statement: ScriptStatement, rows: Rows | None = None) -> Answer:
        """Sends one statement. Raises LimitError at the run's limits."""
        if _changes_roles(statement) and self._run is not None:
            self._run.hold_roles(self._should_stop)
        words = statement.sql[:80].lower().split()
        match words[0].strip("();"), words[1:3]:
            case "begin" | "start", _:
                return self._begin(statement.sql)
            case "commit" | "end", [] | ["transaction" | "work" | "and", *_]:
                return self._end(statement.sql, None)
            case "rollback" | "abort", ["to", *_] | [_, "to"]:
                return self._savepoint(statement.sql, words)
            case "rollback" | "abort", _:
                return self._end(statement.sql, "rolled back by the script")
            case "savepoint" | "release", _:
                return self._savepoint(statement.sql, words)
        if _OF_DATABASE.match(statement.sql):
            return Answer(note=_STAYS)
        return Answer(self._send_in_place(_without_session_user(statement.sql), statement, rows))

    def send_together(self, texts: list[str], first: ScriptStatement) -> bool:
        """Sends statements in one message: all of them or, when False, none has happened."""
        return self._send_in_place(";\n".join(texts), first) is None

    def begin_session(self, user: str | None) -> None:
        """What \\connect does to a session: settings and role begin anew, as `user` if one is given."""
        if is_in_block(self._connection):
            self._end("rollback", "not committed before \\connect, so rolled back")
        for statement in ("reset session authorization", "reset role", "reset all"):
            self._send(statement)
        if user is not None:
            self._send(f"set role {quote_identifier(user)}")

    def finish(self) -> None:
        """Rolls a forgotten block back and takes back what the script SET."""
        if not is_alive(self._connection):
            return
        if is_in_block(self._connection):
            self._send("rollback")
            self._record.undo_block("not committed by the script, so rolled back at its end")
        for statement in ("reset session authorization", "reset role", "reset all"):
            self._send(statement)

    def _send_in_place(self, sql: str, statement: ScriptStatement, rows: Rows | None = None) -> ServerMessage | None:
        if not self._is_open:
            return self._send(sql, statement, rows)
        self._send(f"savepoint {_SAVEPOINT}")
        error = self._send(sql, statement, rows)
        if not is_in_block(self._connection):
            self._is_open = False  # the statement ended the transaction by itself
            return error
        if error is not None:
            self._send(f"rollback to savepoint {_SAVEPOINT}")
        self._send(f"release savepoint {_SAVEPOINT}")
        return error

    def _begin(self, sql: str) -> Answer:
        if self._is_open:
            return Answer(note="already inside a transaction; not sent")
        error = self._send(sql)
        if error is None:
            self._record.begin_block()
            self._is_open = True
            self._savepoints.clear()
        return Answer(error)

    def _end(self, sql: str, undone: str | None) -> Answer:
        if not self._is_open:
            return Answer(note="no transaction is open; not sent")
        error = self._send(sql)
        if undone is not None or error is not None:
            self._record.undo_block(undone or "its COMMIT failed, so it was rolled back")
        # AND CHAIN opens the next block at once.
        self._is_open = is_in_block(self._connection)
        if self._is_open:
            self._record.begin_block()
        return Answer(error)

    def _savepoint(self, sql: str, words: list[str]) -> Answer:
        name = words[-1].strip(";")
        if not self._is_open:
            return Answer(ServerMessage("25P01", "SAVEPOINT can only be used in transaction blocks"))
        if words[0] == "savepoint":
            self._savepoints.append(name)
        elif name not in self._savepoints:
            # Sent, it would abort the whole block.
            return Answer(ServerMessage("3B001", f'savepoint "{name}" does not exist'))
        return Answer(self._send(sql))

    def _send(
        self, sql: str, statement: ScriptStatement | None = None, rows: Rows | None = None
    ) -> ServerMessage | None:
        if not is_alive(self._connection):
            return ServerMessage(SESSION_ENDED, "not run: the session was ended by an earlier statement")
        with self._watched():
            error = run_text(self._connection, sql, data=None if statement is None else statement.data, rows=rows)
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


def _changes_roles(statement: ScriptStatement) -> bool:
    """Whether a statement may change roles or memberships, also inside a DO block; too often is harmless."""
    if _ROLE_WORDS.search(statement.sql):
        return True
    return statement.kind in {"GRANT", "REVOKE"} and not _ON_WORD.search(statement.sql)


def _without_session_user(sql: str) -> str:
    """SET SESSION AUTHORIZATION, which takes a superuser, as the SET ROLE that comes to the same for owners."""
    match = _SESSION_USER.match(sql)
    if match is None:
        return sql
    name = (match["name"] or "default").strip("'\"")
    return "reset role" if name.lower() == "default" else f"set role {quote_identifier(name)}"
