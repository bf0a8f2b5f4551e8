"""What goes with a column when its twin takes its place and must be there again, and what forbids that way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from msgspec import Struct

from designer.design import Check, Column, Composite, Design, Index, Key, Relationship, Table
from designer.migrations.column_changes import ChangeColumnType, ChangeDefault, ColumnChange, DropColumn
from designer.migrations.constraints import AddConstraint
from designer.migrations.indexes import CreateIndex
from designer.migrations.not_nulls import ChangeNullability
from designer.migrations.operations import Operation
from designer.migrations.relationships import AddRelationship
from designer.migrations.sequences import owned_sequences
from designer.migrations.things import keys_of
from designer.postgres.references import references_of_expression
from designer.sql.not_nulls import not_null_of


class Dependants(Struct, frozen=True):
    """What PostgreSQL drops with a column, or refuses to drop it for, and does not mind when its type changes."""

    indexes: tuple[Index, ...]
    keys: tuple[Key, ...]
    checks: tuple[Check, ...]
    relationships: tuple[Relationship, ...]
    """At either end. Of these and of checks without those that the migration takes down and puts back anyway."""

    @property
    def ids(self) -> frozenset[UUID]:
        rows: tuple[Any, ...] = (*self.indexes, *self.keys, *self.checks, *self.relationships)
        return frozenset(row.id for row in rows)


def find_dependants(change: ChangeColumnType, operations: Iterable[Operation]) -> Dependants:
    """What of the new design belongs to the column."""
    table, column = change.table, change.new
    moved = {row.thing.id for row in operations if isinstance(row, AddRelationship | AddConstraint)}
    return Dependants(
        indexes=tuple(row for row in table.indexes if _has_index(row, column)),
        keys=tuple(row for row in keys_of(table) if column.id in (*row.column_ids, *row.include)),
        checks=tuple(row for row in table.checks if _is_in(column, row.expression) and row.id not in moved),
        relationships=tuple(
            row
            for row in change.after.relationships
            if column.id in (*row.column_ids, *row.target_column_ids) and row.id not in moved
        ),
    )


def find_obstacle(change: ChangeColumnType, operations: Iterable[Operation]) -> str:
    """Why the column can have no twin, as the end of a sentence; empty where it can."""
    rows = list(operations)
    return (
        _of_table(change.table, change.after)
        or _of_column(change)
        or _of_dependants(change, find_dependants(change, rows))
        or _of_other_changes(change, rows)
    )


def _of_table(table: Table, design: Design) -> str:
    if table.is_managed:
        return "the platform owns the table"
    if table.foreign is not None:
        return "the rows of a foreign table are elsewhere"
    if table.partitioning is not None or table.partition_of is not None:
        return "the table is partitioned or a partition"
    if table.inherits or any(table.id in row.inherits for row in design.tables):
        return "the table inherits or is inherited from"
    if any(column.type.type_id == table.id for row in design.tables for column in row.columns):
        return "columns have the table's row type"
    return ""


def _of_column(change: ChangeColumnType) -> str:
    old, new, design = change.old, change.new, change.after
    if old.type == new.type:
        return "its type is made anew in the same transaction"
    if old.generated is not None or new.generated is not None:
        return "its values are computed"
    if any(isinstance(design.by_id.get(ref.type_id), Composite) for ref in (new.type,) if ref.type_id is not None):
        return "a row with nothing but NULLs cannot be told from one that is not filled"
    not_null = not_null_of(new, change.table)
    if not_null is not None and (not_null.no_inherit or not not_null.is_validated):
        return "its NOT NULL is not proven for all rows"
    return ""


def _of_dependants(change: ChangeColumnType, found: Dependants) -> str:
    table, column, design = change.table, change.new, change.after
    if any(_computes_with(row, column) for row in found.indexes):
        return "an index computes with it"
    if any(key.without_overlaps for key in found.keys):
        return "a key WITHOUT OVERLAPS has it"
    if any(_is_in(column, f"({row.definition})") or column.name in row.definition for row in table.exclusions):
        return "an exclusion constraint has it"
    ids = {*(row.id for row in found.indexes), *(row.id for row in found.keys)}
    if table.clustered_on in ids or any(row.name == table.replica_identity for row in found.indexes):
        return "the table is clustered on its index or identifies rows by it"
    if any(row.table_id == table.id and _has_keys(row.keys, column) for row in design.statistics):
        return "extended statistics have it"
    if any(column.id in row.column_ids for published in design.publications for row in published.tables):
        return "a publication names it"
    if any(_is_in(column, row.generated or "") for row in table.columns):
        return "a generated column is computed from it"
    return ""


def _of_other_changes(change: ChangeColumnType, operations: list[Operation]) -> str:
    column, own = change.new, find_dependants(change, operations)
    sequences = (
        owned_sequences(design, change.table.id).get(column.id, []) for design in (change.before, change.after)
    )
    if len({frozenset(row.id for row in rows) for rows in sequences}) > 1:
        return "a sequence of it comes or goes"
    for row in operations:
        if row is change or isinstance(row, ChangeDefault):
            continue
        if isinstance(row, ColumnChange) and row.new.id == column.id:
            return "other changes of the column come with it"
        if isinstance(row, ChangeNullability) and row.column.id == column.id:
            return "other changes of the column come with it"
        if isinstance(row, CreateIndex | AddConstraint) and (row.thing.id in own.ids or _names(row, column)):
            return "an index or constraint of it changes too"
        if isinstance(row, DropColumn) and row.owner.id == change.table.id and _shares(row.thing, own):
            return "a column that goes shares an index or constraint with it"
        if isinstance(row, ChangeColumnType) and row.table.id == change.table.id:
            other = find_dependants(row, operations)
            if own.ids & other.ids:
                return "it shares an index or constraint with another column whose type changes"
    return ""


def _names(operation: CreateIndex | AddConstraint, column: Column) -> bool:
    thing = operation.thing
    if isinstance(thing, Index):
        return _has_index(thing, column)
    return column.id in (*thing.column_ids, *thing.include) if isinstance(thing, Key) else False


def _shares(gone: Column, own: Dependants) -> bool:
    return any(gone.id in (*(key.column_id for key in row.keys), *row.include) for row in own.indexes) or any(
        gone.id in row.column_ids for row in own.keys
    )


def _has_index(index: Index, column: Column) -> bool:
    return _has_keys(index.keys, column) or column.id in index.include or _is_in(column, index.predicate or "")


def _has_keys(keys: Iterable[object], column: Column) -> bool:
    return any(
        key.column_id == column.id or _is_in(column, key.expression or "")  # type: ignore[attr-defined]
        for key in keys
    )


def _computes_with(index: Index, column: Column) -> bool:
    return any(_is_in(column, text or "") for text in (*(key.expression for key in index.keys), index.predicate))


def _is_in(column: Column, text: str) -> bool:
    return bool(text) and column.name in references_of_expression(text).columns
