"""The sandbox's server and its templates: made once, by one of many, and again when they are gone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from designer.postgres.embedded import destroy_server, stop_server
from designer.sandbox.clusters import Cluster, get_cluster
from designer.sandbox.databases import GrantMode, scratch_database
from designer.sandbox.orphans import sweep_orphans
from designer.sandbox.servers import run_sql
from designer.sandbox.templates import template_name

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of this module's own: these tests stop and damage the server."""
    home = tmp_path_factory.mktemp("home")
    yield home
    destroy_server(home / "sandbox" / "data")


@pytest.fixture
def own_cluster(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    monkeypatch.setenv("ROWHOUSE_HOME", str(own_home))
    monkeypatch.delenv("SANDBOX_DATABASE_URL", raising=False)
    return get_cluster()


def use(cluster: Cluster) -> None:
    with scratch_database(cluster) as database, database.connect() as connection:
        assert connection.execute("select auth.uid()").fetchone() == (None,)


def test_processes_that_need_it_at_once_build_it_once(own_home: Path) -> None:
    code = "from designer.sandbox.databases import scratch_database\nwith scratch_database() as d, d.connect() as c: c.execute('select auth.uid()'); print('ok')"
    environment = {**os.environ, "ROWHOUSE_HOME": str(own_home)}
    environment.pop("SANDBOX_DATABASE_URL", None)
    users = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)
        for _ in range(3)
    ]
    assert [user.communicate(timeout=120)[0].strip() for user in users] == ["ok"] * 3


def test_a_stopped_server_is_started_again(own_cluster: Cluster) -> None:
    assert own_cluster.data_dir is not None
    stop_server(own_cluster.data_dir)
    use(own_cluster)


def stop_in_the_middle(cluster: Cluster) -> None:
    assert cluster.data_dir is not None
    with scratch_database(cluster) as database, database.connect() as connection:
        stop_server(cluster.data_dir)
        connection.execute("select 1")


def test_a_restart_in_the_middle_ends_the_run_and_leaves_nothing(own_cluster: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError):
        stop_in_the_middle(own_cluster)
    use(own_cluster)
    sweep_orphans(own_cluster)
    with own_cluster.connect() as connection:
        assert connection.execute("select datname from pg_database where datname like 'run\\_%%'").fetchall() == []


def test_a_missing_template_is_built_again(own_cluster: Cluster) -> None:
    name = template_name(own_cluster, GrantMode.EXPLICIT)
    with own_cluster.connect() as connection:
        run_sql(connection, f"alter database {name} is_template false")
        run_sql(connection, f"drop database {name}")
    use(own_cluster)


def test_templates_cannot_be_entered_or_dropped_by_accident(own_cluster: Cluster) -> None:
    name = template_name(own_cluster, GrantMode.LEGACY)
    with pytest.raises(psycopg.OperationalError, match="not currently accepting connections"):
        own_cluster.connect(name)
    with own_cluster.connect() as connection, pytest.raises(psycopg.errors.WrongObjectType):
        run_sql(connection, f"drop database {name}")
