"""Which failure follows from which: by what the earlier would have made and what PostgreSQL says is missing."""

from __future__ import annotations

import pytest

from designer.postgres.effects import Thing, effects_of
from designer.postgres.scripts import read_script
from designer.sandbox.databases import ScratchDatabase
from designer.sandbox.scripts import StatementError, apply_script


def failures(scratch: ScratchDatabase, sql: str) -> list[StatementError]:
    with scratch.connect() as connection:
        results = apply_script(connection, read_script(sql, "input.sql"))
    return [result.error for result in results if result.error is not None]


FOLLOWING = [
    ("create table a (x nope); create view v as select * from a; comment on view v is 'x'", [None, 0, 1]),
    ("create schema s authorization nobody_here; create table s.t (); alter table s.t add x int", [None, 0, 0]),
    ("create type mood as enum ('a', 'a'); create table t (m mood); insert into t values ('a')", [None, 0, 1]),
    ("create table t (); alter table t add x nope; create index on t (x); alter table t alter x set not null", [None, 0, 0]),
    ("create function f() returns nope language sql as ''; create trigger g after insert on missing execute function f()",
     [None, None]),
    (("create table t (); create function f() returns nope language sql as ''; create trigger g after insert on t execute function f();"
     "alter table t enable trigger g"), [None, 0, 1]),
    ("create extension plv8x; create function f() returns int language plv8x as ''", [None, None]),
    (("create table t (id int); alter table t add constraint k primary key (nope); create table u (t int references t (id));"
     "alter table t drop constraint k"), [None, 0, 0]),
    ("create role r in role nobody_here; grant select on all tables in schema public to r", [None, 0]),
    ("do $$ begin create type mood as enum ('a'); perform 1 / 0; end $$; create table t (m mood)", [None, 0]),
    (("create table t (id int primary key); create table u (t int references t); insert into t values ('x');"
     "insert into u values (1)"), [None, 0]),
    ("create table t (); drop table t, nope; create table t ()", [None, 0]),
    ("create type e as enum ('a'); alter type e add value 'b' before 'nope'; select 'b'::e", [None, 0]),
    # Near misses: the same names, but not because of each other.
    ("create table a (x nope); create view v as select * from b", [None, None]),
    ("create schema other; create table other.a (x nope); create table public.t (x public.a)", [None, None]),
    ("create table a (id nope); create table b (); create index on b (id)", [None, None]),
    ("create policy p on nowhere; create table t (); alter policy p on t to public", [None, None]),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "expected"), FOLLOWING)
def test_a_failure_stands_below_its_cause(scratch: ScratchDatabase, sql: str, expected: list[int | None]) -> None:
    found = failures(scratch, sql)
    assert [error.caused_by for error in found] == expected, [error.message for error in found]


def test_a_missing_extension_explains_what_it_would_have_brought(scratch: ScratchDatabase) -> None:
    first, second = failures(
        scratch, "create extension rum; create table t (x tsvector); create index on t using rum (x rum_tsvector_ops)"
    )
    assert first.hint is not None
    assert first.hint.startswith("extension rum is not available in this sandbox: set SANDBOX_DATABASE_URL")
    assert second.caused_by == 0
    assert second.hint == "It was to be created at input.sql, line 1, which failed."


def test_places_are_those_of_the_file(scratch: ScratchDatabase) -> None:
    found = failures(
        scratch,
        "select 1; select nope;\n"
        "create table t (\n  a int,\n  b nope\n);\n"
        "do $$\nbegin\n  perform 1 / 0;\nend\n$$;\n"
        "create table d (a int);\ncopy d from stdin;\n1\nx\n\\.\n"
        "  drop table nowhere;\n"
        "\\set n 'nope'\nselect 1,\n  2, :n;\n",
    )
    assert [(error.line, error.column) for error in found] == [(1, 18), (4, 5), (8, 1), (14, 1), (16, 3), (19, 6)]


HINTS = [
    ("create table t (x citext_not)", "No statement before it creates the type"),
    ("create table t (x vector(3)); select crypt('a', 'b', 'c')", "comes with the extension"),
    ("create table nope.t ()", "Add CREATE SCHEMA"),
    ("grant select on pg_class to nobody_here", "Add CREATE ROLE nobody_here before it"),
    ("create table t () tablespace fast", "--no-tablespaces"),
    ("alter system set work_mem = 1", "neither the sandbox nor Supabase allows"),
    ("create table t (); create table t ()", "IF NOT EXISTS"),
    ("create function f() returns int language plv8 as ''", "comes with the extension plv8"),
    ("create table t (x tsvector); create index on t using rum (x)", "comes with the extension rum"),
    ("create table t (id int); create table u (id int references t (id))", "unique constraint of exactly these columns"),
    ("create table t (a int) with oids", "WITH OIDS went away"),
    ("select :missing", "the psql variable missing has no value"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "words"), HINTS)
def test_common_errors_come_with_a_remedy(scratch: ScratchDatabase, sql: str, words: str) -> None:
    found = failures(scratch, sql)
    assert words in (found[-1].hint or ""), (found[-1].message, found[-1].hint)


def test_effects_are_read_from_the_parse_tree() -> None:
    made = effects_of("create table s.t (id serial primary key, mail text constraint own unique)").made
    assert Thing("relation", "t_id_seq", "s") in made
    assert Thing("constraint", "own", "s", "t") in made
    assert Thing("key", "", "s", "t") in made
    assert effects_of("drop policy p on s.t").removed == (Thing("policy", "p", "s", "t"),)
    assert effects_of("create sch√ema").made == ()
