"""Running migration files the way the Supabase CLI does: RESET ALL, then one transaction per file.

Statements go by the extended protocol, one by one, so that what the simple protocol alone would let pass fails here as
it fails there. A file that is not transactional runs statement by statement. Source: Supabase CLI 2.115 on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from designer.migrations import Lock
from designer.postgres.parsing import split_statements
from designer.proofs.locks import LockSampler
from designer.proofs.results import ProofFile, StatementLocks
from designer.sandbox.databases import RunConnection, ScratchDatabase
from designer.sandbox.limits import LimitError
from designer.sandbox.sessions import ServerMessage, is_alive, run_text

_EXCERPT = 500


class FileError(Struct, frozen=True):
    """The statement at which a file stopped, and the server's words."""

    file: str
    statement: str
    sqlstate: str
    message: str

    @property
    def is_about_rows(self) -> bool:
        """Whether rows that are there were the reason: integrity violations and values that do not convert."""
        return self.sqlstate[:2] in {"22", "23"}

    @property
    def words(self) -> str:
        return f"{self.file}: {self.message} ({self.sqlstate}) in: {self.statement}"


class Execution:
    """One direction of a migration on one database."""

    def __init__(
        self,
        database: ScratchDatabase,
        *,
        predictions: Mapping[str, Lock],
        tell: Callable[[str], None],
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self.statements: list[StatementLocks] = []
        self._database = database
        self._predictions = predictions
        self._tell = tell
        self._should_stop = should_stop

    def run(self, files: Sequence[ProofFile], direction: str, *, is_down: bool, samples: bool) -> FileError | None:
        """Runs all files in their direction; gives the error that stopped it."""
        with self._database.connect() as connection:
            sampler = LockSampler(self._database, connection.info.backend_pid) if samples else None
            try:
                for file in reversed(files) if is_down else files:
                    self._tell(file.name)
                    runner = _FileRun(self, connection, sampler, file.name, direction)
                    sql = file.down_sql if is_down else file.up_sql
                    error = runner.fill(split_statements(file.script_sql)) if file.script_sql and not is_down else None
                    error = error or runner.run(split_statements(sql), is_transactional=file.is_transactional)
                    if error is not None:
                        return error
            finally:
                if sampler is not None:
                    sampler.close()
        return None

    def send(self, connection: RunConnection, sql: str) -> ServerMessage | None:
        """One statement under the run's watchdog. Raises LimitError when the run was stopped."""
        if self._should_stop is not None and self._should_stop():
            raise LimitError("The proof was stopped on request.")
        run = self._database.run
        with run.watchdog.statement(connection.info.backend_pid, self._should_stop):
            error = run_text(connection, sql, is_extended=True)
        if error is not None and not is_alive(connection) and run.watchdog.reason is not None:
            raise LimitError(run.watchdog.reason)
        return error

    def predicted(self, statement: str, direction: str) -> str | None:
        """The lock the statement's operation announced, in PostgreSQL's words."""
        lock = None if direction == "down" else self._predictions.get(statement)
        return None if lock is None else lock.words


class _FileRun:
    """One file on its way."""

    def __init__(
        self, execution: Execution, connection: RunConnection, sampler: LockSampler | None, name: str, direction: str
    ) -> None:
        self._execution = execution
        self._connection = connection
        self._sampler = sampler
        self._name = name
        self._direction = direction

    def run(self, statements: Sequence[str], *, is_transactional: bool) -> FileError | None:
        self._send("reset all")
        if not is_transactional:
            return next((error for sql in statements if (error := self._alone(sql))), None)
        if self._sampler is not None:
            self._sampler.begin()
        self._send("begin")
        for sql in statements:
            if error := self._inside(sql):
                self._send("rollback")
                return error
        # What is deferred is checked here.
        return self._send("commit")

    def fill(self, statements: Sequence[str]) -> FileError | None:
        """The script beside the file, as psql runs it: each statement in a transaction of its own, or in several."""
        self._send("reset all")
        return next((error for sql in statements if (error := self._send(sql))), None)

    def _inside(self, sql: str) -> FileError | None:
        started = time.perf_counter()
        error = self._send(sql)
        if self._sampler is not None and error is None:
            self._note(sql, started, self._sampler.added())
        return error

    def _alone(self, sql: str) -> FileError | None:
        if self._sampler is None:
            return self._send(sql)
        started = time.perf_counter()
        with self._sampler.watching() as taken:
            error = self._send(sql)
        self._note(sql, started, tuple(taken))
        return error

    def _note(self, sql: str, started: float, taken: tuple[object, ...]) -> None:
        predicted = self._execution.predicted(sql, self._direction)
        if predicted is None and not taken:
            return  # settings of the file
        self._execution.statements.append(
            StatementLocks(
                direction=self._direction,
                file=self._name,
                statement=sql[:_EXCERPT],
                predicted=predicted,
                taken=taken,  # type: ignore[arg-type]
                seconds=round(time.perf_counter() - started, 4),
            )
        )

    def _send(self, sql: str) -> FileError | None:
        message = self._execution.send(self._connection, sql)
        if message is None:
            return None
        said = f"{message.message}. {message.detail}" if message.detail else message.message
        return FileError(self._name, sql[:_EXCERPT], message.sqlstate, said)
