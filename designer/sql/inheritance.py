"""Tables that inherit from others (INHERITS).

A child's `columns` and `checks` are its own. PostgreSQL merges one that a parent has too; it stays the child's own.
"""

from __future__ import annotations

from designer.design import Design, Table
from designer.sql.names import name_of, table_of


def parents_of(table: Table, design: Design) -> list[Table]:
    """The tables a table inherits from directly, in order."""
    return [table_of(id_, design, wanted_by=f"Table {table.schema}.{table.name}") for id_ in table.inherits]


def write_inherits(table: Table, design: Design) -> str:
    """The clause on a line of its own, or nothing."""
    parents = ", ".join(name_of(parent) for parent in parents_of(table, design))
    return f"\ninherits ({parents})" if parents else ""


def write_add_parent(table: Table, parent: Table) -> list[str]:
    """Makes the table a child; it needs the parent's columns and checks already."""
    return [f"alter table {name_of(table)} inherit {name_of(parent)}"]


def write_remove_parent(table: Table, parent: Table) -> list[str]:
    """Makes the table stand alone; what it inherited stays as its own."""
    return [f"alter table {name_of(table)} no inherit {name_of(parent)}"]
