"""PostgreSQL 15, Supabase's oldest major in use: the same queries, without the columns that are newer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from designer.catalog.imports import import_scripts
from designer.postgres.embedded import start_server, stop_server
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster, get_cluster
from designer.sandbox.inputs import read_migrations
from designer.sandbox.servers import SANDBOX_SETTINGS, sandbox_home
from tests.catalog.rebuilding import rebuild, scripts_of_lines

BINARIES = Path("/usr/lib/postgresql/15/bin")
OWN_CASES = Path(__file__).parents[1] / "cases"

pytestmark = pytest.mark.skipif(not BINARIES.exists(), reason="Debian's postgresql-15 is not installed")


@pytest.fixture(scope="module")
def older() -> Iterator[Cluster]:
    data_dir = sandbox_home() / "data-15-catalog"
    server = start_server(data_dir, settings=SANDBOX_SETTINGS, superuser="supabase_admin", bin_dir=BINARIES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANDBOX_DATABASE_URL", server.url())
        patch.setenv("SANDBOX_TRUSTS_SQL", "1")
        yield get_cluster()
    stop_server(data_dir)


@pytest.mark.parametrize("name", ["coaching", "mixed_objects.sql", "stored_texts.sql"])
def test_our_own_cases(older: Cluster, name: str) -> None:
    found = rebuild(older, read_migrations(OWN_CASES / name).scripts)
    assert (found.errors, found.differences) == ([], [])
    assert found.first == found.second
    assert found.first.tables != ()


def test_partitions_children_and_constraints(older: Cluster) -> None:
    script = read_script("""
        create table base (id int generated always as identity primary key, name text not null check (name <> ''));
        create table child (extra int[] default '{}') inherits (base);
        create table events (id int, at date not null, unique nulls not distinct (id, at)) partition by range (at);
        create table own (id int, at date not null, constraint mine unique nulls not distinct (id, at));
        alter table events attach partition own for values from ('2026-01-01') to ('2027-01-01');
        create table rest partition of events default;
        create index on events (at desc);
        create function one() returns int language sql return 1;
    """)
    found = rebuild(older, [script])
    assert (found.errors, found.differences) == ([], [])
    assert found.first == found.second
    assert all(table.not_nulls == () for table in found.first.tables)
    assert [key.name for key in found.first.table("public", "own").unique_keys] == ["mine"]
    assert found.first.table("public", "rest").unique_keys == ()


@pytest.mark.parametrize("kind", ["publications", "event_triggers", "default_privileges"])
def test_what_belongs_to_the_database_as_a_whole(older: Cluster, kind: str) -> None:
    for path in sorted((OWN_CASES / "objects" / kind).glob("*.sql")):
        if not path.name.endswith("written.sql"):
            found = rebuild(older, [read_script(path.read_text(encoding="utf-8"), path.name)])
            assert (found.errors, found.differences) == ([], []), path.name
            assert found.first == found.second
            assert getattr(found.first, kind)


def test_pagila_as_far_as_this_version_takes_it(older: Cluster, shared_cases: Path) -> None:
    report = import_scripts(read_migrations(shared_cases / "pagila-schema.sql").scripts, cluster=older)
    assert report.differences == ()
    assert report.failed[0].error == "function uuidv7() does not exist"
    assert report.applied > 100


@pytest.mark.slow
@pytest.mark.parametrize("side", ["after", "before"])
def test_pairs_of_folders(older: Cluster, shared_cases: Path, side: str) -> None:
    lost = {}
    for path in sorted((shared_cases / "pairs").glob(f"*/{side}.sql")):
        report = import_scripts([read_script(path.read_text(), path.name)], cluster=older)
        if report.differences:
            lost[path.parent.name] = report.differences
    assert lost == {}


@pytest.mark.parametrize("step", [320, pytest.param(1, marks=pytest.mark.slow)])
def test_pairs_of_lines(older: Cluster, shared_cases: Path, step: int) -> None:
    lost = {}
    for number, script in scripts_of_lines(shared_cases)[::step]:
        report = import_scripts([script], cluster=older)
        if report.differences:
            lost[number] = report.differences
    assert lost == {}


@pytest.mark.parametrize("kind", ["aggregates", "collations", "domains", "owners", "ranges", "sequences"])
def test_kinds_of_objects(older: Cluster, kind: str) -> None:
    sql = (OWN_CASES / "objects" / kind / "input.sql").read_text(encoding="utf-8")
    if kind == "collations":
        sql += "create collation other (provider = icu, locale = 'und-u-ks-level2', deterministic = false);"
    found = rebuild(older, [read_script(sql)])
    assert (found.errors, found.differences) == ([], [])
    assert found.first == found.second
    assert found.first.verbatim == ()
