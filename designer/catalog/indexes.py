"""Indexes of tables and materialized views, and the keys of partitionings."""

from __future__ import annotations

from uuid import UUID

from designer.catalog.deparsed import (
    KeyWords,
    index_key_words,
    partition_keys,
    split_partition_key,
    strip_key_parentheses,
    strip_parentheses,
)
from designer.catalog.lookups import Lookup
from designer.catalog.options import split_settings
from designer.catalog.rows import IndexRow, RelationRow
from designer.design import Index, IndexKey, Partitioning, id_from_path
from designer.postgres.quoting import quote_identifier
from designer.sql.object_names import index_name

_DESCENDING, _NULLS_FIRST = 1, 2


def read_indexes(relation: RelationRow, lookup: Lookup) -> tuple[Index, ...]:
    """The indexes that belong to no constraint. Those a partition gets from its parent by itself are left out.

    Two are left to pg_dump's own words: one of a materialized view with INCLUDE, whose columns have no ids, and one of
    a partitioned table that some partition lacks (ON ONLY).
    """
    return tuple(
        _index(row, relation, lookup)
        for row in lookup.indexes.get(relation.oid, [])
        if row.constraint_kind is None and not _is_automatic(row, relation, lookup) and _is_modelled(row, relation)
    )


def read_partitioning(table: RelationRow, lookup: Lookup) -> Partitioning | None:
    """How a partitioned table splits its rows, or None for any other table."""
    if table.partition_key is None:
        return None
    strategy, texts = partition_keys(table.partition_key)
    keys = []
    for number, text in zip(table.partition_columns or (), texts, strict=True):
        expression, words = split_partition_key(text, is_column=number != 0)
        keys.append(_key(table, number, strip_key_parentheses(expression), words, 0, lookup))
    return Partitioning(strategy=strategy, keys=tuple(keys))


def read_clustered_on(relation: RelationRow, lookup: Lookup) -> UUID | None:
    """The index that CLUSTER sorts the rows by."""
    clustered = (row.oid for row in lookup.indexes.get(relation.oid, []) if row.is_clustered)
    return next((lookup.index_ids.get(oid) for oid in clustered), None)


def _is_modelled(row: IndexRow, relation: RelationRow) -> bool:
    return row.is_valid and (relation.kind != "m" or len(row.columns) == row.key_count)


def _is_automatic(row: IndexRow, table: RelationRow, lookup: Lookup) -> bool:
    """Whether PostgreSQL makes this index of a partition, under this name, when it makes the parent's."""
    parent = lookup.indexes_by_oid.get(row.parent) if row.parent else None
    if (
        parent is None
        or not parent.is_valid
        or lookup.comment("pg_class", row.oid) is not None
        or row.statistics_targets
    ):
        return False
    return (row.options or ()) == (parent.options or ()) and row.name == index_name(table.name, row.key_names)


def _index(row: IndexRow, relation: RelationRow, lookup: Lookup) -> Index:
    words = index_key_words(row.definition or "", quote_identifier(row.method), row.keys or ())
    texts = [strip_key_parentheses(text) for text in row.keys or ()]
    # Columns of INCLUDE follow the keys in `columns` and have no words of their own.
    parts = zip(row.columns, texts, words, row.sort_bits, strict=False)
    return Index(
        id=id_from_path("index", relation.schema, relation.name, row.name),
        name=row.name,
        keys=tuple(_key(relation, number, text, word, bits, lookup) for number, text, word, bits in parts),
        method=row.method,
        is_unique=row.is_unique,
        nulls_distinct=row.nulls_distinct,
        include=lookup.ids_of(row.relation, row.columns[row.key_count :]),
        predicate=strip_parentheses(row.predicate) if row.predicate is not None else None,
        options=split_settings(row.options),
        statistics_targets=row.statistics_targets,
        attached_to=_parent_id(row, lookup),
        comment=lookup.comment("pg_class", row.oid),
    )


def _parent_id(row: IndexRow, lookup: Lookup) -> UUID | None:
    parent = lookup.indexes_by_oid.get(row.parent) if row.parent else None
    return lookup.index_ids.get(parent.oid) if parent is not None and parent.is_valid else None


def _key(relation: RelationRow, number: int, text: str, words: KeyWords, sort_bits: int, lookup: Lookup) -> IndexKey:
    column_id = lookup.column_ids.get((relation.oid, number))
    is_descending = bool(sort_bits & _DESCENDING)
    nulls_first = bool(sort_bits & _NULLS_FIRST)
    return IndexKey(
        column_id=column_id,
        expression=None if column_id else text,
        opclass=words.opclass,
        collation=words.collation,
        is_descending=is_descending,
        nulls_first=None if nulls_first == is_descending else nulls_first,
    )
