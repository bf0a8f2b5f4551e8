"""What became of the statements of a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from msgspec import Struct, structs

from designer.postgres.parts import ScriptStatement, SkippedPart
from designer.sql.secrets import hide_secrets

Progress = Callable[[int, int, str], None]
"""Called with statements done, statements in all, and what is being done."""

EXCERPT_LENGTH = 200


class StatementError(Struct, frozen=True):
    """Why a statement failed; `line` and `column` say where in the file the server stopped, from 1.

    `caused_by` is the number of the failed statement it failed because of, counted from 0 in the order of failing.
    """

    sqlstate: str
    message: str
    detail: str | None = None
    hint: str | None = None
    line: int | None = None
    column: int | None = None
    caused_by: int | None = None


class StatementResult(Struct, frozen=True):
    """What became of one statement; `note` tells of a statement that was not sent or was undone by the script."""

    statement: ScriptStatement
    error: StatementError | None = None
    note: str | None = None
    seconds: float = 0.0

    @property
    def excerpt(self) -> str:
        """The first characters of the statement, for reports."""
        return hide_secrets(self.statement.sql)[:EXCERPT_LENGTH]


class Record(Protocol):
    """Where the results of statements go, in their order."""

    def add(self, result: StatementResult) -> None: ...

    def skip(self, part: SkippedPart) -> None: ...

    def begin_block(self) -> None: ...

    def undo_block(self, note: str) -> None: ...


class ResultList:
    """Keeps every result: for scripts that are known to be small."""

    def __init__(self) -> None:
        self.results: list[StatementResult] = []
        self.skipped: list[SkippedPart] = []
        self._block = 0

    def add(self, result: StatementResult) -> None:
        """Adds the result of the next statement."""
        self.results.append(result)

    def skip(self, part: SkippedPart) -> None:
        """Adds what was not run."""
        self.skipped.append(part)

    def begin_block(self) -> None:
        """A transaction begins with the statement whose result comes next."""
        self._block = len(self.results)

    def undo_block(self, note: str) -> None:
        """The statements since `begin_block` left nothing, and why."""
        for index in range(self._block, len(self.results)):
            if self.results[index].error is None:
                self.results[index] = structs.replace(self.results[index], note=note)
