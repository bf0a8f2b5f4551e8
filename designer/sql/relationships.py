"""Foreign keys."""

from __future__ import annotations

from uuid import UUID

from designer.design import Action, Design, Relationship, Table
from designer.postgres.quoting import quote_identifier
from designer.sql.constraints import (
    write_deferrable,
    write_drop_constraint,
    write_rename_constraint,
    write_validate_constraint,
)
from designer.sql.names import column_list, column_names, name_of, table_of


def write_add_relationship(relationship: Relationship, design: Design, *, not_valid: bool = False) -> list[str]:
    """Adds the foreign key. `not_valid` skips the scan of rows; `write_validate_relationship` makes up for it."""
    table = _table(relationship, design)
    suffix = " not valid" if relationship.is_enforced and (not_valid or not relationship.is_validated) else ""
    lines = [
        f"alter table {name_of(table)}",
        f"add constraint {quote_identifier(relationship.name)}",
        f"{write_foreign_key(relationship, design)}{suffix}",
    ]
    return ["\n  ".join(lines)]


def write_foreign_key(relationship: Relationship, design: Design) -> str:
    """`foreign key (…) references …` with its actions."""
    table = _table(relationship, design)
    target = table_of(relationship.target_table_id, design, wanted_by=f"Relationship {relationship.name}")
    columns = _columns(relationship, table, design, relationship.column_ids)
    targets = _columns(relationship, target, design, relationship.target_column_ids)
    text = f"foreign key ({columns}) references {name_of(target)} ({targets})"
    if relationship.is_match_full:
        text += " match full"
    if relationship.on_update != Action.NO_ACTION:
        text += f" on update {relationship.on_update}"
    if relationship.on_delete != Action.NO_ACTION:
        text += f" on delete {relationship.on_delete}"
    if relationship.set_columns:
        text += f" ({column_list(relationship.set_columns, table, design)})"
    text += write_deferrable(relationship)
    return text if relationship.is_enforced else f"{text} not enforced"


def write_validate_relationship(relationship: Relationship, design: Design) -> list[str]:
    return write_validate_constraint(relationship, _table(relationship, design))


def write_drop_relationship(relationship: Relationship, design: Design) -> list[str]:
    return write_drop_constraint(relationship, _table(relationship, design))


def write_rename_relationship(old: Relationship, new: Relationship, design: Design) -> list[str]:
    return write_rename_constraint(old, new, _table(new, design))


def write_alter_relationship(relationship: Relationship, design: Design) -> list[str]:
    """Changes deferrability in place, the only part of a foreign key every version can alter."""
    mode = write_deferrable(relationship).strip() or "not deferrable"
    if relationship.is_deferrable and not relationship.is_initially_deferred:
        mode += " initially immediate"
    table = _table(relationship, design)
    return [f"alter table {name_of(table)} alter constraint {quote_identifier(relationship.name)} {mode}"]


def _table(relationship: Relationship, design: Design) -> Table:
    return table_of(relationship.table_id, design, wanted_by=f"Relationship {relationship.name}")


def _columns(relationship: Relationship, table: Table, design: Design, column_ids: tuple[UUID, ...]) -> str:
    columns = column_names(column_ids, table, design)
    if relationship.is_temporal:
        columns[-1] = f"period {columns[-1]}"
    return ", ".join(columns)
