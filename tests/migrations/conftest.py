"""Fixtures of the migration tests: databases for both sides of a case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import ScratchDatabase, sandbox_run


@pytest.fixture
def databases(cluster: Cluster) -> Iterator[tuple[ScratchDatabase, ScratchDatabase]]:
    """Two fresh scratch databases of one run."""
    with sandbox_run(cluster) as run:
        yield run.database(), run.database()
