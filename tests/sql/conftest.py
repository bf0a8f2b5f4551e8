"""One scratch database for all tests of the writers: each test's transaction is rolled back, which is quicker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from psycopg import Connection

from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import ScratchDatabase, scratch_database


class RolledBack:
    """A scratch database on which every connection is one transaction that comes to nothing."""

    def __init__(self, database: ScratchDatabase) -> None:
        self.name = database.name
        self._database = database

    @contextmanager
    def connect(self) -> Iterator[Connection[Any]]:
        with self._database.connect() as connection, connection.transaction(force_rollback=True):
            yield connection


@pytest.fixture(scope="session")
def shared_database(cluster: Cluster) -> Iterator[ScratchDatabase]:
    with scratch_database(cluster) as database:
        yield database


@pytest.fixture
def scratch(shared_database: ScratchDatabase) -> RolledBack:
    return RolledBack(shared_database)


@pytest.fixture
def own_scratch(cluster: Cluster) -> Iterator[ScratchDatabase]:
    """A database of the test's own, for statements that refuse to run in a transaction."""
    with scratch_database(cluster) as database:
        yield database
