"""The integrity rules against a server: what they refuse it refuses too, what they let pass it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from designer.design import Definition, DesignerError
from designer.migrations import write_design
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import scratch_database
from tests.design.test_integrity import CASES
from tests.sql.building import design


@pytest.fixture(scope="module")
def database(cluster: Cluster) -> Iterator[Any]:
    with scratch_database(cluster) as database:
        yield database


@contextmanager
def rolled_back(database: Any) -> Iterator[psycopg.Connection[Any]]:
    with database.connect() as connection, connection.transaction(force_rollback=True):
        yield connection


def build(database: Any, definitions: list[Definition]) -> str:
    """What the server or the writers say against the design; empty when they take it."""
    try:
        statements = write_design(design(*definitions))
    except DesignerError as error:
        return str(error)
    with rolled_back(database) as connection:
        try:
            for statement in statements:
                connection.execute(statement.encode())
        except psycopg.Error as error:
            return str(error)
    return ""


SILENT = {
    "long ASCII", "wide letters count in bytes", "column name", "policy name", "argument name",  # cut to 63 bytes
    "functions", "roles", "platform role", "two queries",  # the second is taken for the first, or stands alone
    "statistics target",  # is taken for the largest possible
    "inherited column",  # is set on a column of its own
    "no labels",  # a type no row can ever hold a value of
    "nullable identity",  # becomes NOT NULL
    "serial",  # becomes an integer with a default
    "two values",  # becomes one row as text
    "generated and default", "generated and identity", "identity and default", "virtual alone", "both",
    "partition and child", "attached to nothing",  # contradictions of the design alone: the writers choose one side
}  # fmt: skip
"""What a server takes without a word, and makes something else of than the design says."""

ELSEWHERE = {
    "managed schema",  # only the platform can make tables there
    "extension's own schema",  # of an extension that does not exist
}


@pytest.mark.parametrize("right", [pytest.param(c[2], id=c[0]) for c in CASES if c[2] and c[0] not in ELSEWHERE])
def test_the_server_takes_the_near_miss(database: Any, right: list[Definition]) -> None:
    assert build(database, right) == ""


@pytest.mark.parametrize("wrong", [pytest.param(c[1], id=c[0]) for c in CASES if c[0] not in SILENT])
def test_the_server_refuses_it_too(database: Any, wrong: list[Definition]) -> None:
    assert build(database, wrong) != ""


@pytest.mark.parametrize("wrong", [pytest.param(c[1], id=c[0]) for c in CASES if c[0] in SILENT])
def test_where_the_server_is_silent_the_rule_is_needed(database: Any, wrong: list[Definition]) -> None:
    assert build(database, wrong) == ""
