"""Columns of tables from their catalog rows."""

from __future__ import annotations

from designer.catalog.deparsed import strip_parentheses
from designer.catalog.lookups import Lookup
from designer.catalog.options import split_settings
from designer.catalog.rows import ColumnRow, RelationRow, SequenceRow
from designer.catalog.sequences import sequence_options
from designer.design import Column, Identity, InheritedColumn, SequenceOptions, ViewColumn
from designer.sql.object_names import identity_sequence_name

_IDENTITY = {"a": Identity.ALWAYS, "d": Identity.BY_DEFAULT}
_STORAGE = {"p": "plain", "e": "external", "m": "main", "x": "extended"}
_COMPRESSION = {"p": "pglz", "l": "lz4"}


def read_columns(table: RelationRow, lookup: Lookup) -> tuple[Column, ...]:
    """A table's own columns in order. A partition has all of them; another child only those it declares itself."""
    is_partition = table.partition_bound is not None
    return tuple(
        _column(row, table, lookup) for row in lookup.columns[table.oid].values() if row.is_local or is_partition
    )


def read_inherited_columns(table: RelationRow, lookup: Lookup) -> tuple[InheritedColumn, ...]:
    """What a child sets on columns that it only has from its parents."""
    if table.partition_bound is not None:
        return ()
    found = (_inherited_column(row, table, lookup) for row in lookup.columns[table.oid].values() if not row.is_local)
    return tuple(row for row in found if row != InheritedColumn(column_id=row.column_id))


def read_view_columns(view: RelationRow, lookup: Lookup) -> tuple[ViewColumn, ...]:
    """The columns of a view or materialized view on which something is set."""
    found = (_view_column(row) for row in lookup.columns.get(view.oid, {}).values())
    return tuple(row for row in found if row != ViewColumn(name=row.name))


def _inherited_column(row: ColumnRow, table: RelationRow, lookup: Lookup) -> InheritedColumn:
    parents = [theirs for oid in table.parents if (theirs := lookup.columns_by_name[oid].get(row.name)) is not None]
    parent = parents[0] if parents else row
    default = None
    if not row.generated and all(row.expression != theirs.expression for theirs in parents):
        default = row.expression or "NULL"
    return InheritedColumn(
        column_id=lookup.column_ids[row.relation, row.number],
        default=default,
        storage=_STORAGE[row.storage] if row.storage and row.storage != parent.storage else None,
        compression=_COMPRESSION.get(row.compression) if row.compression != parent.compression else None,
        statistics_target=row.statistics_target,
        options=split_settings(row.options),
    )


def _view_column(row: ColumnRow) -> ViewColumn:
    return ViewColumn(
        name=row.name,
        default=row.expression,
        storage=_STORAGE[row.storage] if row.storage else None,
        compression=_COMPRESSION.get(row.compression),
        statistics_target=row.statistics_target,
        options=split_settings(row.options),
    )


def _column(row: ColumnRow, table: RelationRow, lookup: Lookup) -> Column:
    # A partition takes part in its parent's identity since PostgreSQL 17 and has no sequence of its own.
    sequence = lookup.identity_sequences.get((row.relation, row.number))
    is_generated = bool(row.generated)
    return Column(
        id=lookup.column_ids[row.relation, row.number],
        name=row.name,
        type=lookup.type_ref(row.type, row.type_name, row.dimensions),
        is_nullable=row.is_nullable or (row.relation, row.number) in lookup.unproven_not_nulls,
        default=None if is_generated else row.expression,
        identity=_IDENTITY[row.identity] if sequence else None,
        identity_options=_identity_options(sequence),
        identity_sequence=_identity_sequence(sequence, row, table),
        identity_grants=lookup.grants("relation", sequence.oid) if sequence else (),
        generated=strip_parentheses(row.expression or "") if is_generated else None,
        is_virtual=row.generated == "v",
        collation=row.collation,
        storage=_STORAGE[row.storage] if row.storage else None,
        compression=_COMPRESSION.get(row.compression),
        statistics_target=row.statistics_target,
        options=split_settings(row.options),
        foreign_options=split_settings(row.foreign_options),
        comment=lookup.comment("pg_class", row.relation, row.number),
    )


def _identity_options(sequence: SequenceRow | None) -> SequenceOptions | None:
    if sequence is None:
        return None
    options = sequence_options(sequence)
    return None if options == SequenceOptions() else options


def _identity_sequence(sequence: SequenceRow | None, column: ColumnRow, table: RelationRow) -> str | None:
    if sequence is None or sequence.name == identity_sequence_name(table.name, column.name):
        return None
    return sequence.name
