"""Users' SQL is hostile until proven otherwise: what it may not do, and what it is told."""

from __future__ import annotations

import time

import pytest

from designer.postgres.scripts import read_script
from designer.sandbox import watchdogs
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import Limits, ScratchDatabase, sandbox_run, scratch_database
from designer.sandbox.limits import LimitError
from designer.sandbox.scripts import StatementResult, apply_script
from designer.sandbox.sessions import run_text


def apply(database: ScratchDatabase, sql: str) -> list[StatementResult]:
    with database.connect() as connection:
        return apply_script(connection, read_script(sql, "evil.sql"))


DENIED = [
    "copy (select 1) to program 'touch /tmp/rowhouse-was-here'",
    "create table t (x text); copy t from program 'id'",
    "copy (select 1) to '/tmp/rowhouse-was-here'",
    "select pg_read_file('/etc/passwd')",
    "select pg_ls_dir('/')",
    "select lo_import('/etc/passwd')",
    "select lo_export(lo_create(0), '/tmp/rowhouse-was-here')",
    "alter role postgres superuser",
    "alter role postgres createdb",
    "create role boss superuser",
    "create role boss replication",
    "grant supabase_admin to postgres",
    "grant pg_execute_server_program to postgres",
    "grant pg_signal_backend to postgres",
    "set role supabase_admin",
    "set session authorization supabase_admin",
    "drop role supabase_auth_admin",
    "alter system set fsync = on",
    "select pg_reload_conf()",
    "select rolpassword from pg_authid",
    "select * from pg_user_mapping",
    "load 'auto_explain'",
    "set temp_file_limit = -1",
    "set extension_control_path = '/tmp'",
    "set log_min_messages = debug5",
    "create extension dblink",
    "create extension file_fdw",
    "create extension adminpack",
    "create extension pageinspect",
    "create language c",
    "create function f() returns int language c as 'libc', 'system'",
    "create function f() returns int language internal as 'pg_backend_pid'",
    "create tablespace t location '/tmp'",
    "select pg_create_physical_replication_slot('s')",
    "create subscription s connection 'host=localhost' publication p",
    "create event trigger e on login execute function extensions.refuse_platform_change()",
    "alter event trigger refuse_platform_change disable",
    "drop function extensions.refuse_platform_change() cascade",
    "create or replace function extensions.refuse_platform_change() returns event_trigger language plpgsql as 'begin end'",
    "select * from pg_hba_file_rules",
    "begin; prepare transaction 'forever'",
]


REACHES_NOTHING = """
create extension if not exists postgres_fdw;
create server s foreign data wrapper postgres_fdw options (host 'localhost', dbname 'postgres');
create user mapping for current_user server s options (user 'supabase_admin');
create foreign table t (a int) server s options (table_name 'pg_authid');
"""


@pytest.mark.parametrize("sql", DENIED)
def test_what_reaches_out_of_the_database_is_denied(scratch: ScratchDatabase, sql: str) -> None:
    result = apply(scratch, sql)[-1]
    assert result.error is not None
    # Denied, not available, not a transaction to prepare: never a success, never a crash of the server.
    assert result.error.sqlstate in {"42501", "58P01", "0A000", "0P000", "22023", "25P01", "55000", "42704"}, (
        result.error
    )


def test_a_foreign_table_is_drawn_but_reaches_no_server(cluster: Cluster) -> None:
    with scratch_database(cluster) as database:
        results = apply(database, REACHES_NOTHING + "select * from t;")
    assert [row.error for row in results[:-1]] == [None] * 4
    error = results[-1].error
    assert error is not None
    assert "has no handler" in error.message


def test_a_denial_says_who_one_is(scratch: ScratchDatabase) -> None:
    error = apply(scratch, "alter role postgres superuser")[0].error
    assert error is not None
    assert error.hint is not None
    assert "superuser" in f"{error.message} {error.detail} {error.hint}"


def test_the_platforms_tables_take_policies_and_triggers_and_nothing_else(scratch: ScratchDatabase) -> None:
    allowed = """
        create table public.profiles (id uuid primary key references auth.users on delete cascade);
        create function public.handle() returns trigger language plpgsql as $$ begin return new; end $$;
        create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle();
        drop trigger on_auth_user_created on auth.users;
        create policy p on storage.objects for select to authenticated using (bucket_id = 'a');
        alter policy p on storage.objects using (bucket_id = 'b');
        drop policy p on storage.objects;
        create policy q on storage.buckets for select using (true);
        create policy r on realtime.messages for select to authenticated using (realtime.topic() = 'x');
        insert into storage.buckets (id, name) values ('a', 'a');
        insert into auth.users (id, email) values (gen_random_uuid(), 'a@example.com');
        grant select on auth.users to service_role;
    """
    refused = """
        alter table auth.users add column x int;
        alter table storage.objects enable row level security;
        create index on storage.objects (name);
        drop table storage.objects cascade;
        drop function auth.uid() cascade;
        create table auth.mine ();
        create function auth.mine() returns int language sql as 'select 1';
        alter table auth.users rename to people;
        drop schema auth cascade
    """
    assert [result.error for result in apply(scratch, allowed)] == [None] * 12
    for result in apply(scratch, refused):
        assert result.error is not None, result.excerpt
        assert result.error.sqlstate == "42501", result.error
        assert result.error.hint


@pytest.mark.parametrize(
    "sql",
    [
        "select pg_sleep(3600)",
        "do $$ begin loop perform 1; end loop; end $$",
        "with recursive r as (select 1 union all select 1 from r) select count(*) from r",
    ],
)
def test_a_statement_without_end_is_cancelled_and_the_rest_goes_on(cluster: Cluster, sql: str) -> None:
    with scratch_database(cluster, limits=Limits(statement_seconds=0.5)) as database:
        results = apply(database, f"{sql}; create table after_it ()")
    assert results[0].error is not None
    assert results[0].error.sqlstate == "57014"
    assert results[0].error.hint is not None
    assert "took too long" in results[0].error.hint
    assert results[1].error is None


def test_switching_the_timeout_off_does_not_help(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdogs, "GRACE_SECONDS", 0.5)
    started = time.monotonic()
    with scratch_database(cluster, limits=Limits(statement_seconds=0.2)) as database:
        results = apply(database, "set statement_timeout = 0; select pg_sleep(3600); select 1")
    assert [result.error is None for result in results] == [True, False, True]
    assert time.monotonic() - started < 15


def test_catching_the_cancellation_ends_the_run(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdogs, "GRACE_SECONDS", 0.5)
    loop = """
        set statement_timeout = 0;
        do $$ begin loop begin perform pg_sleep(3600); exception when query_canceled then null; end; end loop; end $$
    """
    limits = Limits(statement_seconds=0.2)
    with (
        pytest.raises(LimitError, match=r"evil.sql, line 3: A statement took longer than 0.2 seconds"),
        scratch_database(cluster, limits=limits) as database,
    ):
        apply(database, loop)


def test_many_slow_statements_end_with_the_time_of_the_run(cluster: Cluster) -> None:
    with (
        pytest.raises(LimitError, match="The run took longer than 1 second"),
        scratch_database(cluster, limits=Limits(run_seconds=1)) as database,
    ):
        apply(database, "select pg_sleep(0.4);" * 10)


def test_a_session_outside_a_script_ends_with_the_run_too(cluster: Cluster) -> None:
    with (
        pytest.raises(LimitError, match="The run took longer"),
        scratch_database(cluster, limits=Limits(run_seconds=0.5)) as database,
        database.connect() as connection,
    ):
        connection.execute("select pg_sleep(3600)")


def test_a_stop_ends_a_running_statement(cluster: Cluster) -> None:
    started = time.monotonic()
    script = read_script("select pg_sleep(3600)", "evil.sql")
    with (
        pytest.raises(LimitError, match=r"[Ss]topped on request"),
        scratch_database(cluster) as database,
        database.connect() as connection,
    ):
        apply_script(connection, script, should_stop=lambda: time.monotonic() - started > 0.5)
    assert time.monotonic() - started < 10


FILL_DISK = """
    create table t (x text);
    do $$ begin loop insert into t select repeat(md5(g::text), 10) from generate_series(1, 10000) g; end loop; end $$
"""


def test_filling_the_disk_ends_the_run(cluster: Cluster) -> None:
    limits = Limits(disk_bytes=32 << 20)
    with (
        pytest.raises(LimitError, match=r"The run used \d+ MB of disk, more than the 32 MB allowed"),
        scratch_database(cluster, limits=limits) as database,
    ):
        apply(database, FILL_DISK)


def test_large_objects_count_as_disk(cluster: Cluster) -> None:
    loop = "do $$ begin for i in 1..100000 loop perform lo_from_bytea(0, decode(repeat(md5(i::text), 40000), 'hex')); end loop; end $$"
    with (
        pytest.raises(LimitError, match="MB of disk"),
        scratch_database(cluster, limits=Limits(disk_bytes=32 << 20)) as database,
    ):
        apply(database, loop)


def test_a_greedy_query_runs_out_of_memory_alone(cluster: Cluster) -> None:
    with sandbox_run(cluster) as run:
        database = run.database()
        results = apply(
            database,
            "set work_mem = '2000GB'; select string_agg(repeat('x', 100000000), '') from generate_series(1, 1000); select 1",
        )
    assert [result.error.sqlstate if result.error else "ok" for result in results][-1] == "ok"
    assert results[-2].error is not None
    assert results[-2].error.sqlstate in {"53200", "54000", "22023"}


def test_a_result_without_end_is_not_kept_in_memory(cluster: Cluster) -> None:
    with scratch_database(cluster, limits=Limits(statement_seconds=1)) as database:
        results = apply(database, "select repeat('x', 1000000) from generate_series(1, 1000000); select 1")
    assert results[0].error is not None
    assert results[0].error.sqlstate == "57014"


@pytest.mark.slow
def test_fifty_megabytes_of_sql_are_read_and_answered(cluster: Cluster) -> None:
    literal = "x" * (50 << 20)
    with scratch_database(cluster) as database:
        one, rest = apply(database, f"select length('{literal}'); select 1")
        assert one.error is None
        assert rest.error is None
        (noise,) = apply(database, "this is not SQL " * (50 << 16))
    assert noise.error is not None
    assert noise.error.sqlstate == "42601"
    assert len(noise.excerpt) == 200


def test_one_run_can_neither_see_nor_end_the_sessions_of_another(cluster: Cluster) -> None:
    with (
        scratch_database(cluster) as mine,
        scratch_database(cluster) as theirs,
        theirs.connect() as victim,
        mine.connect() as attacker,
    ):
        victim.execute("select 'secret'")
        pid = victim.info.backend_pid
        seen = attacker.execute("select query from pg_stat_activity where pid = %s", (pid,)).fetchone()
        assert seen == ("<insufficient privilege>",)
        results = apply(mine, f"select pg_terminate_backend({pid}); select pg_cancel_backend({pid})")
        assert all(result.error is not None and result.error.sqlstate == "42501" for result in results)
        assert victim.execute("select 1").fetchone() == (1,)


def test_a_session_that_ends_itself_is_reported_and_the_rest_is_not_run(scratch: ScratchDatabase) -> None:
    results = apply(scratch, "set role none; select pg_terminate_backend(pg_backend_pid()); select 1")
    assert [result.error is not None for result in results] == [False, True, True]
    assert results[2].error is not None
    assert "not run" in results[2].error.message


def test_the_own_database_cannot_be_dropped_or_changed(scratch: ScratchDatabase) -> None:
    name = scratch.name
    statements = [
        f"alter database {name} connection limit 1000",
        f"alter database {name} rename to mine",
        f"drop database {name}",
        "create database other",
        "drop database postgres",
        "alter database postgres set work_mem = '1GB'",
    ]
    for result in apply(scratch, ";".join(statements)):
        assert result.note is not None
        assert "stays in its own database" in result.note
    with scratch.connect() as connection:
        # Not by our politeness but by the server's word.
        for statement in statements:
            error = run_text(connection, statement)
            assert error is not None, statement
            assert error.sqlstate in {"42501", "55006", "3D000"}


@pytest.mark.parametrize(
    "extension",
    ["citext", "hstore", "ltree", "pg_trgm", "btree_gist", "btree_gin", "unaccent", "moddatetime", "vector", "fuzzystrmatch",
     "intarray", "tablefunc", "earthdistance cascade"],
)  # fmt: skip
def test_extensions_the_platform_offers_can_be_created(scratch: ScratchDatabase, extension: str) -> None:
    name, *cascade = extension.split()
    (result,) = apply(scratch, f"create extension {name} with schema extensions {' '.join(cascade)}")
    assert result.error is None
