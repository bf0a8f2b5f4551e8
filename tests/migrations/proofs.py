"""Proving a migration on a server: up file by file as the Supabase CLI runs them, down, and up again."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from psycopg import Connection

from designer.catalog import read_design
from designer.design import Design
from designer.migrations import HazardKind, MigrationFile, find_differences, plan_files
from designer.migrations.tables import DropTable
from designer.postgres.parsing import split_statements
from designer.postgres.scripts import read_script
from designer.sandbox.databases import ScratchDatabase
from designer.sandbox.scripts import apply_script
from designer.sql.names import name_of


class Proof(Struct):
    """What went wrong, step by step; empty when the migration is proven."""

    problems: list[str]
    files: list[MigrationFile]


def build(database: ScratchDatabase, sql: str) -> list[str]:
    """Applies a script and returns the errors of its statements."""
    with database.connect() as connection:
        results = apply_script(connection, read_script(sql))
    return [f"{result.error.message}: {result.excerpt}" for result in results if result.error is not None]


def read(database: ScratchDatabase) -> Design:
    with database.connect() as connection:
        return read_design(connection)


def run_file(connection: Connection[Any], sql: str, *, is_transactional: bool) -> None:
    """Runs one file as the CLI does: in one transaction, or its only statement by itself."""
    connection.execute("reset all")
    if not is_transactional:
        for statement in split_statements(sql):
            connection.execute(statement)
        return
    with connection.transaction():
        connection.execute(sql, prepare=False)


def prove(database: ScratchDatabase, before: Design, after: Design, *, online: bool = True) -> Proof:
    """Up, down and up on a database that holds `before`, compared with both designs after each step."""
    comparison = find_differences(before, after)
    files = plan_files(comparison.operations, name="case", online=online)
    problems = [f"unsupported: {row.object_name}: {row.reason}" for row in comparison.unsupported]
    proof = Proof(problems, files)
    loses_rows = any(
        hazard.kind == HazardKind.DATA_LOSS and isinstance(operation, DropTable)
        for operation in comparison.operations
        for hazard in operation.hazards
    )
    with database.connect() as connection:
        rows = count_rows(connection)
        for step in ("up", "down", "again"):
            error = run(connection, files, is_down=step == "down")
            if error:
                proof.problems.append(f"{step}: {error}")
                return proof
            expected = before if step == "down" else after
            found = read_design(connection)
            if plain(found) != plain(expected):
                proof.problems.append(f"{step}: differs: {differences(found, expected)}")
                return proof
            if not loses_rows and count_rows(connection) != rows:
                proof.problems.append(f"{step}: {count_rows(connection)} rows instead of {rows}")
    return proof


def count_rows(connection: Connection[Any]) -> int:
    """The rows of all tables of the project, each row once."""
    total = 0
    for table in read_design(connection).tables:
        if not table.is_managed and table.partitioning is None:
            found = connection.execute(f"select count(*) from only {name_of(table)}".encode()).fetchone()
            total += found[0] if found else 0
    return total


def run(connection: Connection[Any], files: list[MigrationFile], *, is_down: bool) -> str:
    """Runs all files in their direction; the error that stopped it, or nothing."""
    for file in reversed(files) if is_down else files:
        sql = file.down_sql if is_down else file.up_sql
        try:
            run_file(connection, sql, is_transactional=file.is_transactional)
        except Exception as error:
            return f"{type(error).__name__}: {error} in\n{sql}"
    return ""


def plain(design: Design) -> Design:
    """The design without what a migration need not restore: the order of columns, and of what has no order."""
    kinds = {}
    for kind in design.__struct_fields__:
        kinds[kind] = tuple(sorted((_plain(row) for row in getattr(design, kind)), key=lambda row: str(row.id)))
    return replace(design, **kinds)


def _plain(row: Any) -> Any:
    changes = {}
    for field in row.__struct_fields__:
        value = getattr(row, field)
        if field in {"columns", "indexes", "checks", "unique_keys", "policies", "triggers", "exclusions", "attributes"}:
            changes[field] = tuple(sorted(value, key=lambda part: part.name))
        elif field == "grants" and value:
            grants = (replace(grant, column_ids=tuple(sorted(grant.column_ids, key=str))) for grant in value)
            changes[field] = tuple(sorted(grants, key=str))
        elif field == "not_nulls":
            changes[field] = tuple(sorted(value, key=str))
    return replace(row, **changes) if changes else row


def differences(found: Design, expected: Design) -> str:
    """The definitions that differ, in few words."""
    lines = []
    for kind in found.__struct_fields__:
        left = {row.id: row for row in getattr(plain(found), kind)}
        right = {row.id: row for row in getattr(plain(expected), kind)}
        changed = (id_ for id_ in left.keys() | right.keys() if left.get(id_) != right.get(id_))
        lines += [f"{kind}: {_difference(left.get(id_), right.get(id_))}" for id_ in changed]
    return "\n".join(sorted(lines))


def _difference(left: Any, right: Any) -> str:
    if left is None or right is None:
        return f"missing {right}" if left is None else f"left over {left}"
    fields = [field for field in left.__struct_fields__ if getattr(left, field) != getattr(right, field)]
    return f"{getattr(left, 'name', '')}: " + "; ".join(
        f"{field}: {_values(getattr(left, field), getattr(right, field))}" for field in fields
    )


def _values(left: Any, right: Any) -> str:
    if isinstance(left, tuple) and isinstance(right, tuple) and len(left) == len(right):
        pairs = [(one, other) for one, other in zip(left, right, strict=True) if one != other]
        return ", ".join(_difference(*pair) if isinstance(pair[0], Struct) else str(pair) for pair in pairs)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return f"left over {[row for row in left if row not in right]}, missing {[row for row in right if row not in left]}"
    return f"{left} instead of {right}"


__all__ = ["Proof", "build", "plain", "prove", "read", "run_file"]
