"""Indexes, from SQL to values."""

from __future__ import annotations

from uuid import UUID

from designer.design import Index, IndexKey, id_from_path
from tests.catalog.conftest import Read


def column_id(name: str) -> UUID:
    return id_from_path("column", "public", "t", name)


def test_every_property_of_an_index(read: Read) -> None:
    table = read("""
        create table t (a text, b int, c int);
        create unique index i on t using btree
          (a collate "C" text_pattern_ops desc, (b + c) nulls first, lower(a) collate "POSIX", b desc nulls last)
          include (c) nulls not distinct with (fillfactor = 60) where a is not null and b > 0;
        comment on index i is 'Fast';
    """).table("public", "t")
    assert table.indexes == (
        Index(
            id=id_from_path("index", "public", "t", "i"),
            name="i",
            keys=(
                IndexKey(column_id=column_id("a"), collation='"C"', opclass="text_pattern_ops", is_descending=True),
                IndexKey(expression="(b + c)", nulls_first=True),
                IndexKey(expression="lower(a)", collation='"POSIX"'),
                IndexKey(column_id=column_id("b"), is_descending=True, nulls_first=False),
            ),
            is_unique=True,
            nulls_distinct=False,
            include=(column_id("c"),),
            predicate="(a IS NOT NULL) AND (b > 0)",
            options=(("fillfactor", "60"),),
            comment="Fast",
        ),
    )


def test_operator_classes_with_options_and_schemas(read: Read) -> None:
    table = read("""
        create extension pg_trgm with schema extensions;
        create table t (a text, "odd ( name" text, b jsonb);
        create index i on t using gist (a extensions.gist_trgm_ops (siglen = 32), "odd ( name" extensions.gist_trgm_ops);
        create index j on t using gin (b jsonb_path_ops);
    """).table("public", "t")
    first, second = table.indexes
    assert [key.opclass for key in first.keys] == ["extensions.gist_trgm_ops (siglen='32')", "extensions.gist_trgm_ops"]
    assert second.method == "gin"
    assert second.keys == (IndexKey(column_id=column_id("b"), opclass="jsonb_path_ops"),)


def test_strings_with_parentheses_and_commas_in_keys(read: Read) -> None:
    table = read("""
        create table t (a text, b int);
        create index i on t (replace(a, '),(', 'x'), (a || ', DESC')) where a <> ') WHERE (';
    """).table("public", "t")
    (index,) = table.indexes
    assert [key.expression for key in index.keys] == ["replace(a, '),('::text, 'x'::text)", "(a || ', DESC'::text)"]
    assert index.predicate == "a <> ') WHERE ('::text"


def test_indexes_of_constraints_are_not_listed(read: Read) -> None:
    table = read("create table t (a int primary key, b int unique, exclude (b with =))").table("public", "t")
    assert table.indexes == ()
