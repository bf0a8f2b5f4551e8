"""Columns of tables from their catalog rows."""

from __future__ import annotations

from designer.catalog.deparsed import strip_parentheses
from designer.catalog.lookups import Lookup
from designer.catalog.rows import ColumnRow, RelationRow, SequenceRow
from designer.catalog.sequences import sequence_options
from designer.design import Column, Identity, SequenceOptions
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
