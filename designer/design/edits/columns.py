"""Columns: added, changed, renamed, moved, removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msgspec.structs import replace

from designer.design.databases import PublishedTable
from designer.design.designs import Design
from designer.design.edits.access_models import rewrite_conditions
from designer.design.edits.definitions import put, remove
from designer.design.edits.lookups import find_column, find_own_table
from designer.design.edits.members import add_member, change_member, remove_member
from designer.design.edits.publications import unpublish_column
from designer.design.edits.texts import map_texts, may_mention, rewrite_names
from designer.design.errors import EditRefused
from designer.design.statistics import Statistics
from designer.design.tables import Column, Index, Key, Rule, Table


def add_column(design: Design, table_id: UUID, column: Column, *, position: int | None = None) -> Design:
    """Adds a column, last unless a position (from 0) is given. Refuses a name the table has."""
    return add_member(design, find_own_table(design, table_id), "columns", column, position)


def change_column(design: Design, table_id: UUID, column_id: UUID, **changes: Any) -> Design:
    """Replaces fields of a column (type, is_nullable, default, identity, comment …); a new name renames it."""
    name = changes.pop("name", None)
    if changes:
        design = change_member(design, find_own_table(design, table_id), "columns", column_id, changes)
    return rename_column(design, table_id, column_id, name) if name else design


def rename_column(design: Design, table_id: UUID, column_id: UUID, name: str) -> Design:
    """Renames a column. Keys, indexes and relationships hold its id; the table's own expressions, and those that are
    stated of access to it, are rewritten.

    Views and functions that name it are not: what a bare name means there only a server can say.
    """
    table = find_own_table(design, table_id)
    old = find_column(table, column_id).name
    if old == name:
        return design
    renamed = change_member(design, table, "columns", column_id, {"name": name})
    places = {(old,), (table.name, old), (table.schema, table.name, old), ("new", old), ("old", old)}

    def rename(chain: tuple[str, ...]) -> tuple[str, ...] | None:
        return (*chain[:-1], name) if chain in places else None

    def rewrite(text: str) -> str:
        return rewrite_names(text, rename) if may_mention(text, old) else text

    statistics = (map_texts(row, rewrite) for row in design.statistics if row.table_id == table_id)
    renamed = put(renamed, map_texts(renamed.tables_by_id[table_id], rewrite), *statistics)
    return rewrite_conditions(renamed, table_id, rewrite)


def move_column(design: Design, table_id: UUID, column_id: UUID, *, position: int) -> Design:
    """Puts a column at another position (from 0) among the others.

    PostgreSQL keeps the order in which columns were added: on a released table this changes the drawing, not the
    database.
    """
    table = find_own_table(design, table_id)
    column = find_column(table, column_id)
    others = [other for other in table.columns if other.id != column_id]
    others.insert(position, column)
    return put(design, replace(table, columns=tuple(others)))


def remove_column(design: Design, table_id: UUID, column_id: UUID, *, with_dependents: bool = False) -> Design:
    """Removes a column. Refuses while keys, indexes, relationships … use it, unless told to remove those too."""
    table = find_own_table(design, table_id)
    column = find_column(table, column_id)
    users = column_users(design, table, column)
    if users and not with_dependents:
        raise EditRefused(
            f"Column {table.schema}.{table.name}.{column.name} is used by {', '.join(users)}. Remove that first."
        )
    gone = [row.id for row in design.relationships if column_id in row.column_ids or column_id in row.target_column_ids]
    gone += [row.id for row in design.sequences if row.owner_column_id == column_id]
    gone += [row.id for row in design.statistics if _statistics_use(row, table, column)]
    design = unpublish_column(put(remove(design, *gone), _without_users(table, column)), column_id)
    return remove_member(design, design.tables_by_id[table_id], "columns", column_id)


def column_users(design: Design, table: Table, column: Column) -> list[str]:
    """What uses a column, in words: keys, indexes, checks, policies, triggers and relationships."""
    found = [f"constraint {key.name}" for key in _keys(table) if column.id in (*key.column_ids, *key.include)]
    found += [f"index {index.name}" for index in table.indexes if _index_uses(index, column)]
    found += [f"constraint {check.name}" for check in table.checks if _mentions(check.expression, column)]
    found += [
        f"policy {policy.name}"
        for policy in table.policies
        if _mentions(policy.using, column) or _mentions(policy.check, column)
    ]
    found += [f"trigger {trigger.name}" for trigger in table.triggers if column.id in trigger.update_column_ids]
    found += [
        f"publication {row.name}"
        for row in design.publications
        if any(column.id in part.column_ids or _is_in_predicate(part, table, column) for part in row.tables)
    ]
    found += [f"rule {rule.name}" for rule in table.rules if _rule_uses(rule, column)]
    found += [f"statistics {row.name}" for row in design.statistics if _statistics_use(row, table, column)]
    found += [
        f"relationship {row.name}"
        for row in design.relationships
        if column.id in row.column_ids or column.id in row.target_column_ids
    ]
    return found


def _without_users(table: Table, column: Column) -> Table:
    key = table.primary_key
    return replace(
        table,
        primary_key=None if key and column.id in (*key.column_ids, *key.include) else key,
        unique_keys=tuple(key for key in table.unique_keys if column.id not in (*key.column_ids, *key.include)),
        indexes=tuple(index for index in table.indexes if not _index_uses(index, column)),
        checks=tuple(check for check in table.checks if not _mentions(check.expression, column)),
        policies=tuple(
            policy
            for policy in table.policies
            if not (_mentions(policy.using, column) or _mentions(policy.check, column))
        ),
        rules=tuple(rule for rule in table.rules if not _rule_uses(rule, column)),
        triggers=tuple(trigger for trigger in table.triggers if column.id not in trigger.update_column_ids),
        clustered_on=table.clustered_on if table.clustered_on in _kept_indexes(table, column) else None,
        not_nulls=tuple(row for row in table.not_nulls if row.column_id != column.id),
        grants=tuple(grant for grant in table.grants if column.id not in grant.column_ids),
    )


def _statistics_use(row: Statistics, table: Table, column: Column) -> bool:
    if row.table_id != table.id:
        return False
    return any(key.column_id == column.id or _mentions(key.expression, column) for key in row.keys)


def _rule_uses(rule: Rule, column: Column) -> bool:
    return _mentions(rule.condition, column) or _mentions(rule.action, column)


def _is_in_predicate(row: PublishedTable, table: Table, column: Column) -> bool:
    return row.table_id == table.id and _mentions(row.predicate, column)


def _kept_indexes(table: Table, column: Column) -> set[UUID]:
    """What the table can stay clustered on without the column."""
    ids = {index.id for index in table.indexes if not _index_uses(index, column)}
    ids |= {row.id for row in table.exclusions}
    return ids | {key.id for key in _keys(table) if column.id not in (*key.column_ids, *key.include)}


def _keys(table: Table) -> tuple[Key, ...]:
    return (*((table.primary_key,) if table.primary_key else ()), *table.unique_keys)


def _index_uses(index: Index, column: Column) -> bool:
    return (
        column.id in index.include
        or any(key.column_id == column.id or _mentions(key.expression, column) for key in index.keys)
        or _mentions(index.predicate, column)
    )


def _mentions(text: str | None, column: Column) -> bool:
    """Whether SQL text names the column, qualified or not."""
    if text is None or not may_mention(text, column.name):
        return False
    seen: list[tuple[str, ...]] = []
    rewrite_names(text, lambda chain: seen.append(chain))
    return any(column.name in chain for chain in seen)
