"""Kinds without an ALTER worth the name: what follows a rename, and what cannot be done is said."""

from __future__ import annotations

from msgspec.structs import replace

from designer.design import Design, TypeRef
from designer.design.edits import put
from designer.design.edits.objects import change_object
from designer.migrations import compare_designs, find_differences, plan_files, write_design
from designer.proofs.catalogs import compare_designs_read
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import ScratchDatabase
from tests.migrations.proofs import build, read, read_sql, run

SQL = """
    create schema shop;
    create type span as range (subtype = integer);
    create collation german from "C";
    create table names (
      id bigint primary key, name text collate german, during span, others span_multirange, check (during <> '[1,2)'::span)
    );
    create index names_idx on names (lower(name) collate german);
    create function covers(span, span_multirange) returns boolean language sql return $1 <@ $2;
"""


Databases = tuple[ScratchDatabase, ScratchDatabase]


def built(database: ScratchDatabase, sql: str = SQL) -> Design:
    assert build(database, sql) == []
    return read(database)


def prove_edit(databases: Databases, before: Design, after: Design) -> list[str]:
    """What the operations of an edit are, after they led to what a fresh database of the design is, and back."""
    base, target = databases
    with target.connect() as connection:
        for statement in write_design(after):
            connection.execute(statement.encode())
    operations = compare_designs(before, after)
    files = plan_files(operations, name="edit")
    with base.connect() as connection:
        for is_down, expected in ((False, read(target)), (True, before), (False, read(target))):
            assert run(connection, files, is_down=is_down) == ""
            assert compare_designs_read(read(base), expected) == []
    return [operation.describe() for operation in operations]


def test_everything_follows_a_range_under_another_name(databases: Databases) -> None:
    before = built(databases[0])
    after = change_object(before, before.ranges[0].id, name="period", schema="shop")
    assert prove_edit(databases, before, after) == [
        "Rename type public.span to shop.span",
        "Rename type span to period",
    ]


def test_everything_follows_a_collation_under_another_name(databases: Databases) -> None:
    before = built(databases[0])
    after = change_object(before, before.collations[0].id, name="deutsch")
    assert after.table("public", "names").columns[1].collation == "public.deutsch"
    assert prove_edit(databases, before, after) == ["Rename collation german to deutsch"]


def test_what_columns_and_types_are_made_of_cannot_be_made_again(databases: Databases) -> None:
    before = built(databases[0], f"{SQL} create domain spell as span; create type days as range (subtype = date);")
    days, span = before.ranges
    wider = (replace(row, subtype=TypeRef("bigint")) for row in (days, span))
    comparison = find_differences(before, put(before, *wider, replace(before.collations[0], locale="POSIX")))
    assert [row.describe() for row in comparison.operations] == ["Drop type public.days", "Create type public.days"]
    assert [row.object_name for row in comparison.unsupported] == ["public.german", "public.span"]
    assert all("another name" in row.reason for row in comparison.unsupported)


def test_an_aggregate_follows_its_functions_and_types_and_is_followed(databases: Databases) -> None:
    before = built(
        databases[0],
        """
        create schema shop;
        create domain amount as integer;
        create function add(state amount, value amount) returns amount language sql immutable as 'select state + value';
        create aggregate total(amount) (sfunc = add, stype = amount);
        create table bills (id bigint primary key, price amount);
        create view totals as select total(price) from bills;
        """,
    )
    after = change_object(before, before.aggregates[0].id, name="sum_of", schema="shop")
    after = change_object(after, before.functions[0].id, name="plus")
    after = change_object(after, before.domains[0].id, name="price")
    described = prove_edit(databases, before, after)
    assert [text for text in described if not text.startswith("Rename")] == []


def test_an_extension_moves_before_everything_both_ways(cluster: Cluster) -> None:
    before = read_sql(cluster, "create extension citext; create table t (c citext);")
    after = read_sql(cluster, "create extension citext schema extensions; create table t (c extensions.citext);")
    (file,) = plan_files(compare_designs(before, after), name="move")
    up, down = (text.split("set local statement_timeout")[1] for text in (file.up_sql, file.down_sql))
    assert up.index("alter extension citext set schema extensions") < up.index("type extensions.citext")
    assert down.index("alter extension citext set schema public") < down.index("type public.citext")


def test_a_typed_table_does_not_become_a_plain_one(cluster: Cluster) -> None:
    typed = read_sql(cluster, "create type measure as (id integer); create table readings of measure;")
    plain = read_sql(cluster, "create type measure as (id integer); create table readings (id integer);")
    for before, after in ((typed, plain), (plain, typed)):
        (row,) = find_differences(before, after).unsupported
        assert row.object_name == "public.readings"
        assert "CREATE TABLE … OF" in row.reason
