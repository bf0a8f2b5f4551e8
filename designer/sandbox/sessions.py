"""Sending one text of users' SQL to the server, whatever it answers, without keeping what it answers.

Below psycopg's cursors on purpose: those would hold a hostile query's whole result in memory, prepare statements, and
look for placeholders in the text.
"""

from __future__ import annotations

import select
from typing import Any, ClassVar

import psycopg
from msgspec import Struct, field
from psycopg.pq import DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from designer.postgres.superuser_statements import for_sandbox


class ServerMessage(Struct, frozen=True):
    """An error as the server sent it; `position` counts characters of the statement from 1.

    `context` says where it was in what the statement called, in the server's words.
    """

    sqlstate: str
    message: str
    detail: str | None = None
    hint: str | None = None
    position: int | None = None
    context: str | None = None


SESSION_ENDED = "08006"
"""The SQLSTATE we give when the session ended without a word: connection failure."""


class Rows(Struct):
    """A query's rows as texts, at most LIMIT of them; the rest is thrown away and `is_cut` says so."""

    LIMIT: ClassVar[int] = 10_000

    names: list[str] = field(default_factory=list)
    rows: list[tuple[str | None, ...]] = field(default_factory=list)
    is_cut: bool = False

    def take(self, result: PGresult) -> None:
        """Adds what a result holds."""
        if result.nfields:
            self.names = [(result.fname(number) or b"").decode("utf-8", "replace") for number in range(result.nfields)]
        for row in range(result.ntuples):
            if len(self.rows) >= self.LIMIT:
                self.is_cut = True
                return
            cells = (result.get_value(row, number) for number in range(result.nfields))
            self.rows.append(tuple(None if cell is None else cell.decode("utf-8", "replace") for cell in cells))


def run_text(
    connection: psycopg.Connection[Any],
    sql: str,
    *,
    data: str | None = None,
    rows: Rows | None = None,
    is_extended: bool = False,
) -> ServerMessage | None:
    """Runs a text by the simple protocol; returns the error the server answered, if any.

    `data` is what COPY … FROM stdin reads. `rows` takes what the text returns, which is thrown away without it.
    `is_extended` takes the other protocol, by which exactly one statement goes at a time.
    """
    pgconn = connection.pgconn
    try:
        text = for_sandbox(sql)
        # What is imitated may take several statements.
        content = text.encode("utf-8", "surrogateescape")
        if is_extended and text == sql:
            pgconn.send_query_params(content, None)
        else:
            pgconn.send_query(content)
        _flush(pgconn)
        pgconn.set_single_row_mode()
        error = _drain(pgconn, data, rows)
        if pgconn.parameter_status(b"client_encoding") not in {b"UTF8", None} and is_alive(connection):
            # The script is decoded already, whatever it says of its encoding.
            return error or _restore_encoding(pgconn)
        return error
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


def _restore_encoding(pgconn: PGconn) -> ServerMessage | None:
    pgconn.send_query(b"set client_encoding = 'UTF8'")
    _flush(pgconn)
    return _drain(pgconn)


def _drain(pgconn: PGconn, data: str | None = None, rows: Rows | None = None) -> ServerMessage | None:
    error: ServerMessage | None = None
    while (result := _next_result(pgconn)) is not None:
        match result.status:
            case ExecStatus.FATAL_ERROR:
                error = error or _read_error(pgconn, result)
            case ExecStatus.SINGLE_TUPLE | ExecStatus.TUPLES_OK if rows is not None:
                rows.take(result)
            case ExecStatus.COPY_IN if data is not None:
                pgconn.put_copy_data(data.encode())
                pgconn.put_copy_end()
                _flush(pgconn)
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
    def text(name: DiagnosticField) -> str | None:
        value = result.error_field(name)
        return None if value is None else value.decode("utf-8", "replace")

    position = text(DiagnosticField.STATEMENT_POSITION)
    return ServerMessage(
        text(DiagnosticField.SQLSTATE) or SESSION_ENDED,
        text(DiagnosticField.MESSAGE_PRIMARY) or pgconn.error_message.decode("utf-8", "replace").strip(),
        text(DiagnosticField.MESSAGE_DETAIL),
        text(DiagnosticField.MESSAGE_HINT),
        int(position) if position else None,
        text(DiagnosticField.CONTEXT),
    )
