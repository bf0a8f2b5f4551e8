"""Columns: their definition inside CREATE TABLE, and every ALTER TABLE … COLUMN."""

from __future__ import annotations

from designer.design import Column, Design, Table
from designer.postgres.quoting import quote_identifier
from designer.sql.column_settings import write_column_settings
from designer.sql.expressions import enclose, enclose_default
from designer.sql.foreign import write_foreign_options
from designer.sql.identities import write_identity_clause, write_wide_identity
from designer.sql.names import name_of
from designer.sql.not_nulls import not_null_of, write_add_not_null, write_not_null
from designer.sql.types import write_type


def write_column(column: Column, table: Table, design: Design) -> str:
    """The column as an element of CREATE TABLE or ADD COLUMN; its storage, if any, needs `write_storage` after it."""
    parts = [quote_identifier(column.name), write_type(column.type, design)]
    if column.foreign_options:
        parts.append(write_foreign_options(column.foreign_options).strip())
    if column.compression:
        parts.append(f"compression {column.compression}")
    if column.collation:
        parts.append(f"collate {column.collation}")
    if not column.is_nullable:
        parts.append(write_not_null(column, table, design))
    if column.identity is not None:
        parts.append(write_identity_clause(column, table))
    elif column.generated is not None:
        parts.append(write_generated_clause(column))
    elif column.default is not None:
        parts.append(f"default {enclose_default(column.default)}")
    return " ".join(parts)


def write_generated_clause(column: Column) -> str:
    return f"generated always as {enclose(column.generated or '')} {'virtual' if column.is_virtual else 'stored'}"


def write_add_column(column: Column, table: Table, design: Design) -> list[str]:
    """Adds the column as it is: with NOT NULL and without a default that needs an empty table."""
    added = f"alter table {name_of(table)} add column {write_column(column, table, design)}"
    unproven = not_null_of(column, table) if column.is_nullable else None
    return [
        added,
        *(write_storage(column, table) if column.storage else []),
        *write_wide_identity(column, table),
        *write_column_settings(None, column, column.name, table),
        *(write_add_not_null(unproven, column, table) if unproven is not None else []),
    ]


def write_drop_column(column: Column, table: Table, *, only: bool = False) -> list[str]:
    """Drops the column; with `only`, tables that inherit it keep it as their own."""
    return [f"alter table {'only ' if only else ''}{name_of(table)} drop column {quote_identifier(column.name)}"]


def write_rename_column(old: Column, new: Column, table: Table) -> list[str]:
    return [f"alter table {name_of(table)} rename column {quote_identifier(old.name)} to {quote_identifier(new.name)}"]


def write_alter_type(new: Column, table: Table, design: Design, *, using: str | None = None) -> list[str]:
    """Changes type or collation. `using` is an expression over the old columns; a foreign table has no rows to convert.

    A default that PostgreSQL cannot cast must be dropped before and set again after.
    """
    clause = f"type {write_type(new.type, design)}"
    if new.collation:
        clause += f" collate {new.collation}"
    if using and table.foreign is None:
        clause += f" using {enclose_default(using)}"
    return [_alter(new, table, clause)]


def write_set_default(new: Column, table: Table) -> list[str]:
    """Sets the column's default, or drops it when it has none."""
    if new.default is None:
        return [_alter(new, table, "drop default")]
    return [_alter(new, table, f"set default {enclose_default(new.default)}")]


def write_drop_default(column: Column, table: Table) -> list[str]:
    return [_alter(column, table, "drop default")]


def write_drop_generated(column: Column, table: Table) -> list[str]:
    """Makes a stored generated column an ordinary one that keeps its values. A virtual one cannot be changed so."""
    return [_alter(column, table, "drop expression")]


def write_set_generated(new: Column, table: Table) -> list[str]:
    """Changes the expression of a column that is generated already (PostgreSQL 17 on)."""
    return [_alter(new, table, f"set expression as {enclose(new.generated or '')}")]


def write_storage(column: Column, table: Table) -> list[str]:
    """SET STORAGE; none given means the type's default (`default` is understood from PostgreSQL 16 on)."""
    return [_alter(column, table, f"set storage {column.storage or 'default'}")]


def write_compression(column: Column, table: Table) -> list[str]:
    return [_alter(column, table, f"set compression {column.compression or 'default'}")]


def _alter(column: Column, table: Table, action: str) -> str:
    return f"alter table {name_of(table)} alter column {quote_identifier(column.name)} {action}"
