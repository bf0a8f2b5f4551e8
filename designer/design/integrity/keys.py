"""Keys, indexes and partition keys: which columns they name, and how many."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from uuid import UUID

from designer.design.code import View
from designer.design.designs import Design
from designer.design.integrity.ancestors import columns_of
from designer.design.integrity.problems import Problem, part_title, report, title
from designer.design.tables import Index, IndexKey, Key, Table

MAX_KEYS = 32
"""Columns of one key or index, with those of INCLUDE (PostgreSQL docs, Limits)."""


def check_keys(design: Design) -> Iterator[Problem]:
    """Keys, indexes, triggers and partitionings name columns of their own table, each once, and not too many."""
    for table in design.tables:
        columns = {column.id: column.name for column in columns_of(table, design)}
        if not table.is_managed:
            for word, key in _keys(table):
                for text in _check_key(key, table, columns):
                    yield report(table, part_title(word, key.name, table), text, key.id)
        yield from _check_indexes(table, columns)
        yield from _check_index_references(table, design)
        yield from _check_triggers(table, columns)
        yield from _check_column_grants(table, columns)
    for view in design.views:
        yield from _check_indexes(view, {})


def _keys(table: Table) -> Iterator[tuple[str, Key]]:
    if table.primary_key is not None:
        yield "Primary key", table.primary_key
    for key in table.unique_keys:
        yield "Unique constraint", key


def _check_key(key: Key, table: Table, columns: dict[UUID, str]) -> Iterator[str]:
    if text := _misses_partition_key(table, key.column_ids):
        yield text
    if not key.column_ids:
        yield "it has no columns. Choose at least one."
    if any(id_ not in columns for id_ in (*key.column_ids, *key.include)):
        yield "it uses a column that is not in the table. Choose another column or remove the constraint."
    if len(key.column_ids) > 1:
        for id_ in {id_ for id_ in key.column_ids if key.column_ids.count(id_) > 1}:
            yield f"column {columns.get(id_, '?')} is named twice. Remove one."
    if len(key.column_ids) + len(key.include) > MAX_KEYS:
        yield f"it has more than {MAX_KEYS} columns, PostgreSQL's limit. Remove some."


def _misses_partition_key(table: Table, column_ids: Collection[UUID]) -> str:
    """PostgreSQL keeps uniqueness per partition, so every partition key must be part of it (docs, CREATE TABLE)."""
    if table.partitioning is None:
        return ""
    names = {column.id: column.name for column in table.columns}
    if any(key.column_id is None for key in table.partitioning.keys):
        return "a table partitioned by an expression cannot have unique keys. Partition by columns or remove the key."
    missing = [
        names.get(id_, "?") for key in table.partitioning.keys if (id_ := key.column_id) not in column_ids and id_
    ]
    if missing:
        return f"partition key {', '.join(missing)} is not part of it. Add the column: uniqueness holds per partition."
    return ""


def _check_indexes(relation: Table | View, columns: dict[UUID, str]) -> Iterator[Problem]:
    for index in relation.indexes:
        for text in _check_index(index, relation, columns):
            yield report(relation, part_title("Index", index.name, relation), text, index.id)
    if isinstance(relation, Table) and relation.partitioning is not None:
        for text in _check_index_keys(relation.partitioning.keys, columns):
            yield report(relation, title(relation), f"the partitioning: {text}")


def _check_index_references(table: Table, design: Design) -> Iterator[Problem]:
    """What a table says of indexes by name or id: its replica identity, and its parent's indexes as a partition."""
    if table.replica_identity not in {"d", "n", "f"}:
        names = {row.name for rows in (table.indexes, table.unique_keys) for row in rows}
        if table.primary_key is not None:
            names.add(table.primary_key.name)
        if table.replica_identity not in names:
            text = f"its replica identity, index {table.replica_identity}, is not on the table. Choose another."
            yield report(table, title(table), text)
    attached = [index for index in table.indexes if index.attached_to is not None]
    if attached:
        parent = design.tables_by_id.get(table.partition_of.table_id) if table.partition_of is not None else None
        known = {index.id for index in parent.indexes} if parent is not None else set()
        for index in attached:
            if index.attached_to not in known:
                text = "the index it belongs to is not on the partitioned table. Make it an index of its own."
                yield report(table, part_title("Index", index.name, table), text, index.id)


def _check_index(index: Index, relation: Table | View, columns: dict[UUID, str]) -> Iterator[str]:
    if index.is_unique and isinstance(relation, Table):
        ids = [key.column_id for key in index.keys if key.column_id is not None]
        if text := _misses_partition_key(relation, ids):
            yield text
    yield from _check_index_keys(index.keys, columns)
    if any(id_ not in columns for id_ in index.include):
        yield "it includes a column that is not in the table. Choose another column."
    if len(index.keys) + len(index.include) > MAX_KEYS:
        yield f"it has more than {MAX_KEYS} columns, PostgreSQL's limit. Remove some."


def _check_index_keys(keys: tuple[IndexKey, ...], columns: dict[UUID, str]) -> Iterator[str]:
    if not keys:
        yield "it has no columns. Choose at least one."
    for key in keys:
        if (key.column_id is None) == (key.expression is None):
            yield "a key must be either a column or an expression. Choose one."
        elif key.column_id is not None and key.column_id not in columns:
            yield "it uses a column that is not in the table. Choose another column."


def _check_triggers(table: Table, columns: dict[UUID, str]) -> Iterator[Problem]:
    for trigger in table.triggers:
        if any(id_ not in columns for id_ in trigger.update_column_ids):
            text = "it watches a column that is not in the table. Choose another column."
            yield report(table, part_title("Trigger", trigger.name, table), text, trigger.id)


def _check_column_grants(table: Table, columns: dict[UUID, str]) -> Iterator[Problem]:
    for grant in table.grants:
        if any(id_ not in columns for id_ in grant.column_ids):
            text = f"{grant.grantee} holds privileges on a column that is not in the table. Remove them."
            yield report(table, f"Grants on {table.schema}.{table.name}", text)
