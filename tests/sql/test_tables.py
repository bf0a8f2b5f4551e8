from __future__ import annotations

from typing import Any

import pytest

from designer.design import Check, Design, Exclusion, Identity, NotNull, SequenceOptions
from designer.sql.schemas import write_rename, write_set_schema
from designer.sql.tables import (
    write_alter_table_options,
    write_create_table,
    write_drop_table,
    write_force_rls,
    write_replica_identity,
    write_set_logged,
    write_set_rls,
)
from tests.sql.building import HOSTILE_NAMES, column, design, id_, key, run, table, value

ID = column("id", "uuid", is_nullable=False, default="gen_random_uuid()")
EMAIL = column("email", is_nullable=False)
USERS = table(
    "users",
    ID,
    EMAIL,
    column("age", "integer"),
    primary_key=key("users_pkey", ID),
    unique_keys=(key("users_email_key", EMAIL),),
    checks=(Check(id=id_("c"), name="users_age_check", expression="age > 0"),),
)


def test_a_table_is_written_one_element_per_line() -> None:
    assert write_create_table(USERS, design(USERS)) == [
        """\
create table public.users (
  id uuid not null default gen_random_uuid(),
  email text not null,
  age integer,
  constraint users_pkey primary key (id),
  constraint users_email_key unique (email),
  constraint users_age_check check (age > 0)
)"""
    ]


def test_whole_table_changes_are_written_exactly() -> None:
    old = table("Old")
    new = table("new", schema="app", has_rls=True, options=(("fillfactor", "70"),))
    assert write_drop_table(old) == ['drop table public."Old"']
    assert write_rename(old, new) == ['alter table public."Old" rename to new']
    assert write_set_schema(old, new) == ['alter table public."Old" set schema app']
    assert write_set_rls(new) == ["alter table app.new enable row level security"]
    assert write_set_rls(old) == ['alter table public."Old" disable row level security']
    assert write_force_rls(old) == ['alter table public."Old" no force row level security']
    assert write_set_logged(old) == ['alter table public."Old" set logged']
    assert write_alter_table_options(old, new) == ["alter table app.new set (fillfactor = 70)"]
    assert write_alter_table_options(new, old) == ['alter table public."Old" reset (fillfactor)']


def test_everything_a_table_can_say_reaches_the_server(scratch: Any) -> None:
    number = column("number", "bigint", is_nullable=False, identity=Identity.ALWAYS, identity_sequence="Numbers")
    number_options = SequenceOptions(start=10, increment=5, minimum=5, maximum=1000, cache=3, cycles=True)
    part = column("part", "integer", is_nullable=False, identity=Identity.BY_DEFAULT, identity_options=number_options)
    name = column("name", "character varying(20)", collation='"C"', is_nullable=False)
    upper = column("upper name", generated="upper((name)::text)", storage="external")
    period = column("period", "int4range")
    late = column("late", "timestamp", default="now() at time zone 'utc'")
    all_ = table(
        "all",
        number,
        part,
        name,
        upper,
        period,
        late,
        column("big", compression="pglz"),
        primary_key=key("all_pk", number, part, include=(name.id,), is_deferrable=True, is_initially_deferred=True),
        unique_keys=(key("all_name", name, nulls_distinct=False),),
        checks=(
            Check(id=id_("1"), name="a'b", expression="number > 0 or part > 0", no_inherit=True),
            Check(id=id_("2"), name="later", expression="part < 100", is_validated=False),
        ),
        exclusions=(Exclusion(id=id_("3"), name="no overlap", definition="EXCLUDE USING gist (period WITH &&)"),),
        not_nulls=(NotNull(column_id=name.id, name="named"),),
        is_unlogged=True,
        options=(("fillfactor", "80"), ("toast.autovacuum_enabled", "false")),
    )
    with scratch.connect() as connection:
        run(connection, write_create_table(all_, design(all_)))
        assert (
            value(
                connection,
                "select relpersistence::text || array_to_string(reloptions, ',') from pg_class where relname = 'all'",
            )
            == "ufillfactor=80"
        )
        constraints = dict(
            connection.execute(
                "select conname, pg_get_constraintdef(oid) from pg_constraint"
                " where conrelid = 'public.all'::regclass and contype <> 'n' order by 1"
            ).fetchall()
        )
        identity = connection.execute(
            "select seqstart, seqincrement, seqmin, seqmax, seqcache, seqcycle from pg_sequence where seqrelid = 'public.all_part_seq'::regclass"
        ).fetchone()
        assert value(connection, "select 'public.\"Numbers\"'::regclass::text") == '"Numbers"'
        storage = value(
            connection,
            "select string_agg(attname || attstorage::text || attcompression::text, ' ' order by attname) from pg_attribute where attrelid = 'public.all'::regclass and attname in ('big', 'upper name')",
        )
    assert constraints == {
        "a'b": "CHECK (((number > 0) OR (part > 0))) NO INHERIT",
        "later": "CHECK ((part < 100)) NOT VALID",
        "all_pk": "PRIMARY KEY (number, part) INCLUDE (name) DEFERRABLE INITIALLY DEFERRED",
        "all_name": "UNIQUE NULLS NOT DISTINCT (name)",
        "no overlap": "EXCLUDE USING gist (period WITH &&)",
    }
    assert identity == (10, 5, 5, 1000, 3, True)
    assert storage == "bigxp upper namee"


def test_changes_of_the_whole_table_run(scratch: Any) -> None:
    id_column = column("id", "integer", is_nullable=False)
    before = table("before", id_column, primary_key=key("before_pkey", id_column), options=(("fillfactor", "80"),))
    after = table(
        "after",
        id_column,
        primary_key=key("before_pkey", id_column),
        schema="app",
        has_rls=True,
        forces_rls=True,
        is_unlogged=True,
        replica_identity="before_pkey",
    )
    with scratch.connect() as connection:
        run(connection, "create schema app", write_create_table(before, design(before)))
        run(connection, write_rename(before, after), write_set_schema(table("after"), after))
        run(connection, write_set_rls(after), write_force_rls(after), write_set_logged(after))
        run(connection, write_replica_identity(after), write_alter_table_options(before, after))
        found = connection.execute(
            "select relrowsecurity, relforcerowsecurity, relpersistence, relreplident, reloptions from pg_class where oid = 'app.after'::regclass"
        ).fetchone()
        assert found == (True, True, "u", "i", None)
        for words in "nfd":
            run(connection, write_replica_identity(table("after", schema="app", replica_identity=words)))
        run(connection, write_drop_table(after))
        assert value(connection, "select to_regclass('app.after')") is None


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_arrive_as_they_are(scratch: Any, name: str) -> None:
    only = column(name, is_nullable=False)
    hostile = table(
        name,
        only,
        checks=(Check(id=id_("c"), name=name, expression="true"),),
        not_nulls=(NotNull(column_id=only.id, name=f"{name}n"[:30]),),
    )
    with scratch.connect() as connection:
        run(connection, write_create_table(hostile, design(hostile)))
        row = connection.execute(
            "select relname, attname, conname from pg_class join pg_attribute on attrelid = pg_class.oid and attnum = 1"
            " join pg_constraint on conrelid = pg_class.oid and contype = 'c' where relnamespace = 'public'::regnamespace"
        ).fetchall()
        assert row == [(name, name, name)]
        run(connection, write_rename(hostile, table("plain")), write_drop_table(table("plain")))


def test_a_table_without_columns_is_possible(scratch: Any) -> None:
    with scratch.connect() as connection:
        run(connection, write_create_table(table("empty"), Design()))
    assert write_create_table(table("empty"), Design()) == ["create table public.empty ()"]
