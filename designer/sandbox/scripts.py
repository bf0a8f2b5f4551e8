"""Applying scripts statement by statement: one that fails is reported and undoes nothing but itself.

Outside BEGIN … COMMIT every statement is a transaction of its own, as in psql. Inside, each is under a savepoint; a
block that the script rolls back leaves nothing, and one it forgets to commit is rolled back at the end.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import psycopg
from msgspec import structs

from designer.postgres.parts import Part, ScriptCommand, ScriptStatement, SkippedPart
from designer.postgres.scripts import Script, read_script
from designer.sandbox.explanations import Explainer
from designer.sandbox.layouts import find_include
from designer.sandbox.limits import LimitError
from designer.sandbox.meta_commands import CONNECTS, INCLUDES, PsqlState
from designer.sandbox.results import Progress, Record, ResultList, StatementError, StatementResult
from designer.sandbox.senders import Answer, Sender
from designer.sandbox.sessions import Rows

__all__ = ["Progress", "StatementError", "StatementResult", "apply_script", "record_script"]

_PROGRESS_SECONDS = 0.1
_DEEPEST = 16
_BATCH_COUNT, _BATCH_LENGTH = 200, 128 << 10
"""INSERTs in a row that are sent together, and the length of one of them: a round trip each would take far longer."""


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
    results = ResultList()
    record_script(connection, script, results, Explainer(), progress=progress, should_stop=should_stop)
    return results.results


def record_script(
    connection: psycopg.Connection[Any],
    script: Script,
    record: Record,
    explainer: Explainer,
    *,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> None:
    """Like `apply_script`, for a script of any size: results go to `record` as they come."""
    application = _Application(connection, script, record, explainer, progress, should_stop)
    application.run(script)
    application.finish()
    if progress is not None:
        progress(application.done, application.total, script.file)


class _Application:
    """One script on one session, with the files it includes."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        script: Script,
        record: Record,
        explainer: Explainer,
        progress: Progress | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self.done = 0
        self.total = script.count
        self._connection = connection
        self._record = record
        self._explainer = explainer
        self._progress = progress
        self._should_stop = should_stop
        self._sender = Sender(connection, record, should_stop)
        self._psql = PsqlState()
        self._files: list[Script] = []
        self._batch: list[ScriptStatement] = []
        self._told = 0.0

    def run(self, script: Script) -> None:
        """Takes the parts of a file in order."""
        self._files.append(script)
        for part in script.parts:
            self._take(part)
            if self._psql.has_quit:
                break
        self._flush()
        self._psql.has_quit = False
        self._files.pop()

    def finish(self) -> None:
        """Rolls a forgotten block back and takes back what the script SET."""
        self._sender.finish()

    def _take(self, part: Part) -> None:
        match part:
            case ScriptStatement() if self._psql.is_active:
                self._take_statement(part)
            case ScriptStatement():
                self.done += 1
            case ScriptCommand():
                self._flush()
                self._take_command(part)
            case SkippedPart():
                if part.rows:
                    self._explainer.skipped_data.add(_table_of(part))
                self._record.skip(part)

    def _take_statement(self, statement: ScriptStatement) -> None:
        self._check(statement)
        if statement.kind == "INSERT" and not statement.ending and len(statement.sql) < _BATCH_LENGTH:
            self._batch.append(statement)
            if len(self._batch) >= _BATCH_COUNT or sum(len(row.sql) for row in self._batch) > _BATCH_LENGTH:
                self._flush()
            return
        self._flush()
        self._apply(statement)

    def _check(self, statement: ScriptStatement) -> None:
        """Tells how far it is, and hears whether to stop."""
        if self._should_stop is not None and self._should_stop():
            raise LimitError(f"Stopped on request at {statement.file}, line {statement.line}.")
        if self._progress is not None and time.monotonic() - self._told > _PROGRESS_SECONDS:
            self._told = time.monotonic()
            self._progress(self.done, self.total, f"{statement.file}, line {statement.line}")
        self.done += 1

    def _flush(self) -> None:
        """Sends the INSERTs that have gathered: together, or one by one when one of them fails."""
        batch, self._batch = self._batch, []
        if len(batch) > 1:
            started = time.perf_counter()
            texts = [self._psql.expand(statement.sql)[0] for statement in batch]
            if self._sender.send_together(texts, batch[0]):
                seconds = (time.perf_counter() - started) / len(batch)
                for statement in batch:
                    self._record.add(StatementResult(statement, seconds=seconds))
                return
        for statement in batch:
            self._apply(statement)

    def _apply(self, statement: ScriptStatement) -> None:
        """Applies one statement and records what became of it."""
        started = time.perf_counter()
        sql, changed = self._psql.expand(statement.sql)
        rows = Rows() if statement.ending.startswith(("\\gset", "\\gexec")) else None
        sent = statement if changed is None else structs.replace(statement, sql=sql)
        answer = self._sender.take(sent, rows)
        self._add(statement, sent, answer, changed, started)
        if rows is not None and answer.error is None:
            self._use_rows(statement, rows)

    def _add(
        self, statement: ScriptStatement, sent: ScriptStatement, answer: Answer, changed: int | None, started: float
    ) -> None:
        error = None
        if answer.error is not None:
            error = self._explainer.describe(self._connection, sent, answer.error, changed)
        self._record.add(StatementResult(statement, error, answer.note, time.perf_counter() - started))

    def _use_rows(self, statement: ScriptStatement, rows: Rows) -> None:
        """\\gset makes variables of a row, \\gexec runs every cell as a statement of its own."""
        if statement.ending.startswith("\\gset"):
            prefix = "".join(statement.ending.split()[1:2])
            for name, value in zip(rows.names, rows.rows[0] if rows.rows else (), strict=False):
                if value is None:
                    self._psql.variables.pop(prefix + name, None)
                else:
                    self._psql.variables[prefix + name] = value
            return
        texts = [cell for row in rows.rows for cell in row if cell]
        self.total += len(texts)
        for text in texts:
            script = read_script(text, statement.file)
            for inner in script.statements:
                placed = structs.replace(inner, line=statement.line, column=statement.column)
                self._check(placed)
                self._apply(placed)

    def _take_command(self, command: ScriptCommand) -> None:
        if self._psql.is_active and command.name in INCLUDES:
            self._include(command)
        elif self._psql.is_active and command.name in CONNECTS:
            self._connect(command)
        elif (outcome := self._psql.take(command)) is not None:
            why, is_harmless = outcome
            self._record.skip(SkippedPart(command.file, command.line, command.text[:200], why, is_harmless))

    def _include(self, command: ScriptCommand) -> None:
        """Runs another file of the input in this place."""
        here = self._files[-1]
        name = "".join(self._psql.arguments(command)[:1])
        path = None if here.library is None else find_include(here.library, name, here.file)
        if here.library is None or path is None:
            why = f"there is no {name} in the input. Import the folder, or a zip of it, with both files."
        elif len(self._files) > _DEEPEST or any(file.file == path for file in self._files):
            why = "the files include each other without end"
        else:
            script = read_script(here.library.source(path), path, library=here.library)
            self.total += script.count
            self.run(script)
            return
        self._record.skip(SkippedPart(command.file, command.line, command.text[:200], why))

    def _connect(self, command: ScriptCommand) -> None:
        """A new session begins, as another user if one is named; the database stays the same."""
        user = next(iter(self._psql.arguments(command)[1:2]), "-")
        self._sender.begin_session(None if user in {"-", ""} else user)
        why = "the sandbox stays in its own database; settings and role begin anew"
        self._record.skip(SkippedPart(command.file, command.line, command.text[:200], why))


def _table_of(part: SkippedPart) -> str:
    """The table whose rows a part holds, without its schema."""
    words = part.what.replace("\\copy", "COPY").split()
    name = words[2] if words[:2] == ["INSERT", "INTO"] else words[1]
    return name.split("(")[0].rsplit(".", 1)[-1].strip('"')
