"""Foreign keys: drawn, with the columns and the index they need; changed; removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from inflection import singularize
from msgspec.structs import replace

from designer.design.designs import Design
from designer.design.edits.definitions import put, remove
from designer.design.edits.lookups import find_definition, find_own_table, find_table, free_name
from designer.design.errors import EditRefused
from designer.design.relationships import Action, Relationship
from designer.design.tables import Check, Column, Exclusion, Index, IndexKey, Key, Table


def create_relationship(design: Design, relationship: Relationship, *, with_index: bool = True) -> Design:
    """Adds a foreign key between columns that exist, and an index on the referencing side where none serves it."""
    find_own_table(design, relationship.table_id)
    target = find_table(design, relationship.target_table_id)
    if len(relationship.column_ids) != len(relationship.target_column_ids):
        raise EditRefused(
            f"Relationship {relationship.name} pairs {len(relationship.column_ids)} columns with "
            f"{len(relationship.target_column_ids)} of {target.schema}.{target.name}. Choose as many on both sides."
        )
    _refuse_taken_name(design, relationship)
    design = put(design, relationship)
    return add_index_for(design, relationship) if with_index else design


def draw_relationship(
    design: Design,
    *,
    table_id: UUID,
    target_table_id: UUID,
    relationship_id: UUID | None = None,
    column_ids: tuple[UUID, ...] = (),
    target_column_ids: tuple[UUID, ...] = (),
    name: str = "",
    is_required: bool = True,
    on_delete: Action = Action.NO_ACTION,
    on_update: Action = Action.NO_ACTION,
    with_index: bool = True,
) -> Design:
    """Adds a foreign key as it is drawn: from one table to the other, everything else filled in where it is left out.

    The target's primary key is referred to; columns of the same types are added (`company_id` for `companies.id`).
    Refuses where the target has no primary key.
    """
    table, target = find_own_table(design, table_id), find_table(design, target_table_id)
    target_column_ids = target_column_ids or _primary_key(target).column_ids
    if not column_ids:
        added = tuple(
            reference_column(table, target, column, is_required=is_required)
            for column in target.columns
            if column.id in target_column_ids
        )
        by_target = dict(zip([c.id for c in target.columns if c.id in target_column_ids], added, strict=True))
        column_ids = tuple(by_target[id_].id for id_ in target_column_ids)
        table = replace(table, columns=(*table.columns, *added))
        design = put(design, table)
    relationship = Relationship(
        id=relationship_id or uuid4(),
        name=name or suggest_name(design, table, column_ids),
        table_id=table_id,
        column_ids=column_ids,
        target_table_id=target_table_id,
        target_column_ids=target_column_ids,
        on_delete=on_delete,
        on_update=on_update,
    )
    return create_relationship(design, relationship, with_index=with_index)


def change_relationship(design: Design, relationship_id: UUID, **changes: Any) -> Design:
    """Replaces fields of a relationship (name, on_delete, on_update, is_deferrable, comment …)."""
    changed = replace(find_definition(design, relationship_id, Relationship), **changes)
    _refuse_taken_name(design, changed)
    return put(design, changed)


def remove_relationship(design: Design, relationship_id: UUID) -> Design:
    """Removes a foreign key; its columns and its index stay."""
    find_definition(design, relationship_id, Relationship)
    return remove(design, relationship_id)


def reference_column(table: Table, target: Table, column: Column, *, is_required: bool = True) -> Column:
    """A new column to refer to another table's column with: `<singular of the target>_<column>`, same type."""
    name = f"{_singular(target.name)}_{column.name}"
    return Column(
        id=uuid4(),
        name=free_name(name, (other.name for other in table.columns)),
        type=column.type,
        is_nullable=not is_required,
        collation=column.collation,
    )


def suggest_name(design: Design, table: Table, column_ids: tuple[UUID, ...]) -> str:
    """The name PostgreSQL would give: <table>_<columns>_fkey, numbered where it is taken."""
    names = {column.id: column.name for column in table.columns}
    columns = "_".join(names[id_] for id_ in column_ids if id_ in names)
    taken = [row.name for row in design.relationships if row.table_id == table.id]
    taken += [key.name for key in _keys(table)] + [check.name for check in table.checks]
    return free_name(f"{table.name}_{columns}_fkey", taken)


def suggest_index(design: Design, relationship: Relationship) -> Index | None:
    """The index a foreign key needs on its own columns, or None where a key or index already begins with them.

    PostgreSQL makes none by itself; without it every delete on the target scans this table.
    """
    table = find_table(design, relationship.table_id)
    wanted = set(relationship.column_ids)
    size = len(wanted)
    if any(set(key.column_ids[:size]) == wanted for key in _keys(table)):
        return None
    for index in table.indexes:
        if index.predicate is None and {key.column_id for key in index.keys[:size]} == wanted:
            return None
    names = {column.id: column.name for column in table.columns}
    columns = "_".join(names.get(id_, "") for id_ in relationship.column_ids)
    taken = [index.name for other in design.tables if other.schema == table.schema for index in other.indexes]
    return Index(
        id=uuid4(),
        name=free_name(f"{table.name}_{columns}_idx", taken),
        keys=tuple(IndexKey(column_id=id_) for id_ in relationship.column_ids),
    )


def add_index_for(design: Design, relationship: Relationship) -> Design:
    """The design with the index `suggest_index` finds missing."""
    index = suggest_index(design, relationship)
    if index is None:
        return design
    table = find_table(design, relationship.table_id)
    return put(design, replace(table, indexes=(*table.indexes, index)))


def _primary_key(table: Table) -> Key:
    if table.primary_key is None:
        raise EditRefused(
            f"{table.schema}.{table.name} has no primary key to refer to. Give it one, or choose a unique constraint."
        )
    return table.primary_key


def _keys(table: Table) -> tuple[Key, ...]:
    return (*((table.primary_key,) if table.primary_key else ()), *table.unique_keys)


def _refuse_taken_name(design: Design, relationship: Relationship) -> None:
    table = find_table(design, relationship.table_id)
    taken = {row.name for row in design.relationships if row.table_id == table.id and row.id != relationship.id}
    constraints: tuple[Key | Check | Exclusion, ...] = (*_keys(table), *table.checks, *table.exclusions)
    taken |= {row.name for row in constraints}
    if relationship.name in taken:
        raise EditRefused(
            f"{table.schema}.{table.name} has a constraint named {relationship.name} already. Choose another name."
        )


def _singular(name: str) -> str:
    words = name.split("_")
    return "_".join([*words[:-1], singularize(words[-1])])
