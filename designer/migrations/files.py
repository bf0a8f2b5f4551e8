"""Operations as migration files, the way the Supabase CLI runs them: one transaction per file.

Source: Supabase CLI 2.115 on. A statement that cannot run in a transaction must be alone in its file, without even a
SET before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from designer.migrations.backfills import Backfill
from designer.migrations.functions import CreateFunction, DropFunction, ReplaceFunction
from designer.migrations.indexes import CreateIndex
from designer.migrations.lints import write_exceptions
from designer.migrations.online import use_online_forms
from designer.migrations.operations import Operation, Phase
from designer.migrations.rows import find_held, keep_rows_late
from designer.sql.formatting import comment_out, end_statement

LOCK_TIMEOUT = "4s"
"""How long a statement waits for a lock before it gives up, so that it does not hold up everybody behind it."""
STATEMENT_TIMEOUT = "2min"
"""Supabase's own limit for the role postgres."""
NO_TRANSACTION = "-- pg-delta: transaction=false"
"""What newer Supabase CLIs understand, as the exact first line; to older ones it is a comment."""

_FUNCTIONS = (CreateFunction, DropFunction, ReplaceFunction)


class MigrationFile(Struct, frozen=True, kw_only=True):
    """One file: what runs together, and the SQL that undoes exactly that."""

    name_suffix: str
    up_sql: str
    down_sql: str
    operations: tuple[Operation, ...]
    is_transactional: bool
    script_sql: str = ""
    """What fills rows in batches: to be run by psql before this file, which stops until it has been."""


def plan_files(
    operations: Sequence[Operation],
    *,
    name: str,
    online: bool = True,
    statement_timeout: str = STATEMENT_TIMEOUT,
    reason: Callable[[Operation], str] = lambda _: "",
    version: int | None = None,
) -> list[MigrationFile]:
    """The files of a migration in the order in which they run; undo them in the reverse order.

    `online` builds and drops indexes of existing tables concurrently and proves constraints in a later file. `reason`
    gives the author's words for an operation, written above its statements. Operations without statements make no file.
    `version` is the server's major; without it the SQL keeps to what PostgreSQL 15 and all later ones understand.
    """
    rows = use_online_forms(operations, version=version) if online else list(operations)
    groups = _group(row for row in keep_rows_late(rows) if _has_statements(row))
    files: list[MigrationFile] = []
    for group in groups:
        suffix = _suffix(group, [file.name_suffix for file in files], is_only=len(groups) == 1)
        files.append(
            MigrationFile(
                name_suffix=suffix,
                up_sql=_write(f"{name}{suffix}", group, timeout=statement_timeout, reason=reason, is_down=False),
                down_sql=_write(f"{name}{suffix}", group, timeout=statement_timeout, reason=reason, is_down=True),
                operations=tuple(group),
                is_transactional=all(operation.is_transactional for operation in group),
                script_sql="\n".join(step.script() for step in group if isinstance(step, Backfill)),
            )
        )
    return files


def _has_statements(row: Operation) -> bool:
    # What removes is written sooner than what makes.
    return bool(row.up() or row.down() if row.symbol == "-" else row.down() or row.up())


def _group(operations: Iterable[Operation]) -> list[list[Operation]]:
    """Neighbours that may share a transaction; what must be committed before the rest goes on stands apart."""
    groups: list[list[Operation]] = []
    for kind, members in groupby(map(_hold, find_held(operations)), key=_kind):
        rows = [row for row, _ in members]
        groups += [[row] for row in rows] if kind == "alone" else [rows]
    return groups


def _hold(row: tuple[Operation, bool]) -> tuple[Operation, bool]:
    """While rows are kept aside indexes are built in the same transaction."""
    operation, is_held = row
    if is_held and isinstance(operation, CreateIndex) and operation.concurrently:
        reason = "rows are kept aside in the same transaction"
        operation = replace(operation, concurrently=False, is_transactional=True, plain_because=reason)
    return operation, is_held


def _kind(row: tuple[Operation, bool]) -> str:
    operation, is_held = row
    if is_held:
        return Phase.EXPAND
    if not operation.is_transactional:
        return "alone"
    if operation.is_alone:
        return "committed first"
    # A constraint added NOT VALID holds its lock until commit, so rows are filled and proven in transactions of their
    # own; and what takes away comes when all that was proven is there.
    return operation.phase


def _suffix(group: Sequence[Operation], taken: Sequence[str], *, is_only: bool) -> str:
    if is_only:
        return ""
    first = group[0]
    if not first.is_transactional:
        words = re.sub(r"\W+", "_", first.subject.partition(" on ")[0].lower()).strip("_")
        suffix = f"_{words}_concurrently"
    elif first.is_alone:
        suffix = "_enum_values"
    else:
        suffix = f"_{first.phase}"
    number = 1
    while (suffix if number == 1 else f"{suffix}_{number}") in taken:
        number += 1
    return suffix if number == 1 else f"{suffix}_{number}"


def _write(
    title: str, group: Sequence[Operation], *, timeout: str, reason: Callable[[Operation], str], is_down: bool
) -> str:
    blocks, written = [], []
    for operation in reversed(group) if is_down else group:
        statements = operation.down() if is_down else operation.up()
        if statements:
            written += statements
            blocks.append(_block(operation, statements, reason(operation), is_down=is_down))
    is_transactional = all(operation.is_transactional for operation in group)
    exceptions = write_exceptions(written, is_transactional=is_transactional, is_down=is_down)
    if is_transactional:
        return "\n\n".join(["\n".join([f"-- {title}", *exceptions, *_limits(group, timeout)]), *blocks]) + "\n"
    makes_index = isinstance(group[0], CreateIndex) and not is_down and group[0].symbol == "+"
    advice = ["-- Failing, it leaves an invalid index: run the rollback of this file, then this again."]
    head = [NO_TRANSACTION, f"-- {title}", *exceptions, *(advice if makes_index else [])]
    return "\n".join([*head, *blocks]) + "\n"


def _limits(group: Sequence[Operation], timeout: str) -> list[str]:
    lines = [f"set local lock_timeout = '{LOCK_TIMEOUT}';", f"set local statement_timeout = '{timeout}';"]
    if any(isinstance(operation, _FUNCTIONS) for operation in group):
        lines.append("set local check_function_bodies = off;")
    return lines


def _block(operation: Operation, statements: Sequence[str], reason: str, *, is_down: bool) -> str:
    lines = [comment_out(f"Undo: {operation.describe()}" if is_down else operation.describe())]
    lines += [comment_out(reason)] if reason else []
    return "\n".join([*lines, *(end_statement(statement) for statement in statements)])
