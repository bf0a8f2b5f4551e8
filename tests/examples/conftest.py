"""The example project in a scratch database, with its seed, and people to act as."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest

from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import RunConnection, scratch_database
from designer.sandbox.scripts import apply_script

SUPABASE = Path(__file__).parents[2] / "examples" / "coaching" / "supabase"
PEOPLE = {
    name: UUID(f"10000000-0000-4000-8000-00000000000{number}")
    for number, name in enumerate(["owner", "coach", "member", "both", "reviewer", "partner"], start=1)
}
ACME = UUID("20000000-0000-4000-8000-000000000001")
GLOBEX = UUID("20000000-0000-4000-8000-000000000002")


@pytest.fixture(scope="package")
def database(cluster: Cluster) -> Iterator[RunConnection]:
    """A session as `postgres`; what a test does in it is rolled back by `rows` and `run`."""
    with scratch_database(cluster) as scratch, scratch.connect() as connection:
        for path in [*sorted((SUPABASE / "migrations").glob("*.sql")), SUPABASE / "seed.sql"]:
            for result in apply_script(connection, read_script(path.read_bytes(), path.name)):
                assert result.error is None, f"{path.name}:{result.statement.line}: {result.error}"
        yield connection


@pytest.fixture
def world(database: RunConnection) -> Iterator[RunConnection]:
    """A transaction that every test gets for itself."""
    with database.transaction(force_rollback=True):
        yield database


Act = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def act(world: RunConnection) -> Act:
    """Runs one statement as a person, a role or `anon`, as PostgREST would; returns its rows."""

    def run(who: str, statement: LiteralString, *values: object, is_anonymous: bool = False) -> list[tuple[Any, ...]]:
        with acting_as(world, who, is_anonymous=is_anonymous), world.transaction():
            cursor = world.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    return run


@contextmanager
def acting_as(connection: psycopg.Connection[Any], who: str, *, is_anonymous: bool) -> Iterator[None]:
    claims = {}
    role = who
    if who in PEOPLE:
        role = "authenticated"
        claims = {"sub": str(PEOPLE[who]), "role": role, "is_anonymous": is_anonymous}
    connection.execute("select set_config('role', %s, true)", (role,))
    connection.execute("select set_config('request.jwt.claims', %s, true)", (json.dumps(claims),))
    try:
        yield
    finally:
        connection.execute("select set_config('role', 'postgres', true)")
        connection.execute("select set_config('request.jwt.claims', '', true)")
