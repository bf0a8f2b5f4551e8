"""Fixtures every test may use: the sandbox's server and a fresh scratch database."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from script.steps.homes import home_of_tests

os.environ.setdefault("ROWHOUSE_HOME", str(home_of_tests()))

from designer.sandbox.clusters import Cluster, get_cluster, stop_cluster
from designer.sandbox.databases import ScratchDatabase, scratch_database
from tests.servers import stopped_by_last_user

# Everybody who runs the suite draws the same designs; `script/test --slow` draws others every time.
settings.register_profile("suite", derandomize=True)
settings.load_profile("suite")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The sandbox's server; the last of the test processes that use it stops it."""
    with stopped_by_last_user(Path(os.environ["ROWHOUSE_HOME"]) / "tests.lock", stop_cluster):
        yield get_cluster()


@pytest.fixture
def scratch(cluster: Cluster) -> Iterator[ScratchDatabase]:
    """A fresh scratch database with the emulated Supabase and explicit grants."""
    with scratch_database(cluster) as database:
        yield database


@pytest.fixture(scope="session")
def shared_cases() -> Path:
    """Test data that others wrote and we do not repeat: a folder named by ROWHOUSE_CASES, or beside the project."""
    folder = Path(os.environ.get("ROWHOUSE_CASES") or Path(__file__).parents[2] / "shared" / "cases")
    if not folder.is_dir():
        pytest.skip(f"{folder} does not exist; ROWHOUSE_CASES can name another folder with pagila and the pairs")
    return folder
