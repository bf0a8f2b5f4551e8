"""Roles are shared by all databases of the server: what one run does to them must not reach another."""

from __future__ import annotations

import threading
import time

from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import ScratchDatabase, sandbox_run, scratch_database
from designer.sandbox.roles import has_role_changes, read_state
from designer.sandbox.scripts import StatementResult, apply_script


def apply(database: ScratchDatabase, sql: str) -> list[StatementResult]:
    with database.connect() as connection:
        return apply_script(connection, read_script(sql, "roles.sql"))


def role_names(cluster: Cluster) -> set[str]:
    with cluster.connect() as connection:
        return {role.name for role in read_state(connection).roles}


def test_roles_of_a_run_are_gone_after_it(cluster: Cluster) -> None:
    with scratch_database(cluster) as database:
        results = apply(
            database,
            """
            create role coach noinherit;
            create table t (id int);
            grant select on t to coach;
            grant coach to authenticator;
            do $$ begin create role viewer; end $$;
            alter table t owner to coach
            """,
        )
        assert [result.error for result in results][:5] == [None] * 5
        assert {"coach", "viewer"} <= role_names(cluster)
    assert not {"coach", "viewer"} & role_names(cluster)


def test_changes_to_the_platforms_roles_are_taken_back(cluster: Cluster) -> None:
    with cluster.connect() as connection:
        before = read_state(connection)
    with scratch_database(cluster) as database:
        results = apply(
            database,
            """
            alter role authenticator set pgrst.db_schemas = 'public, api';
            alter role anon set search_path = a, "B";
            alter role authenticated reset statement_timeout;
            alter role anon login connection limit 3;
            grant service_role to authenticated;
            revoke authenticated from authenticator;
            comment on role service_role is 'mine';
            alter role postgres password 'secret'
            """,
        )
        changed = [result.error is None for result in results]
        assert all(changed[:6]), results
        with cluster.connect() as connection:
            assert has_role_changes(connection)
    with cluster.connect() as connection:
        assert read_state(connection) == before


def test_the_platforms_roles_keep_their_names_for_other_runs_have_them_too(cluster: Cluster) -> None:
    with scratch_database(cluster) as database:
        sql = "create role coach; alter role coach rename to trainer; alter role anon rename to nobody_in_particular"
        *made, refused = apply(database, sql)
        assert [result.error for result in made] == [None, None]
        assert refused.error is not None
        assert refused.error.sqlstate == "42501"
        assert "role of the platform" in str(refused.error.message)
        assert "anon" in role_names(cluster)


def test_two_runs_never_have_roles_of_their_own_at_once(cluster: Cluster) -> None:
    seen: list[str] = []

    def second() -> None:
        with scratch_database(cluster) as database:
            apply(database, "select 1")
            seen.append("started")
            (result,) = apply(database, "create role coach")
            seen.append("failed" if result.error else "created")

    with scratch_database(cluster) as database:
        (result,) = apply(database, "create role coach")
        assert result.error is None
        thread = threading.Thread(target=second)
        thread.start()
        deadline = time.monotonic() + 10
        while not seen and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.3)
        assert seen == ["started"]
    thread.join(20)
    assert seen == ["started", "created"]


def test_databases_of_one_run_share_its_roles(cluster: Cluster) -> None:
    with sandbox_run(cluster) as run:
        apply(run.database(), "create role coach")
        (result,) = apply(run.database(), "grant usage on schema public to coach")
        assert result.error is None


def test_the_logins_of_runs_cannot_be_altered(cluster: Cluster) -> None:
    with scratch_database(cluster) as mine, scratch_database(cluster) as theirs:
        own, other = mine.run.role, theirs.run.role
        sql = (
            f"alter role {other} password 'x'; alter role {own} superuser; grant {other} to postgres; drop role {other}"
        )
        for result in apply(mine, sql):
            assert result.error is not None
            assert result.error.sqlstate in {"42501", "0LP01"}
