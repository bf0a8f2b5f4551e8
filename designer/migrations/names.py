"""The names of what PostgreSQL names by itself, where the design leaves them to it."""

from __future__ import annotations

from designer.design import Column, Design, Table
from designer.sql.not_nulls import not_null_of
from designer.sql.object_names import identity_sequence_name, not_null_name


def not_null_name_of(column: Column, table: Table, design: Design) -> str:
    """The name of the constraint behind the column's NOT NULL (PostgreSQL 18 on); a partition has its parent's."""
    named = not_null_of(column, table)
    if named is not None:
        return named.name
    parent = design.tables_by_id.get(table.partition_of.table_id) if table.partition_of is not None else None
    for theirs in parent.columns if parent is not None else ():
        if theirs.name == column.name and not theirs.is_nullable and parent is not None:
            return not_null_name_of(theirs, parent, design)
    return not_null_name(table.name, column.name)


def identity_sequence_of(column: Column, table: Table) -> str:
    """The bare name of the sequence behind an identity column."""
    return column.identity_sequence or identity_sequence_name(table.name, column.name)
