"""Proving pairs of schemas in tests, by the engine that proves migrations for users."""

from __future__ import annotations

import re
from typing import Any

from psycopg import Connection

from designer.catalog import read_design
from designer.catalog.imports import read_scripts
from designer.design import Design
from designer.migrations import MigrationFile, plan_migration
from designer.migrations.questions import Answer, Answers
from designer.postgres.parsing import split_statements
from designer.postgres.scripts import read_script
from designer.proofs import Plan, Proof, plan_proof, prove_migration
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import ScratchDatabase
from designer.sandbox.scripts import apply_script

_ABOUT_ROWS = re.compile(r"\(2[23]...\) in: ")
"""The error classes of values and of integrity, as a proof prints them."""


def plan(
    before: Design, after: Design, *, online: bool = True, answers: Answers | None = None
) -> tuple[Plan, list[MigrationFile]]:
    """The migration between two designs, and how it is proven."""
    found = plan_migration(before, after, name="case", online=online, answers=answers)
    files = found.files
    names = [f"{number}_case{file.name_suffix}.sql" for number, file in enumerate(files)]
    plan = plan_proof(before, after, found, names)
    return plan, files


def prove(
    cluster: Cluster,
    before: Design,
    after: Design,
    *,
    rows: str = "",
    online: bool = True,
    answers: Answers | None = None,
) -> Proof:
    """Up, down and up with rows; what was seen."""
    planned, _ = plan(before, after, online=online, answers=answers)
    return prove_migration(planned, cluster=cluster, rows_sql=rows)


def with_twins(before: Design, after: Design) -> dict[str, Answer]:
    """The answers by which every column that can have a twin is retyped by way of one."""
    questions = plan_migration(before, after, name="case").questions
    return {question.id: Answer("twin") for question in questions if question.topic == "rewrite"}


def faults(proof: Proof) -> list[str]:
    """What is wrong with a migration or with what it says of itself; empty when it is proven."""
    weak = [f"{row.predicted} was said, {row.taken} taken: {row.statement}" for row in proof.weak_predictions]
    return [*proof.differences, *weak]


def faults_of_planning(proof: Proof) -> list[str]:
    """The faults without what rows have against the new schema: for schemas of chance that asks the author."""
    return [fault for fault in faults(proof) if not _ABOUT_ROWS.search(fault)]


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
