"""What is not modelled survives as pg_dump writes it, and what is modelled is not kept twice."""

from __future__ import annotations

from msgspec.structs import replace

from designer.catalog.privileges import changed_statements, reverse_statements
from designer.design.edits.tables import rename_table
from designer.migrations import compare_designs
from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster
from tests.catalog.rebuilding import rebuild

UNMODELLED = """
create type point2 as (x int, y int);
create table typed of point2 (primary key (x));
comment on table typed is 'Typed';
alter table typed enable row level security;
create policy own on typed using (x > 0);
grant select on typed to authenticated;
create table plain (id int primary key, note text, typed_x int references typed);
create aggregate total (int) (sfunc = int4pl, stype = int, initcond = '0');
comment on aggregate total (int) is 'Sum';
create view totals as select total(id) from plain;
create rule quiet as on delete to plain do instead nothing;
comment on rule quiet on plain is 'Hush';
create operator === (leftarg = int, rightarg = int, function = int4eq);
create operator === (leftarg = text, rightarg = text, function = texteq);
create type span as range (subtype = int4);
create collation german from "C";
create table sorted (name text collate german, covered span);
create statistics linked on id, note from plain;
create view defaulted as select id, note from plain;
alter view defaulted alter column note set default 'x';
grant select (id) on defaulted to anon;
create publication feed for table plain;
alter publication supabase_realtime add table plain;
alter default privileges in schema public grant select on tables to anon;
alter default privileges grant usage on sequences to authenticated;
grant select on auth.users to anon;
comment on table storage.objects is 'Ours too';
create text search configuration words (copy = pg_catalog.simple);
"""


def test_every_kind_survives_a_rebuild(cluster: Cluster) -> None:
    found = rebuild(cluster, [read_script(UNMODELLED)])
    assert found.errors == []
    assert found.differences == []
    assert found.first == found.second
    assert {(row.kind, row.name) for row in found.first.verbatim} >= {
        ("TABLE", "typed"),
        ("CONSTRAINT", "typed typed_pkey"),
        ("POLICY", "typed own"),
        ("ROW SECURITY", "typed"),
        ("FK CONSTRAINT", "plain plain_typed_x_fkey"),
        ("OPERATOR", "==="),
        ("ACL", "TABLE users"),
        ("COMMENT", "TABLE objects"),
        ("TEXT SEARCH CONFIGURATION", "words"),
    }


def test_ids_differ_even_for_equal_names(cluster: Cluster) -> None:
    sql = "\n".join(line for line in UNMODELLED.splitlines() if line.startswith("create operator"))
    found = rebuild(cluster, [read_script(sql)])
    assert len({row.id for row in found.first.verbatim}) == 2
    assert found.first == found.second


def test_comments_are_part_of_what_they_are_about(cluster: Cluster) -> None:
    sql = """
        create operator === (leftarg = int, rightarg = int, function = int4eq);
        comment on operator === (int, int) is 'Same';
    """
    (same,) = rebuild(cluster, [read_script(sql)]).first.verbatim
    assert "COMMENT ON OPERATOR public.=== (integer, integer) IS 'Same';" in same.create_sql
    assert same.drop_sql == "DROP OPERATOR public.=== (integer, integer);"
    assert same.reason == "Operators are not modelled."


def test_modelled_objects_of_every_kind_are_not_kept_twice(cluster: Cluster) -> None:
    found = rebuild(
        cluster,
        [
            read_script("""
            create schema "Odd one"; comment on schema "Odd one" is 'x';
            create type "Odd one".e as enum ('a'); create domain d as int check (value > 0);
            alter domain d add constraint later check (value < 9) not valid; create type c as (x int);
            create table "Ta b" (id serial primary key, "Co l" int unique, g int generated always as identity);
            comment on column "Ta b"."Co l" is 'x'; grant select ("Co l") on "Ta b" to anon;
            alter table "Ta b" add constraint "ck x" check (id > 0) not valid; comment on constraint "ck x" on "Ta b" is 'x';
            create table parent (a int, d int default 7) partition by list (a);
            create table child partition of parent default; create index on parent (a); alter table parent add unique (a);
            create table heir () inherits ("Ta b"); create index "I x" on heir (id);
            create function f(a int, out b int, c "Odd one".e[]) language sql as 'select 1'; comment on function f is 'x';
            create procedure p(a int, out b int) language plpgsql as 'begin end'; grant execute on procedure p to anon;
            create function t() returns trigger language plpgsql as 'begin end';
            create trigger "T x" before insert on "Ta b" for each row execute function t();
            create policy "P x" on "Ta b"; alter table "Ta b" enable row level security;
            create view v as select id from "Ta b"; create materialized view m as select 1 as a; create index on m (a);
            create sequence s; alter table "Ta b" add foreign key ("Co l") references "Ta b";
            create trigger on_user after insert on auth.users for each row execute function t();
            create policy mine on storage.objects; comment on policy mine on storage.objects is 'x';
            create extension citext; grant usage on schema extensions to public; grant usage on schema vault to anon;
            """)
        ],
    )
    assert found.errors == []
    assert found.first.verbatim == ()
    assert found.differences == []
    assert found.first == found.second


def test_settings_inside_the_entries_of_modelled_objects_are_modelled_too(cluster: Cluster) -> None:
    found = rebuild(
        cluster,
        [
            read_script("""
            create table t (a int constraint pk primary key with (fillfactor = 70), b text);
            alter table t alter b set statistics 77, alter b set (n_distinct = 3, n_distinct_inherited = 4);
            create index i on t ((a + 1)); alter index i alter column 1 set statistics 9; alter table t cluster on i;
            alter table t add constraint later not null b not valid;
            create table heir () inherits (t); alter table heir alter b set default 'x';
            alter table heir add constraint own not null b;
            create view v as select a, b from t; alter view v alter b set default 'x';
            create materialized view m as select a, b from t; alter materialized view m alter b set statistics 5;
            create index mi on m (a); alter materialized view m cluster on mi;
            """)
        ],
    )
    assert found.errors == []
    assert found.differences == []
    assert found.first == found.second
    assert found.first.verbatim == ()


def test_privileges_that_were_taken_from_the_platforms_objects(cluster: Cluster) -> None:
    sql = """
        revoke usage on schema public from anon;
        alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
    """
    found = rebuild(cluster, [read_script(sql)])
    assert found.differences == []
    assert {row.name for row in found.first.verbatim} == {"SCHEMA public"}
    (row,) = found.first.default_privileges
    assert row.name == "tables of postgres in public"
    assert {grant.grantee for grant in row.grants} == {"postgres"}
    assert "anon" in {grant.grantee for grant in row.platform_grants}


def test_the_difference_between_two_lists_of_privileges() -> None:
    before = "GRANT SELECT ON TABLE public.t TO anon;\nGRANT ALL ON TABLE public.t TO boss WITH GRANT OPTION;"
    now = "GRANT ALL ON TABLE public.t TO anon;\nGRANT ALL ON TABLE public.t TO boss WITH GRANT OPTION;"
    statements = changed_statements(before, now)
    assert statements == ["REVOKE SELECT ON TABLE public.t FROM anon;", "GRANT ALL ON TABLE public.t TO anon;"]
    assert reverse_statements(statements) == [
        "REVOKE ALL ON TABLE public.t FROM anon;",
        "GRANT SELECT ON TABLE public.t TO anon;",
    ]


def test_what_follows_a_rename_by_itself_is_not_made_again(cluster: Cluster) -> None:
    sql = """
        create table orders (id int primary key, note text);
        create function text(orders) returns text language sql return 'x';
        create cast (orders as text) with function text(orders);
    """
    design = rebuild(cluster, [read_script(sql)]).first
    renamed = rename_table(design, design.table("public", "orders").id, name="trips")
    assert [operation.describe() for operation in compare_designs(design, renamed)] == ["Rename table orders to trips"]
    cast = next(row for row in renamed.verbatim if row.kind == "CAST")
    without = replace(renamed, verbatim=tuple(row for row in renamed.verbatim if row is not cast))
    statements = [sql for operation in compare_designs(design, without) for sql in operation.up()]
    assert statements[-1] == "DROP CAST (public.trips AS text)"
