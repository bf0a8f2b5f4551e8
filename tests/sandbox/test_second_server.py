"""Another server than the embedded one, named by SANDBOX_DATABASE_URL: PostgreSQL 15, Supabase's oldest major in use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from designer.postgres.embedded import EmbeddedServer, start_server, stop_server
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster, get_cluster
from designer.sandbox.comparisons import compare_dumps
from designer.sandbox.databases import GrantMode, sandbox_run, scratch_database
from designer.sandbox.limits import SandboxError
from designer.sandbox.scripts import apply_script
from designer.sandbox.servers import SANDBOX_SETTINGS, sandbox_home
from tests.servers import stopped_by_last_user

BINARIES = Path("/usr/lib/postgresql/15/bin")

pytestmark = pytest.mark.skipif(not BINARIES.exists(), reason="Debian's postgresql-15 is not installed")


@pytest.fixture(scope="module")
def server() -> Iterator[EmbeddedServer]:
    data_dir = sandbox_home() / "data-15"
    with stopped_by_last_user(data_dir.with_name("data-15.users"), lambda: stop_server(data_dir)):
        yield start_server(data_dir, settings=SANDBOX_SETTINGS, superuser="supabase_admin", bin_dir=BINARIES)


@pytest.fixture
def older(server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    monkeypatch.setenv("SANDBOX_DATABASE_URL", server.url())
    monkeypatch.setenv("SANDBOX_TRUSTS_SQL", "1")
    return get_cluster()


def test_it_has_its_own_version_and_no_data_directory_of_ours(older: Cluster) -> None:
    assert older.server_version // 10000 == 15
    assert older.data_dir is None


def test_scripts_apply_and_dump_the_same_twice(older: Cluster) -> None:
    script = read_script(
        """
        create role coach;
        create extension if not exists citext with schema extensions;
        create table t (id uuid primary key default extensions.uuid_generate_v4(), owner uuid default auth.uid(),
                        mail extensions.citext, secret text default extensions.crypt('a', extensions.gen_salt('bf')));
        alter table t enable row level security;
        create policy p on t to authenticated using (owner = (select auth.uid()));
        create policy q on storage.objects for select using (bucket_id = 'a');
        grant select on t to coach;
        insert into t default values
        """
    )
    with sandbox_run(older) as run:
        first, second = run.database(), run.database()
        with first.connect() as connection:
            assert [result.error for result in apply_script(connection, script)] == [None] * 8
        assert compare_dumps(first.dump(), second.dump()) != []
        assert "only in the input: POLICY public.t p" in compare_dumps(first.dump(), second.dump())
    with older.connect() as connection:
        assert connection.execute("select 1 from pg_roles where rolname = 'coach'").fetchone() is None


@pytest.mark.parametrize("grants", list(GrantMode))
def test_sessions_are_confined(older: Cluster, grants: GrantMode) -> None:
    script = read_script(
        "alter role postgres superuser; copy (select 1) to program 'id'; drop table auth.users cascade; create extension dblink;"
        "create extension plpython3u; set role supabase_admin"
    )
    with scratch_database(older, grants=grants) as database, database.connect() as connection:
        assert connection.execute("select current_user").fetchone() == ("postgres",)
        for result in apply_script(connection, script):
            assert result.error is not None, result.excerpt
            assert result.error.sqlstate in {"42501", "0A000", "58P01"}


def test_a_server_where_postgres_is_superuser_is_refused(
    server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANDBOX_DATABASE_URL", server.url().replace("supabase_admin", "postgres"))
    with pytest.raises(SandboxError, match=r"connects as postgres, which is no superuser"):
        get_cluster()
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("alter role postgres superuser")
        try:
            with pytest.raises(SandboxError, match=r"the role postgres is a superuser.*initdb -U supabase_admin"):
                get_cluster()
        finally:
            connection.execute("alter role postgres nosuperuser")


def test_a_server_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SANDBOX_DATABASE_URL", f"postgresql://x@/postgres?host={tmp_path}")
    with pytest.raises(SandboxError, match="SANDBOX_DATABASE_URL cannot be reached"):
        get_cluster()
