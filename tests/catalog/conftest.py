"""Reading SQL through a scratch database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import psycopg
import pytest

from designer.catalog import read_design
from designer.design import Design
from designer.sandbox.databases import ScratchDatabase

Read: TypeAlias = Callable[[str], Design]


@pytest.fixture
def connection(scratch: ScratchDatabase) -> Iterator[psycopg.Connection[Any]]:
    with scratch.connect() as connection:
        yield connection


@pytest.fixture
def read(connection: psycopg.Connection[Any]) -> Read:
    """Runs SQL, then reads the whole database as a design."""

    def run(sql: str) -> Design:
        connection.execute(sql.encode())
        return read_design(connection)

    return run
