"""A live database: read in one snapshot, changed nowhere, imported whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from designer.catalog.imports import import_scripts
from designer.live.addresses import ANYWHERE, LiveError, find_target
from designer.live.databases import LiveDatabase, read_live_database
from designer.postgres.embedded import EmbeddedServer
from designer.sandbox.clusters import Cluster, get_cluster
from designer.sandbox.inputs import read_upload
from designer.sandbox.limits import LimitError
from tests.live_servers import OLDER, PASSWORD, foreign_server

VERSIONS = [
    pytest.param(None, id="18"),
    pytest.param(OLDER, id="15", marks=pytest.mark.skipif(not OLDER.exists(), reason="no postgresql-15")),
]


@pytest.fixture(scope="module")
def cluster() -> Cluster:
    return get_cluster()


@pytest.fixture(scope="module", params=VERSIONS)
def shop(request: pytest.FixtureRequest) -> Iterator[tuple[EmbeddedServer, str]]:
    bin_dir: Path | None = request.param
    with foreign_server(bin_dir) as found:
        yield found


def read(cluster: Cluster, url: str, **options: object) -> LiveDatabase:
    target = find_target(url, ANYWHERE)
    return read_live_database(
        target,
        bin_dir=cluster.bin_dir,
        sandbox_version=cluster.server_version,
        **options,  # type: ignore[arg-type]
    )


def test_it_is_imported_whole(cluster: Cluster, shop: tuple[EmbeddedServer, str]) -> None:
    server, url = shop
    found = read(cluster, url)
    assert PASSWORD.encode() not in found.sql
    report = import_scripts(read_upload(found.name, found.sql).scripts, cluster=cluster)
    assert report.failed == ()
    assert (report.identical, report.differences) == (True, ())
    orders = report.design.table("shop", "orders")
    assert orders.comment == "what people bought"
    assert [policy.name for policy in orders.policies] == ["readers"]
    assert {role.name for role in report.design.roles} == {"shop_owner", "shop_reader"}
    with psycopg.connect(server.url()) as connection:
        version = connection.info.server_version
    assert found.server_version == version
    assert any("The sandbox runs PostgreSQL" in remark for remark in found.remarks) is (
        version // 10000 != cluster.server_version // 10000
    )


def test_our_own_servers_are_refused(cluster: Cluster, shop: tuple[EmbeddedServer, str]) -> None:
    server, url = shop
    with psycopg.connect(server.url()) as connection:
        row = connection.execute("select system_identifier from pg_control_system()").fetchone()
    assert row is not None
    with pytest.raises(LiveError, match="the server Rowhouse itself works with"):
        read(cluster, url, refused={row[0]})


def test_reading_can_be_stopped(cluster: Cluster, shop: tuple[EmbeddedServer, str]) -> None:
    with pytest.raises(LimitError, match="request"):
        read(cluster, shop[1], should_stop=lambda: True)


def test_what_goes_wrong_is_told_without_the_password(cluster: Cluster, shop: tuple[EmbeddedServer, str]) -> None:
    wrong = shop[1].replace(PASSWORD, "hunter2")
    with pytest.raises(LiveError, match="password authentication failed") as caught:
        read(cluster, wrong)
    assert "hunter2" not in str(caught.value)
    server = shop[0]
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create table if not exists hidden (); revoke all on hidden from public")
        try:
            with pytest.raises(LiveError, match="permission denied for table hidden") as caught:
                read(cluster, shop[1])
        finally:
            connection.execute("drop table hidden")
    assert PASSWORD not in str(caught.value)


def test_nothing_in_the_database_changes(cluster: Cluster, shop: tuple[EmbeddedServer, str]) -> None:
    server, url = shop
    with psycopg.connect(server.url(), autocommit=True) as connection:
        before = connection.execute("select pg_current_xact_id()::text::bigint").fetchone()
        read(cluster, url)
        after = connection.execute("select pg_current_xact_id()::text::bigint").fetchone()
    assert before is not None
    assert after is not None
    # No transaction of the reader was given a number: none has written.
    assert after[0] == before[0] + 1
