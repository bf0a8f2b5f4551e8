"""Running test files and reading what pgTAP says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from psycopg import Connection

from designer.access.suites.files import SuiteFile
from designer.sandbox.sessions import Rows, ServerMessage, run_text

_RESULT = re.compile(r"^(not )?ok (\d+)(?: - (.*))?$")
_PLAN = re.compile(r"^1\.\.(\d+)$")


class FileResult(Struct, frozen=True, kw_only=True):
    """What came of one file. `error` is the server's, where it could not be run to its end."""

    name: str
    planned: int
    passed: int
    failed: tuple[str, ...]
    error: str = ""

    @property
    def is_green(self) -> bool:
        """Whether every planned test ran and passed, as pg_prove demands it."""
        return not self.error and not self.failed and self.passed == self.planned


def run_file(connection: Connection[Any], file: SuiteFile) -> FileResult:
    """Runs a whole file, which undoes itself."""
    found = Rows()
    error = run_text(connection, file.render(), rows=found)
    run_text(connection, "rollback")
    return _read(file, found, error)


def run_body(connection: Connection[Any], file: SuiteFile) -> FileResult:
    """Runs a file's tests inside a transaction that has its rows, up to some that fail, and undoes what they did."""
    found = Rows()
    error = run_text(connection, "savepoint file")
    for text in file.pieces():
        error = error or run_text(connection, text, rows=found)
        if error is not None or any(line.startswith("not ok") for line in _lines(found)):
            break
    run_text(connection, "rollback to savepoint file; release savepoint file")
    return _read(file, found, error)


def _lines(found: Rows) -> Iterator[str]:
    for row in found.rows:
        yield from (row[0] or "").splitlines()


def _read(file: SuiteFile, found: Rows, error: ServerMessage | None) -> FileResult:
    planned, passed, failed = 0, 0, []
    for line in _lines(found):
        if match := _RESULT.match(line):
            passed += match[1] is None
            failed += [match[3] or match[2]] if match[1] else []
        elif match := _PLAN.match(line):
            planned = int(match[1])
    return FileResult(
        name=file.name,
        planned=planned,
        passed=passed,
        failed=tuple(failed),
        error=error.message if error is not None else "",
    )
