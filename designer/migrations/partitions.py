"""What a partition has from its parent under names PostgreSQL chooses, and keeps when it is detached.

Designs do not list such keys, indexes, checks and foreign keys. Where a table becomes a partition or ceases to be one
they count: they are spelled out on the partition's side, so that they are made before it is attached and dropped after
it is detached, or stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from designer.design import Check, Design, Index, IndexKey, Key, Relationship, Table, id_from_path
from designer.design.edits import put
from designer.migrations.operations import Slot
from designer.migrations.things import keys_of
from designer.sql.object_names import index_name, primary_key_name, unique_key_name


def spell_out_partitions(before: Design, after: Design) -> tuple[Design, Design]:
    """Both designs, with everything inherited listed on tables that are a partition in only one of them."""
    moved = [
        (old, new)
        for old, new in _pairs(before, after)
        if (old.partition_of is None) != (new.partition_of is None) and not new.is_managed
    ]
    for old, new in moved:
        if old.partition_of is not None:
            before = _spell_out(old, before, new, after)
        else:
            after = _spell_out(new, after, old, before)
    return before, after


def places_of_partitions(parents: Iterable[Table]) -> frozenset[Slot]:
    """Free once the partitions are gone that leave: until then an index or key of theirs would stay unattached."""
    return frozenset(("former bound", str(parent.id)) for parent in parents)


def _pairs(before: Design, after: Design) -> Iterator[tuple[Table, Table]]:
    if not any(table.partitioning for design in (before, after) for table in design.tables):
        return
    for old in before.tables:
        new = after.tables_by_id.get(old.id)
        if new is not None:
            yield old, new


def _spell_out(table: Table, design: Design, other: Table, other_design: Design) -> Design:
    assert table.partition_of is not None  # noqa: S101 - the caller has looked
    parent = design.tables_by_id[table.partition_of.table_id]
    columns = _columns_of_parent(table, parent)
    whole = replace(
        table,
        primary_key=table.primary_key or _primary_key(table, parent, columns, other),
        unique_keys=(*table.unique_keys, *_unique_keys(table, parent, columns, other)),
        checks=(*table.checks, *_checks(table, parent, other)),
        indexes=tuple(replace(index, attached_to=None) for index in (*table.indexes, *_indexes(table, parent, other))),
    )
    foreign = _relationships(table, parent, design, other_design)
    return put(design, whole, *foreign)


def _columns_of_parent(table: Table, parent: Table) -> dict[UUID, UUID]:
    """The partition's columns by the ids of its parent's."""
    by_name = {column.name: column.id for column in table.columns}
    return {column.id: by_name[column.name] for column in parent.columns if column.name in by_name}


def _primary_key(table: Table, parent: Table, columns: dict[UUID, UUID], other: Table) -> Key | None:
    if parent.primary_key is None:
        return None
    name = primary_key_name(table.name)
    return _key(parent.primary_key, name, table, columns, other)


def _unique_keys(table: Table, parent: Table, columns: dict[UUID, UUID], other: Table) -> Iterator[Key]:
    listed = {key.column_ids for key in table.unique_keys}
    names = {column.id: column.name for column in table.columns}
    for key in parent.unique_keys:
        ids = tuple(columns[id_] for id_ in key.column_ids)
        if ids not in listed:
            name = unique_key_name(table.name, [names[columns[id_]] for id_ in (*key.column_ids, *key.include)])
            yield _key(key, name, table, columns, other)


def inherit_key(key: Key, partition: Table, parent: Table) -> Key:
    """The key that PostgreSQL makes of the partition for its parent's, under the name that it chooses."""
    columns = _columns_of_parent(partition, parent)
    if key == parent.primary_key:
        name = primary_key_name(partition.name)
    else:
        names = {column.id: column.name for column in parent.columns}
        name = unique_key_name(partition.name, [names[id_] for id_ in (*key.column_ids, *key.include)])
    return _key(key, name, partition, columns, partition)


def _key(key: Key, name: str, table: Table, columns: dict[UUID, UUID], other: Table) -> Key:
    return replace(
        key,
        id=_id_of("constraint", name, table, keys_of(other)),
        name=name,
        column_ids=tuple(columns[id_] for id_ in key.column_ids),
        include=tuple(columns[id_] for id_ in key.include),
        comment=None,
    )


def _checks(table: Table, parent: Table, other: Table) -> Iterator[Check]:
    listed = {check.name for check in table.checks}
    for check in parent.checks:
        if not check.no_inherit and check.name not in listed:
            yield replace(check, id=_id_of("constraint", check.name, table, other.checks), comment=None)


def _indexes(table: Table, parent: Table, other: Table) -> Iterator[Index]:
    attached = {index.attached_to for index in table.indexes}
    for index in parent.indexes:
        if index.id not in attached:
            inherited = inherit_index(index, table, parent)
            yield replace(inherited, id=_id_of("index", inherited.name, table, other.indexes))


def inherit_index(index: Index, partition: Table, parent: Table) -> Index:
    """The index that PostgreSQL makes of the partition for its parent's, under the name that it chooses."""
    columns = _columns_of_parent(partition, parent)
    names = {column.id: column.name for column in partition.columns}
    keys = tuple(replace(key, column_id=columns[key.column_id]) if key.column_id else key for key in index.keys)
    include = tuple(columns[id_] for id_ in index.include)
    name = index_name(partition.name, [_key_name(key, names) for key in keys] + [names[id_] for id_ in include])
    return replace(
        index,
        id=id_from_path("index", partition.schema, partition.name, name),
        name=name,
        keys=keys,
        include=include,
        statistics_targets=(),
        attached_to=None,
        comment=None,
    )


def _key_name(key: IndexKey, names: dict[UUID, str]) -> str:
    # PostgreSQL calls an expression by its function, else "expr" (FigureIndexColname).
    if key.column_id is not None:
        return names[key.column_id]
    head = (key.expression or "").partition("(")[0].rpartition(".")[2]
    return head if head.isidentifier() else "expr"


def _relationships(table: Table, parent: Table, design: Design, other_design: Design) -> Iterator[Relationship]:
    listed = {row.name for row in design.relationships if row.table_id == table.id}
    theirs = [row for row in other_design.relationships if row.table_id == table.id]
    for row in design.relationships:
        if row.table_id == parent.id and row.name not in listed:
            yield replace(inherit_relationship(row, table, parent), id=_id_of("relationship", row.name, table, theirs))


def inherit_relationship(relationship: Relationship, partition: Table, parent: Table) -> Relationship:
    """The foreign key that PostgreSQL gives the partition for its parent's."""
    columns = _columns_of_parent(partition, parent)
    return replace(
        relationship,
        id=id_from_path("relationship", partition.schema, partition.name, relationship.name),
        table_id=partition.id,
        column_ids=tuple(columns[id_] for id_ in relationship.column_ids),
        set_columns=tuple(columns[id_] for id_ in relationship.set_columns),
        comment=None,
    )


def partitions_of(table: Table, design: Design) -> list[Table]:
    """The partitions of one table, without theirs."""
    return [row for row in design.tables if row.partition_of is not None and row.partition_of.table_id == table.id]


def _id_of(kind: str, name: str, table: Table, others: Iterable[Any]) -> UUID:
    """The id of the object of that name on the other side, so that the two are the same."""
    found = next((other.id for other in others if other.name == name), None)
    return found or id_from_path(kind, table.schema, table.name, name)
