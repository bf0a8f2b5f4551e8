from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from designer.design import (
    Check,
    Column,
    Design,
    DesignerError,
    Identity,
    IndexKey,
    NotNull,
    Partitioning,
    PartitionOf,
    Table,
)
from designer.sql.indexes import write_create_index
from designer.sql.inheritance import write_add_parent, write_remove_parent
from designer.sql.partitions import follows_parent, write_attach_partition, write_detach_partition
from designer.sql.tables import write_create_table
from tests.sql.building import column, design, id_, index, key, run, table, value

AT = column("at", "date", is_nullable=False)
BODY = column("body", default="'x'::text")
BY_AT = Partitioning(strategy="range", keys=(IndexKey(column_id=AT.id),))
EVENTS = table(
    "events",
    AT,
    BODY,
    partitioning=BY_AT,
    primary_key=key("events_pkey", AT),
    checks=(Check(id=id_("c"), name="events_check", expression="body <> ''"),),
    indexes=(index("events_body_idx", BODY),),
)
BOUND = "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')"
WRITTEN = "for values from ('2026-01-01') to ('2027-01-01')"


def own(columns: tuple[Column, ...], prefix: str = "own ") -> tuple[Column, ...]:
    return tuple(replace(one, id=id_(prefix + one.name)) for one in columns)


def partition(name: str, *columns: Column, parent: Table = EVENTS, bound: str = BOUND, **attributes: Any) -> Table:
    return table(name, *columns, partition_of=PartitionOf(table_id=parent.id, bound=bound), **attributes)


AT_2, BODY_2 = own((AT, BODY))


def test_a_partition_that_only_follows_is_written_from_its_parent() -> None:
    head = "create table public.events_2026 partition of public.events"
    assert write_create_table(partition("events_2026"), design(EVENTS)) == [f"{head}\n  {WRITTEN}"]
    listed = partition(
        "events_2026",
        AT_2,
        BODY_2,
        primary_key=key("events_2026_pkey", AT_2),
        checks=EVENTS.checks,
        indexes=(index("events_2026_body_idx", BODY_2, attached_to=EVENTS.indexes[0].id),),
    )
    assert write_create_table(listed, design(EVENTS, listed)) == [f"{head}\n  {WRITTEN}"]


def test_what_a_partition_adds_stands_in_its_definition() -> None:
    stricter = partition(
        "events_2026",
        AT_2,
        replace(BODY_2, is_nullable=False, default="'y'::text"),
        checks=(Check(id=id_("own"), name="own", expression="length(body) < 9"),),
        unique_keys=(key("own_key", AT_2, BODY_2),),
        options=(("fillfactor", "50"),),
    )
    assert write_create_table(stricter, design(EVENTS, stricter)) == [
        f"""\
create table public.events_2026 partition of public.events (
  body not null default 'y'::text,
  constraint own_key unique (at, body),
  constraint own check (length(body) < 9)
)
{WRITTEN}
with (fillfactor = 50)"""
    ]


def test_a_partitioned_partition_names_both() -> None:
    middle = partition(
        "events_2026", partitioning=Partitioning(strategy="list", keys=(IndexKey(expression="lower(body)"),))
    )
    assert write_create_table(middle, design(EVENTS, middle))[0].splitlines()[1:] == [
        f"  {WRITTEN}",
        "partition by list (lower(body))",
    ]


DIFFERENT = [
    partition("p", BODY_2, AT_2),
    partition("p", AT_2, replace(BODY_2, default=None)),
    partition("p", AT_2, BODY_2, primary_key=key("named", AT_2)),
    partition("p", AT_2, BODY_2, indexes=(index("named", BODY_2, attached_to=EVENTS.indexes[0].id),)),
    partition("p", AT_2, BODY_2, not_nulls=(NotNull(column_id=AT_2.id, name="p_at_not_null"),)),
    partition("p", AT_2, replace(BODY_2, storage="external")),
]


@pytest.mark.parametrize("different", DIFFERENT)
def test_a_partition_that_differs_is_built_alone_and_attached(scratch: Any, different: Table) -> None:
    assert not follows_parent(different, EVENTS)
    both = design(EVENTS, different)
    with scratch.connect() as connection:
        run(connection, write_create_table(EVENTS, both), write_create_index(EVENTS.indexes[0], EVENTS, both))
        run(connection, write_create_table(different, both))
        assert value(connection, "select pg_get_expr(relpartbound, oid) from pg_class where relname = 'p'") == BOUND
        columns = connection.execute(
            "select attname from pg_attribute where attrelid = 'p'::regclass and attnum > 0"
        ).fetchall()
        assert [name for (name,) in columns] == [one.name for one in different.columns]
        names = [different.primary_key.name] if different.primary_key else ["p_pkey"]
        names += [one.name for one in different.indexes] or ["p_body_idx"]
        found = connection.execute(
            "select indexrelid::regclass::text from pg_index where indrelid = 'p'::regclass"
        ).fetchall()
        assert sorted(name for (name,) in found) == sorted(names)
        assert (
            value(
                connection,
                "select count(*) from pg_inherits where inhrelid in (select indexrelid from pg_index where indrelid = 'p'::regclass)",
            )
            == 2
        )


def test_attached_indexes_made_first_are_adopted_by_the_parents(scratch: Any) -> None:
    part = partition("p", AT_2, BODY_2)
    mine = index("by hand", BODY_2, attached_to=EVENTS.indexes[0].id)
    both = design(EVENTS, part)
    with scratch.connect() as connection:
        run(connection, write_create_table(EVENTS, both), write_create_table(part, both))
        run(connection, write_create_index(mine, part, both), write_create_index(EVENTS.indexes[0], EVENTS, both))
        parent = value(
            connection,
            "select inhparent::regclass::text from pg_inherits where inhrelid = 'public.\"by hand\"'::regclass",
        )
        assert parent == "events_body_idx"


def test_identity_checks_and_not_null_names_follow_the_parent_when_attached(scratch: Any) -> None:
    number = column("number", "bigint", is_nullable=False, identity=Identity.ALWAYS)
    parent = replace(
        EVENTS, columns=(AT, BODY, number), primary_key=None, not_nulls=(NotNull(column_id=AT.id, name="must"),)
    )
    at, body, their_number = own(parent.columns)
    child = partition("p", body, at, their_number, checks=())
    both = design(parent, child)
    assert write_create_table(child, both) == [
        """\
create table public.p (
  body text default 'x'::text,
  at date constraint must not null,
  number bigint constraint events_number_not_null not null,
  constraint events_check check (body <> '')
)""",
        f"alter table public.events attach partition public.p {WRITTEN}",
    ]
    with scratch.connect() as connection:
        run(connection, write_create_table(parent, both), write_create_table(child, both))
        if connection.info.server_version >= 180000:
            names = connection.execute(
                "select conname from pg_constraint where conrelid = 'p'::regclass and contype = 'n' order by 1"
            ).fetchall()
            assert [name for (name,) in names] == ["events_number_not_null", "must"]


def test_partitions_come_and_go(own_scratch: Any) -> None:
    part = partition("p")
    both = design(EVENTS, part)
    with own_scratch.connect() as connection:
        run(connection, write_create_table(EVENTS, both), write_create_table(part, both))
        run(connection, write_detach_partition(part, both), write_attach_partition(part, both))
        run(connection, write_detach_partition(part, both, concurrently=True))
        assert value(connection, "select relispartition from pg_class where relname = 'p'") is False


def test_what_is_no_partition_cannot_be_attached() -> None:
    with pytest.raises(DesignerError, match=r"public\.x is not a partition"):
        write_attach_partition(table("x"), Design())


def test_levels_of_partitions_with_their_default(scratch: Any) -> None:
    top = replace(EVENTS, primary_key=None)
    middle = partition(
        "middle",
        parent=top,
        bound="DEFAULT",
        partitioning=Partitioning(strategy="hash", keys=(IndexKey(expression="(at)"),)),
    )
    leaf = partition("leaf", *own((BODY, AT)), parent=middle, bound="FOR VALUES WITH (modulus 1, remainder 0)")
    middle = replace(middle, columns=own((AT, BODY), "middle "))
    whole = design(top, middle, leaf)
    with scratch.connect() as connection:
        for one in (top, middle, leaf):
            run(connection, write_create_table(one, whole))
        run(connection, "insert into events values ('2020-01-01', 'z')")
        assert value(connection, "select tableoid::regclass::text from events") == "leaf"


PARENT = table(
    "parent",
    column("a", "integer"),
    column("b", default="'p'::text"),
    checks=(
        Check(id=id_("pc"), name="positive", expression="a > 0"),
        Check(id=id_("pn"), name="alone", expression="a < 9", no_inherit=True),
    ),
)


def test_a_child_lists_only_what_is_its_own(scratch: Any) -> None:
    merged = replace(PARENT.columns[1], id=id_("merged"), default="'c'::text", is_nullable=False)
    child = table(
        "child",
        merged,
        column("c"),
        inherits=(PARENT.id,),
        primary_key=key("child_pkey", PARENT.columns[0]),
        checks=(Check(id=id_("cc"), name="own", expression="c <> ''"),),
    )
    both = design(PARENT, child)
    assert write_create_table(child, both) == [
        """\
create table public.child (
  b text not null default 'c'::text,
  c text,
  constraint own check (c <> '')
)
inherits (public.parent)""",
        "alter table public.child add constraint child_pkey primary key (a)",
    ]
    with scratch.connect() as connection:
        run(connection, write_create_table(PARENT, both), write_create_table(child, both))
        local = connection.execute(
            "select attname, attislocal from pg_attribute where attrelid = 'child'::regclass and attnum > 0"
        ).fetchall()
        assert local == [("a", False), ("b", True), ("c", True)]
        checks = connection.execute(
            "select conname, conislocal from pg_constraint where conrelid = 'child'::regclass and contype = 'c' order by 1"
        ).fetchall()
        assert checks == [("own", True), ("positive", False)]
        run(connection, write_remove_parent(child, PARENT), write_add_parent(child, PARENT))
        parent = "select inhparent::regclass::text from pg_inherits where inhrelid = 'child'::regclass"
        assert value(connection, parent) == "parent"


def test_a_child_of_two_parents(scratch: Any) -> None:
    other = table("other", replace(PARENT.columns[0], id=id_("o")), column("z"))
    child = table("child", inherits=(PARENT.id, other.id))
    whole = design(PARENT, other, child)
    assert write_create_table(child, whole) == ["create table public.child ()\ninherits (public.parent, public.other)"]
    with scratch.connect() as connection:
        for one in (PARENT, other, child):
            run(connection, write_create_table(one, whole))
