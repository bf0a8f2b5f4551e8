"""Scratch databases: what they are like, and what becomes of them."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import errors

from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import GrantMode, ScratchDatabase, sandbox_run, scratch_database


def databases_of(cluster: Cluster) -> set[str]:
    with cluster.connect() as connection:
        return {str(row[0]) for row in connection.execute("select datname from pg_database")}


def test_a_session_acts_as_postgres_and_cannot_become_more(scratch: ScratchDatabase) -> None:
    with scratch.connect() as connection:
        assert connection.execute("select current_user").fetchone() == ("postgres",)
        connection.execute("reset role")
        connection.execute("discard all")
        assert connection.execute("select current_user").fetchone() in {("postgres",), (scratch.run.role,)}
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("set role supabase_admin")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("set session authorization supabase_admin")


def test_a_scratch_database_and_its_login_are_gone_afterwards(cluster: Cluster) -> None:
    with scratch_database(cluster) as database:
        name, role = database.name, database.run.role
        assert name in databases_of(cluster)
    assert name not in databases_of(cluster)
    with cluster.connect() as connection:
        assert connection.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone() is None


def test_a_scratch_database_is_dropped_with_sessions_still_open(cluster: Cluster) -> None:
    with scratch_database(cluster) as database:
        connection = database.connect()
    with pytest.raises(psycopg.OperationalError):
        connection.execute("select 1")
    connection.close()


def test_one_run_cannot_enter_the_database_of_another(cluster: Cluster) -> None:
    with scratch_database(cluster) as mine, scratch_database(cluster) as theirs:
        conninfo = cluster.conninfo(theirs.name, user=mine.run.role, password=mine.run.password)
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(conninfo)


def test_two_databases_of_one_run_are_apart(cluster: Cluster) -> None:
    with sandbox_run(cluster) as run:
        first, second = run.database(), run.database()
        with first.connect() as connection:
            connection.execute("create table only_here ()")
        with second.connect() as connection:
            assert connection.execute("select to_regclass('public.only_here')").fetchone() == (None,)


@pytest.mark.parametrize(("grants", "may_read"), [(GrantMode.EXPLICIT, False), (GrantMode.LEGACY, True)])
def test_new_tables_are_granted_as_the_mode_says(cluster: Cluster, grants: GrantMode, may_read: bool) -> None:
    with scratch_database(cluster, grants=grants) as database, database.connect() as connection:
        connection.execute("create table t (id int)")
        row = connection.execute(
            "select has_table_privilege('anon', 't', 'select'), has_table_privilege('anon', 't', 'truncate')"
        ).fetchone()
        # TRUNCATE is the residue the platform leaves in both modes.
        assert row == (may_read, True)
