"""Partitioned tables, their partitions, and what PostgreSQL adds to those by itself."""

from __future__ import annotations

import pytest

from designer.design import IndexKey, Partitioning, PartitionOf, id_from_path
from tests.catalog.conftest import Read

EVENTS = """
    create table events (id int, at timestamptz not null, kind text, primary key (id, at), unique (at, kind))
      partition by range (at);
    create index events_kind on events (lower(kind), at);
    create index on events (kind) include (id);
"""


def test_the_partitioning_and_the_bound(read: Read) -> None:
    design = read(
        EVENTS + "create table y26 partition of events for values from ('2026-01-01') to ('2027-01-01 01:00+01')"
    )
    events, partition = design.table("public", "events"), design.table("public", "y26")
    assert events.partitioning == Partitioning(
        strategy="range", keys=(IndexKey(column_id=id_from_path("column", "public", "events", "at")),)
    )
    assert partition.partition_of == PartitionOf(
        table_id=events.id, bound="FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2027-01-01 00:00:00+00')"
    )
    assert [column.name for column in partition.columns] == ["id", "at", "kind"]
    assert partition.inherits == ()


def test_keys_of_a_partitioning_with_collation_operator_class_and_expression(read: Read) -> None:
    design = read("""
        create table t (a text, b text, c int)
          partition by range ((b || a) collate "C" text_pattern_ops, a collate "POSIX", abs(c));
    """)
    partitioning = design.table("public", "t").partitioning
    assert partitioning is not None
    first, second, third = partitioning.keys
    assert (first.expression, first.collation, first.opclass) == ("(b || a)", '"C"', "text_pattern_ops")
    assert (second.column_id, second.collation) == (id_from_path("column", "public", "t", "a"), '"POSIX"')
    assert third == IndexKey(expression="abs(c)")


def test_what_a_partition_gets_from_its_parent_is_not_listed(read: Read) -> None:
    design = read(EVENTS + "create table y26 partition of events default")
    partition = design.table("public", "y26")
    assert (partition.primary_key, partition.unique_keys, partition.indexes) == (None, (), ())
    assert (partition.checks, partition.not_nulls) == ((), ())


def test_what_a_partition_brings_under_names_of_its_own_is_listed(read: Read) -> None:
    design = read(
        EVENTS
        + """
        create table y26 (id int, at timestamptz not null, kind text, constraint mine primary key (id, at));
        create index mine_too on y26 (lower(kind), at);
        alter table events attach partition y26 default;
        """
    )
    events, partition = design.table("public", "events"), design.table("public", "y26")
    assert partition.primary_key is not None
    assert partition.primary_key.name == "mine"
    (index,) = partition.indexes
    assert (index.name, index.attached_to) == (
        "mine_too",
        next(row.id for row in events.indexes if row.name == "events_kind"),
    )
    assert {row.name for row in partition.not_nulls} == {"y26_at_not_null", "y26_id_not_null"}


def test_foreign_keys_and_triggers_are_not_repeated_on_partitions(read: Read) -> None:
    design = read(
        """
        create table kinds (name text primary key);
        create function touch() returns trigger language plpgsql as 'begin return new; end';
        """
        + EVENTS
        + """
        create table y26 partition of events default;
        alter table events add constraint of_kind foreign key (kind) references kinds;
        create trigger touched before insert on events for each row execute function touch();
        """
    )
    assert [row.name for row in design.relationships] == ["of_kind"]
    assert [row.name for row in design.table("public", "events").triggers] == ["touched"]
    assert design.table("public", "y26").triggers == ()


def test_an_identity_belongs_to_the_parent(read: Read) -> None:
    design = read("""
        create table t (id int generated always as identity, at date) partition by range (at);
        create table rest partition of t default;
    """)
    assert design.table("public", "t").columns[0].identity is not None
    assert design.table("public", "rest").columns[0].identity is None


@pytest.mark.parametrize("strategy", ["list", "hash"])
def test_other_strategies(read: Read, strategy: str) -> None:
    bound = {"list": "in ('x', null)", "hash": "with (modulus 2, remainder 1)"}[strategy]
    design = read(f"""
        create table t (a text) partition by {strategy} (a);
        create table one partition of t for values {bound};
    """)
    partitioning, partition_of = design.table("public", "t").partitioning, design.table("public", "one").partition_of
    assert partitioning is not None
    assert partition_of is not None
    assert partitioning.strategy == strategy
    assert partition_of.bound.lower() == f"for values {bound}"
