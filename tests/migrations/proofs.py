"""Proving pairs of schemas in tests, by the engine that proves migrations for users."""

from __future__ import annotations

from typing import Any

from psycopg import Connection

from designer.catalog import read_design
from designer.catalog.imports import read_scripts
from designer.design import Design
from designer.migrations import HazardKind, MigrationFile, find_differences, plan_files
from designer.postgres.parsing import split_statements
from designer.postgres.scripts import read_script
from designer.proofs import Plan, Proof, predict_locks, prove_migration, with_names
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import ScratchDatabase
from designer.sandbox.scripts import apply_script


def plan(before: Design, after: Design, *, online: bool = True) -> tuple[Plan, list[MigrationFile]]:
    """The migration between two designs, and how it is proven."""
    found = find_differences(before, after)
    files = plan_files(found.operations, name="case", online=online)
    names = [f"{number}_case{file.name_suffix}.sql" for number, file in enumerate(files)]
    losses = {HazardKind.DATA_LOSS, HazardKind.DATA_LOSS_ON_ROLLBACK}
    plan = Plan(
        before=before,
        after=after,
        files=tuple(with_names(files, names)),
        predictions=predict_locks(files),
        has_losses=any(hazard.kind in losses for operation in found.operations for hazard in operation.hazards),
        unsupported=tuple(f"{row.object_name}: {row.reason}" for row in found.unsupported),
    )
    return plan, files


def prove(cluster: Cluster, before: Design, after: Design, *, rows: str = "", online: bool = True) -> Proof:
    """Up, down and up with rows; what was seen."""
    return prove_migration(plan(before, after, online=online)[0], cluster=cluster, rows_sql=rows)


def faults(proof: Proof) -> list[str]:
    """What is wrong with a migration or with what it says of itself; empty when it is proven."""
    weak = [f"{row.predicted} was said, {row.taken} taken: {row.statement}" for row in proof.weak_predictions]
    return [*proof.differences, *weak]


def read_sql(cluster: Cluster, sql: str) -> Design:
    """The design that a script makes; what a server refuses is missing from it."""
    return read_scripts([read_script(sql)], cluster=cluster)[0]


def build(database: ScratchDatabase, sql: str) -> list[str]:
    """Applies a script and returns the errors of its statements."""
    with database.connect() as connection:
        results = apply_script(connection, read_script(sql))
    return [f"{result.error.message}: {result.excerpt}" for result in results if result.error is not None]


def read(database: ScratchDatabase) -> Design:
    with database.connect() as connection:
        return read_design(connection)


def run(connection: Connection[Any], files: list[MigrationFile], *, is_down: bool) -> str:
    """Runs all files in their direction; the error that stopped it, or nothing."""
    for file in reversed(files) if is_down else files:
        sql = file.down_sql if is_down else file.up_sql
        try:
            connection.execute("reset all")
            if file.is_transactional:
                with connection.transaction():
                    connection.execute(sql.encode(), prepare=False)
            else:
                for statement in split_statements(sql):
                    connection.execute(statement.encode())
        except Exception as error:
            return f"{type(error).__name__}: {error} in\n{sql}"
    return ""
