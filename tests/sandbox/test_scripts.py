"""Applying scripts: what fails is reported and undoes nothing else."""

from __future__ import annotations

import pytest

from designer.postgres.scripts import read_script
from designer.sandbox.databases import RunConnection, ScratchDatabase
from designer.sandbox.limits import LimitError
from designer.sandbox.scripts import StatementResult, apply_script


def apply(connection: RunConnection, sql: str) -> list[StatementResult]:
    return apply_script(connection, read_script(sql, "input.sql"))


def tables(connection: RunConnection) -> list[str]:
    rows = connection.execute("select relname from pg_class where relnamespace = 'public'::regnamespace order by 1")
    return [str(row[0]) for row in rows]


def states(results: list[StatementResult]) -> list[str]:
    return [result.error.sqlstate if result.error else "ok" for result in results]


def test_a_failing_statement_undoes_nothing_else(scratch: ScratchDatabase) -> None:
    with scratch.connect() as connection:
        results = apply(
            connection, "create table a (); create table a ();\ncreate table b (x missing); create table c ();"
        )
        assert states(results) == ["ok", "42P07", "42704", "ok"]
        assert tables(connection) == ["a", "c"]
    error = results[2].error
    assert error is not None
    assert (results[2].statement.line, error.line) == (2, 2)


def test_what_needs_a_failed_object_is_traced_to_it(scratch: ScratchDatabase) -> None:
    with scratch.connect() as connection:
        results = apply(connection, "create table public.a (x missing);\ncreate view v as select * from a;")
    assert results[1].error is not None
    assert results[1].error.hint == "It was to be created at input.sql, line 1, which failed."


def test_a_block_rolled_back_by_the_script_leaves_nothing(scratch: ScratchDatabase) -> None:
    with scratch.connect() as connection:
        results = apply(connection, "begin; create table a (); rollback; create table b ();")
        assert tables(connection) == ["b"]
    assert states(results) == ["ok"] * 4
    assert results[1].note == "rolled back by the script"


def test_a_failing_statement_inside_a_block_does_not_abort_it(scratch: ScratchDatabase) -> None:
    with scratch.connect() as connection:
        sql = "begin; create table a (); create table a (); savepoint s; create table b (); rollback to s; create table c (); commit;"
        assert states(apply(connection, sql)) == ["ok", "ok", "42P07", "ok", "ok", "ok", "ok", "ok"]
        assert tables(connection) == ["a", "c"]


def test_a_savepoint_that_is_missing_does_not_abort_the_block(scratch: ScratchDatabase) -> None:
    with scratch.connect() as connection:
        results = apply(connection, "begin; create table a (); rollback to nowhere; create table b (); commit")
        assert states(results) == ["ok", "ok", "3B001", "ok", "ok"]
        assert tables(connection) == ["a", "b"]


def test_a_block_that_is_never_committed_is_rolled_back_and_said_so(scratch: ScratchDatabase) -> None:
    with scratch.connect() as connection:
        results = apply(connection, "begin; create table a ();")
        assert tables(connection) == []
    assert results[1].note is not None
    assert "not committed" in results[1].note


def test_commit_without_begin_is_passed_over(scratch: ScratchDatabase) -> None:
    with scratch.connect() as connection:
        results = apply(connection, "create table a (); commit; end; rollback; create table b ();")
        assert tables(connection) == ["a", "b"]
    assert [result.note for result in results][1:4] == ["no transaction is open; not sent"] * 3


def test_settings_last_through_the_script_and_not_longer(scratch: ScratchDatabase) -> None:
    sql = (
        "select pg_catalog.set_config('search_path', '', false); create table a (); create schema s; set search_path = s;"
        "create table b (); set role anon; create table public.c ();"
    )
    with scratch.connect() as connection:
        assert states(apply(connection, sql)) == ["ok", "3F000", "ok", "ok", "ok", "ok", "42501"]
        assert connection.execute("select to_regclass('s.b')::text, current_user").fetchone() == ("s.b", "postgres")
        assert connection.execute("show search_path").fetchone() == ('"$user", public, extensions',)


def test_statements_that_need_no_transaction_run(scratch: ScratchDatabase) -> None:
    with scratch.connect() as connection:
        results = apply(
            connection,
            "create table a (x int); create index concurrently i on a (x); vacuum a; drop index concurrently i;",
        )
        assert states(results) == ["ok"] * 4
        inside = apply(connection, "begin; vacuum a; commit;")
    assert states(inside) == ["ok", "25001", "ok"]
    assert inside[1].error is not None
    assert inside[1].error.hint == "Keep it outside BEGIN … COMMIT, in a file of its own."


def test_text_is_sent_as_written(scratch: ScratchDatabase) -> None:
    with scratch.connect() as connection:
        sql = "create table a (x text check (x like '%s%%(y)' and x <> '{}$1')); copy a to stdout; select '%', 1/0;"
        assert states(apply(connection, sql)) == ["ok", "ok", "22012"]


def test_missing_extensions_and_variables_are_explained(scratch: ScratchDatabase) -> None:
    with scratch.connect() as connection:
        extension, variable = apply(connection, "create extension nothing_like_it; select :name;")
    assert extension.error is not None
    assert extension.error.hint == (
        "extension nothing_like_it is not available in this sandbox: set SANDBOX_DATABASE_URL to a server that has it. "
        "What needs it fails too."
    )
    assert variable.error is not None
    assert variable.error.hint is not None
    assert variable.error.hint.startswith("the psql variable name has no value")


@pytest.mark.parametrize(
    ("sql", "hint"),
    [
        ("create table t (id int); grant select on t to nobody_known", "no roles"),
        ("create table auth.t (id int)", "Supabase owns this schema"),
        ("do $$ begin perform pg_read_file('x'); end $$", "no superuser here"),
        ("create type e as enum ('a'); begin; alter type e add value 'b'; select 'b'::e; commit", "different files"),
        ("create function f() returns int language sql as 'select f()'; select f()", "calls itself without end"),
    ],
)
def test_common_errors_are_explained(scratch: ScratchDatabase, sql: str, hint: str) -> None:
    with scratch.connect() as connection:
        failed = [result.error for result in apply(connection, sql) if result.error is not None]
    assert len(failed) == 1
    assert failed[0].hint is not None
    assert hint in failed[0].hint


def test_progress_is_told_and_a_stop_is_heard_between_statements(scratch: ScratchDatabase) -> None:
    told: list[tuple[int, int]] = []
    script = read_script("create table a (); create table b ();", "input.sql")
    with scratch.connect() as connection:
        apply_script(connection, script, progress=lambda done, total, _: told.append((done, total)))
        with pytest.raises(LimitError, match=r"Stopped on request at input.sql, line 1"):
            apply_script(connection, script, should_stop=lambda: True)
    assert told[0] == (0, 2)
    assert told[-1] == (2, 2)
