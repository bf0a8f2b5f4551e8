"""Columns a table has, with those it inherits: a child lists only its own."""

from __future__ import annotations

from designer.design.designs import Design
from designer.design.tables import Column, Table


def columns_of(table: Table, design: Design) -> tuple[Column, ...]:
    """The table's own columns, then those of its parents and their parents."""
    if not table.inherits:
        return table.columns
    columns = list(table.columns)
    seen = {table.id}
    waiting = list(table.inherits)
    while waiting:
        parent = design.tables_by_id.get(waiting.pop(0))
        if parent is not None and parent.id not in seen:
            seen.add(parent.id)
            columns += parent.columns
            waiting += parent.inherits
    return tuple(columns)
