"""What became of an input of any size: counts of everything, and the details that people read."""

from __future__ import annotations

from msgspec import Struct

from designer.postgres.parts import SkippedPart
from designer.sandbox.results import StatementResult
from designer.sql.secrets import hide_secrets

MOST_FAILURES = 2_000
"""Failed statements that are kept in full; of the rest there is the count."""
MOST_SKIPPED = 2_000
_EXCERPT = 500
_MOST_TEXT = 16 << 20
"""Characters of statements whose text is remembered to tell whose roles are whose."""


class FailedStatement(Struct, frozen=True):
    """A statement the server refused, and its words; `line` and `column` are where in the file it stopped.

    `caused_by` is the place in the list of failures of the statement it failed because of.
    """

    file: str
    line: int
    statement: str
    sqlstate: str
    error: str
    detail: str | None = None
    hint: str | None = None
    column: int = 1
    caused_by: int | None = None


class Outcome:
    """A record of results that stays small."""

    def __init__(self) -> None:
        self.statements = 0
        self.applied = 0
        self.failed_count = 0
        self.failed: list[FailedStatement] = []
        self.skipped: list[SkippedPart] = []
        self.skipped_count = 0
        self.skipped_rows = 0
        self._texts: list[str] = []
        self._room = _MOST_TEXT
        self._block_applied = 0
        self._block_first: StatementResult | None = None
        self._is_in_block = False

    def add(self, result: StatementResult) -> None:
        """Counts a result, and keeps a failure."""
        self.statements += 1
        if self._is_in_block and self._block_first is None:
            self._block_first = result
        if result.error is not None:
            self._fail(result)
        elif result.note is not None:
            self.skip(SkippedPart(result.statement.file, result.statement.line, result.excerpt, result.note))
        else:
            self.applied += 1
            self._block_applied += 1
        if result.statement.kind not in {"INSERT", "COPY", "SELECT"} or self._room > _MOST_TEXT // 2:
            self._remember(result.statement.sql)

    def skip(self, part: SkippedPart) -> None:
        """Keeps what was not run."""
        self.skipped_count += 1
        self.skipped_rows += part.rows
        if len(self.skipped) < MOST_SKIPPED:
            self.skipped.append(part)

    def begin_block(self) -> None:
        """A transaction begins; what it does may be undone."""
        self._is_in_block = True
        self._block_applied = 0
        self._block_first = None

    def undo_block(self, note: str) -> None:
        """What the open transaction did left nothing."""
        self.applied -= self._block_applied
        if (first := self._block_first) is not None and self._block_applied:
            count = self._block_applied - 1  # BEGIN itself is no loss
            what = f"{count} statements from here on" if count != 1 else "the statement after this"
            self.skip(SkippedPart(first.statement.file, first.statement.line, what, note, is_harmless=not count))
        self._is_in_block = False

    def speaks_of(self, *words: str) -> bool:
        """Whether one of the statements has all these words."""
        return any(all(word in text for word in words) for text in self._texts)

    def _fail(self, result: StatementResult) -> None:
        self.failed_count += 1
        error = result.error
        if error is None or len(self.failed) >= MOST_FAILURES:
            return
        self.failed.append(
            FailedStatement(
                file=result.statement.file,
                line=error.line or result.statement.line,
                statement=hide_secrets(result.statement.sql)[:_EXCERPT],
                sqlstate=error.sqlstate,
                error=error.message,
                detail=error.detail,
                hint=error.hint,
                column=error.column or result.statement.column,
                caused_by=error.caused_by if error.caused_by is not None and error.caused_by < MOST_FAILURES else None,
            )
        )

    def _remember(self, text: str) -> None:
        if len(text) < self._room:
            self._room -= len(text)
            self._texts.append(text)
