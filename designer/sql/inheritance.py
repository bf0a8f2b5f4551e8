"""Tables that inherit from others (INHERITS), and which of their columns and checks are their own."""

from __future__ import annotations

from collections.abc import Iterator

from designer.design import Column, Design, Table
from designer.sql.columns import write_set_default, write_set_nullable
from designer.sql.names import name_of, table_of


def parents_of(table: Table, design: Design) -> list[Table]:
    """The tables a table inherits from directly, in order."""
    return [table_of(id_, design, wanted_by=f"Table {table.schema}.{table.name}") for id_ in table.inherits]


def inherited_columns(table: Table, design: Design) -> dict[str, Column]:
    """The columns of a table's parents by name; of several equal names the first."""
    columns: dict[str, Column] = {}
    for parent in parents_of(table, design):
        for column in parent.columns:
            columns.setdefault(column.name, column)
    return columns


def inherited_check_names(table: Table, design: Design) -> set[str]:
    """The names of the checks a table has from its parents."""
    return {check.name for parent in parents_of(table, design) for check in parent.checks if not check.no_inherit}


def write_inherits(table: Table, design: Design) -> str:
    """` inherits (…)` on a line of its own, or nothing."""
    parents = ", ".join(name_of(parent) for parent in parents_of(table, design))
    return f"\ninherits ({parents})" if parents else ""


def write_inherited_changes(table: Table, design: Design) -> list[str]:
    """What a child says differently about inherited columns; naming them in CREATE TABLE would make them its own."""
    inherited = inherited_columns(table, design)
    pairs = [(inherited[column.name], column) for column in table.columns if column.name in inherited]
    return [sql for theirs, ours in pairs for sql in _changes(theirs, ours, table)]


def _changes(theirs: Column, ours: Column, table: Table) -> Iterator[str]:
    if ours.default != theirs.default and ours.generated is None:
        yield from write_set_default(ours, table)
    if theirs.is_nullable and not ours.is_nullable and not _is_in_primary_key(ours, table):
        yield from write_set_nullable(ours, table)


def _is_in_primary_key(column: Column, table: Table) -> bool:
    return table.primary_key is not None and column.id in table.primary_key.column_ids


def write_add_parent(table: Table, parent: Table) -> list[str]:
    return [f"alter table {name_of(table)} inherit {name_of(parent)}"]


def write_remove_parent(table: Table, parent: Table) -> list[str]:
    return [f"alter table {name_of(table)} no inherit {name_of(parent)}"]
