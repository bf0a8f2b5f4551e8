"""What a child table (INHERITS) has of its own and what from its parents alone, which no ALTER TABLE can exchange.

On joining a parent the child must have its columns and constraints already, and they remain its own; on leaving one
it keeps them, and they become its own (PostgreSQL docs, ALTER TABLE, INHERIT).
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from designer.design import Column, Design, Table
from designer.design.integrity.ancestors import columns_of
from designer.migrations.contexts import Context


def changes_what_is_own(old: Table, new: Table, context: Context) -> bool:
    """Whether the child must be made anew to go from one set of parents to the other, or back."""
    if not old.inherits and not new.inherits:
        return False
    left, joined = set(old.inherits) - set(new.inherits), set(new.inherits) - set(old.inherits)
    kept = set(old.inherits) & set(new.inherits)
    return (
        _exchanges_columns(old, new, kept, context)
        or _owes(old, left, kept, context.before)
        or _owes(new, joined, kept, context.after)
    )


def _exchanges_columns(old: Table, new: Table, kept: set[UUID], context: Context) -> bool:
    """Whether a column of parents that stay becomes the child's own, or ceases to be."""
    before, now = ({column.name for column in table.columns} for table in (old, new))
    names = {column.name for column in _columns(kept, context.after)}
    return not names.isdisjoint((before - now) | (now - before if kept else set()))


def _owes(table: Table, parents: set[UUID], others: set[UUID], design: Design) -> bool:
    """Whether it has from these parents what neither is its own nor comes from others."""
    own = {column.name for column in table.columns}
    own_strict = {column.name for column in table.columns if not column.is_nullable}
    own_strict |= {name for row in table.not_nulls if (name := _column_name(row.column_id, design))}
    shared = _columns(others, design)
    columns = _columns(parents, design)
    strict = {column.name for column in columns if not column.is_nullable}
    return bool(
        {column.name for column in columns} - own - {column.name for column in shared}
        or strict - own_strict - {column.name for column in shared if not column.is_nullable}
        or _checks(parents, design) - {check.name for check in table.checks} - _checks(others, design)
    )


def _column_name(column_id: UUID, design: Design) -> str:
    column = design.columns_by_id.get(column_id)
    return column.name if column is not None else ""


def _columns(parents: Iterable[UUID], design: Design) -> list[Column]:
    tables = (design.tables_by_id[id_] for id_ in parents if id_ in design.tables_by_id)
    return [column for table in tables for column in columns_of(table, design)]


def _checks(parents: Iterable[UUID], design: Design) -> set[str]:
    found: set[str] = set()
    for table in (design.tables_by_id[id_] for id_ in parents if id_ in design.tables_by_id):
        found |= {check.name for check in table.checks if not check.no_inherit} | _checks(table.inherits, design)
    return found
