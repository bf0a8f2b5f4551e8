from __future__ import annotations

from typing import Any

import pytest

from designer.design import Index, IndexKey, View
from designer.sql.indexes import (
    write_alter_index_options,
    write_attach_index,
    write_create_index,
    write_drop_index,
    write_rename_index,
)
from designer.sql.tables import write_create_table
from designer.sql.views import write_create_view
from tests.sql.building import HOSTILE_NAMES, column, design, id_, index, run, table, value

A, B = column("a"), column("b, c")
T = table("t", A, B, column("doc", "jsonb"))
D = design(T)

CASES = [
    (index("i", A), "create index i on public.t (a)", "btree (a)"),
    (
        index("i", A, B, is_unique=True, nulls_distinct=False),
        'create unique index i on public.t (a, "b, c") nulls not distinct',
        'btree (a, "b, c") NULLS NOT DISTINCT',
    ),
    (
        index("i", A, include=(B.id,), options=(("fillfactor", "70"),)),
        'create index i on public.t (a) include ("b, c") with (fillfactor = 70)',
        "btree (a) INCLUDE (\"b, c\") WITH (fillfactor='70')",
    ),
    (
        index("i", A, predicate="b is null".replace("b", '"b, c"')),
        'create index i on public.t (a)\n  where ("b, c" is null)',
        'btree (a) WHERE ("b, c" IS NULL)',
    ),
    (
        index("i", IndexKey(expression="lower(a)"), IndexKey(expression="a || 'x'")),
        "create index i on public.t (lower(a), (a || 'x'))",
        "btree (lower(a), ((a || 'x'::text)))",
    ),
    (
        index("i", IndexKey(column_id=id_("column a"), is_descending=True)),
        "create index i on public.t (a desc)",
        "btree (a DESC)",
    ),
    (
        index("i", IndexKey(column_id=id_("column a"), is_descending=True, nulls_first=False)),
        "create index i on public.t (a desc nulls last)",
        "btree (a DESC NULLS LAST)",
    ),
    (
        index("i", IndexKey(column_id=id_("column a"), nulls_first=True, collation='"C"', opclass="text_pattern_ops")),
        'create index i on public.t (a collate "C" text_pattern_ops nulls first)',
        'btree (a COLLATE "C" text_pattern_ops NULLS FIRST)',
    ),
    (
        index("i", IndexKey(expression="doc", opclass="jsonb_path_ops"), method="gin"),
        "create index i on public.t using gin (doc jsonb_path_ops)",
        "gin (doc jsonb_path_ops)",
    ),
]


@pytest.mark.parametrize(("definition", "text", "_"), CASES)
def test_an_index_is_written_exactly(definition: Index, text: str, _: str) -> None:
    assert write_create_index(definition, T, D) == [text]


def test_the_server_understands_every_form(scratch: Any) -> None:
    with scratch.connect() as connection:
        run(connection, write_create_table(T, D))
        for definition, _, expected in CASES:
            run(connection, write_create_index(definition, T, D))
            found = value(connection, "select pg_get_indexdef('i'::regclass)")
            assert found.partition(" USING ")[2] == expected
            run(connection, write_drop_index(definition, T))


def test_index_changes_run(own_scratch: Any) -> None:
    old, new = index("i", A, options=(("fillfactor", "70"),)), index("j", A, options=(("deduplicate_items", "off"),))
    with own_scratch.connect() as connection:
        run(connection, write_create_table(T, D), write_create_index(old, T, D, concurrently=True))
        run(connection, write_rename_index(old, new, T), write_alter_index_options(old, new, T))
        assert value(connection, "select reloptions from pg_class where relname = 'j'") == ["deduplicate_items=off"]
        run(connection, write_drop_index(new, T, concurrently=True))
        assert value(connection, "select to_regclass('j')") is None


def test_a_materialized_view_is_indexed_by_its_column_names(scratch: Any) -> None:
    by_name = Index(id=id_("i"), name="i", keys=(IndexKey(expression='"Odd"'),), is_unique=True)
    view = View(id=id_("v"), schema="public", name="v", query='select 1 as "Odd"', is_materialized=True)
    assert write_create_index(by_name, view, D) == ['create unique index i on public.v ("Odd")']
    with scratch.connect() as connection:
        run(
            connection,
            write_create_view(view),
            write_create_index(by_name, view, D),
            "refresh materialized view concurrently v",
        )


def test_the_lock_free_way_on_a_partitioned_table(own_scratch: Any) -> None:
    parent_index, part_index = index("p_i", A), index("q_i", A)
    parent, part = table("p", A), table("q", A)
    both = design(parent, part)
    with own_scratch.connect() as connection:
        run(connection, "create table p (a text) partition by list (a)", "create table q partition of p default")
        run(connection, write_create_index(parent_index, parent, both, only=True))
        run(connection, write_create_index(part_index, part, both, concurrently=True))
        valid = "select indisvalid from pg_index where indexrelid = 'p_i'::regclass"
        assert not value(connection, valid)
        run(connection, write_attach_index(part_index, part, parent_index, parent))
        assert value(connection, valid)


def test_hostile_index_names_survive(scratch: Any) -> None:
    with scratch.connect() as connection:
        run(connection, write_create_table(T, D))
        for name in HOSTILE_NAMES:
            run(connection, write_create_index(index(name, A), T, D), write_rename_index(index(name), index("x"), T))
            run(connection, write_drop_index(index("x"), T))
