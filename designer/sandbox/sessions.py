"""Sending one text of users' SQL to the server, whatever it answers, without keeping what it answers.

Below psycopg's cursors on purpose: those would hold a hostile query's whole result in memory, prepare statements, and
look for placeholders in the text.
"""

from __future__ import annotations

import select
from typing import Any

import psycopg
from msgspec import Struct
from psycopg.pq import DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from designer.postgres.superuser_statements import for_sandbox


class ServerMessage(Struct, frozen=True):
    """An error as the server sent it; `position` counts characters of the statement from 1."""

    sqlstate: str
    message: str
    detail: str | None = None
    hint: str | None = None
    position: int | None = None


SESSION_ENDED = "08006"
"""The SQLSTATE we give when the session ended without a word: connection failure."""


def run_text(connection: psycopg.Connection[Any], sql: str) -> ServerMessage | None:
    """Runs a text by the simple protocol and throws its rows away; returns the error the server answered, if any."""
    pgconn = connection.pgconn
    try:
        pgconn.send_query(for_sandbox(sql).encode())
        _flush(pgconn)
        pgconn.set_single_row_mode()
        return _drain(pgconn)
    except psycopg.OperationalError as error:
        return ServerMessage(SESSION_ENDED, str(error).strip() or "the session was ended")


def is_in_block(connection: psycopg.Connection[Any]) -> bool:
    """Whether the session is inside BEGIN … COMMIT, failed or not."""
    return connection.pgconn.transaction_status in {TransactionStatus.INTRANS, TransactionStatus.INERROR}


def is_alive(connection: psycopg.Connection[Any]) -> bool:
    """Whether the session still has a server at the other end."""
    return connection.pgconn.transaction_status != TransactionStatus.UNKNOWN


def _flush(pgconn: PGconn) -> None:
    while pgconn.flush():
        # The server may answer before it has read everything; not reading that would block both sides.
        readable, _, _ = select.select([pgconn.socket], [pgconn.socket], [])
        if readable:
            pgconn.consume_input()


def _drain(pgconn: PGconn) -> ServerMessage | None:
    error: ServerMessage | None = None
    while (result := _next_result(pgconn)) is not None:
        match result.status:
            case ExecStatus.FATAL_ERROR:
                error = error or _read_error(pgconn, result)
            case ExecStatus.COPY_IN:
                pgconn.put_copy_end(b"the data of COPY is not loaded")
                _flush(pgconn)
            case ExecStatus.COPY_OUT:
                _skip_copy(pgconn)
        while pgconn.notifies() is not None:
            pass  # a flood of NOTIFY would pile up in memory
    return error


def _next_result(pgconn: PGconn) -> PGresult | None:
    """The next result; waits on the socket, because libpq's own waiting would keep the watchdog from running."""
    while pgconn.is_busy():
        select.select([pgconn.socket], [], [])
        pgconn.consume_input()
    return pgconn.get_result()


def _skip_copy(pgconn: PGconn) -> None:
    while True:
        size, _ = pgconn.get_copy_data(1)
        if size < 0:
            return
        if size == 0:
            select.select([pgconn.socket], [], [])
            pgconn.consume_input()


def _read_error(pgconn: PGconn, result: PGresult) -> ServerMessage:
    def field(name: DiagnosticField) -> str | None:
        value = result.error_field(name)
        return None if value is None else value.decode("utf-8", "replace")

    position = field(DiagnosticField.STATEMENT_POSITION)
    return ServerMessage(
        field(DiagnosticField.SQLSTATE) or SESSION_ENDED,
        field(DiagnosticField.MESSAGE_PRIMARY) or pgconn.error_message.decode("utf-8", "replace").strip(),
        field(DiagnosticField.MESSAGE_DETAIL),
        field(DiagnosticField.MESSAGE_HINT),
        int(position) if position else None,
    )
