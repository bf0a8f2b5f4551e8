"""Primary keys, unique and check constraints."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from designer.design.designs import Design
from designer.design.edits.definitions import put
from designer.design.edits.lookups import find_own_table, free_name
from designer.design.edits.members import add_member, change_member, remove_member
from designer.design.errors import EditRefused
from designer.design.tables import Check, Exclusion, Key, Table


def set_primary_key(design: Design, table_id: UUID, column_ids: tuple[UUID, ...], *, name: str = "") -> Design:
    """Makes these columns the primary key, which also makes them NOT NULL; no columns removes it.

    The key keeps its id and name where there was one. Refuses while relationships refer to columns it would lose.
    """
    table = find_own_table(design, table_id)
    old = table.primary_key
    if old is not None and set(old.column_ids) != set(column_ids):
        _refuse_references(design, table, old)
    if not column_ids:
        clustered_on = None if old is not None and table.clustered_on == old.id else table.clustered_on
        return put(design, replace(table, primary_key=None, clustered_on=clustered_on))
    columns = tuple(replace(c, is_nullable=False) if c.id in column_ids else c for c in table.columns)
    key = Key(
        id=old.id if old else uuid4(),
        name=name or (old.name if old else free_name(f"{table.name}_pkey", constraint_names(design, table))),
        column_ids=column_ids,
        comment=old.comment if old else None,
    )
    return put(design, replace(table, primary_key=key, columns=columns))


def add_unique(design: Design, table_id: UUID, key: Key) -> Design:
    """Adds a unique constraint; an empty name is filled in as PostgreSQL would."""
    table = find_own_table(design, table_id)
    names = {column.id: column.name for column in table.columns}
    columns = "_".join(names.get(id_, "") for id_ in key.column_ids)
    return add_member(design, table, "unique_keys", _named(design, table, key, f"{columns}_key"))


def change_unique(design: Design, table_id: UUID, key_id: UUID, **changes: Any) -> Design:
    """Replaces fields of a unique constraint (name, column_ids, nulls_distinct …)."""
    return change_member(design, find_own_table(design, table_id), "unique_keys", key_id, changes)


def remove_unique(design: Design, table_id: UUID, key_id: UUID) -> Design:
    """Removes a unique constraint. Refuses while relationships refer to its columns."""
    table = find_own_table(design, table_id)
    for key in table.unique_keys:
        if key.id == key_id:
            _refuse_references(design, table, key)
    return remove_member(design, table, "unique_keys", key_id)


def add_check(design: Design, table_id: UUID, check: Check) -> Design:
    """Adds a check constraint; an empty name is filled in as PostgreSQL would."""
    table = find_own_table(design, table_id)
    return add_member(design, table, "checks", _named(design, table, check, "check"))


def change_check(design: Design, table_id: UUID, check_id: UUID, **changes: Any) -> Design:
    """Replaces fields of a check constraint (name, expression …)."""
    return change_member(design, find_own_table(design, table_id), "checks", check_id, changes)


def remove_check(design: Design, table_id: UUID, check_id: UUID) -> Design:
    """Removes a check constraint."""
    return remove_member(design, find_own_table(design, table_id), "checks", check_id)


def constraint_names(design: Design, table: Table) -> set[str]:
    """Names of all constraints of a table, its relationships among them: PostgreSQL wants them to differ."""
    rows: tuple[Key | Check | Exclusion, ...] = (*table.unique_keys, *table.checks, *table.exclusions)
    names = {row.name for row in rows} | {row.name for row in design.relationships if row.table_id == table.id}
    return names | ({table.primary_key.name} if table.primary_key else set())


def _named(design: Design, table: Table, constraint: Any, suffix: str) -> Any:
    taken = constraint_names(design, table)
    if constraint.name in taken:
        raise EditRefused(
            f"{table.schema}.{table.name} has a constraint named {constraint.name} already. Choose another name."
        )
    return constraint if constraint.name else replace(constraint, name=free_name(f"{table.name}_{suffix}", taken))


def _refuse_references(design: Design, table: Table, key: Key) -> None:
    users = [
        row.name
        for row in design.relationships
        if row.target_table_id == table.id and set(row.target_column_ids) == set(key.column_ids)
    ]
    others = [other for other in _keys(table) if other.id != key.id and set(other.column_ids) == set(key.column_ids)]
    if users and not others:
        raise EditRefused(
            f"Constraint {key.name} of {table.schema}.{table.name} is what {', '.join(users)} refers to. "
            "Remove or redirect that relationship first."
        )


def _keys(table: Table) -> tuple[Key, ...]:
    return (*((table.primary_key,) if table.primary_key else ()), *table.unique_keys)
