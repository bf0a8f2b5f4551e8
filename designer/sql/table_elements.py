"""What CREATE TABLE lists between its parentheses and after them, for plain tables, children and partitions alike."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from msgspec.structs import replace

from designer.design import Design, InheritedColumn, Key, Table
from designer.sql.column_settings import write_column_settings, write_inherited_column
from designer.sql.columns import write_storage
from designer.sql.constraints import (
    write_add_check,
    write_add_unique,
    write_check,
    write_exclusion,
    write_primary_key,
    write_unique,
)
from designer.sql.identities import write_wide_identity
from designer.sql.indexes import write_index_key
from designer.sql.not_nulls import write_further_not_nulls
from designer.sql.options import write_options

_NO_ID = UUID(int=0)


def write_elements(elements: list[str]) -> str:
    """The elements in parentheses, one per line."""
    return "(\n  " + ",\n  ".join(elements) + "\n)" if elements else "()"


def constraint_elements(table: Table, design: Design, *, without: Collection[str] = ()) -> list[str]:
    """Keys, exclusions and checks as elements, except those of the names in `without`.

    Left to `after_creation`: a check that existing rows may break, which would count as validated inside CREATE TABLE,
    and a key that repeats another, which CREATE TABLE would drop without a word.
    """
    elements = []
    if table.primary_key is not None:
        elements.append((table.primary_key.name, write_primary_key(table.primary_key, table, design)))
    repeated = _repeated_keys(table)
    elements += [(key.name, write_unique(key, table, design)) for key in table.unique_keys if key not in repeated]
    elements += [(exclusion.name, write_exclusion(exclusion)) for exclusion in table.exclusions]
    elements += [
        (check.name, write_check(check))
        for check in table.checks
        if _can_be_inline(check.is_validated, check.is_enforced)
    ]
    return [text for name, text in elements if name not in without]


def after_creation(table: Table, design: Design, *, without: Collection[str] = ()) -> list[str]:
    """What CREATE TABLE cannot say on every supported version.

    Storage and settings of columns, what is set on inherited ones, unproven NOT NULLs and checks, repeated keys.
    """
    statements = [sql for column in table.columns if column.storage for sql in write_storage(column, table)]
    for column in table.columns:
        statements += write_wide_identity(column, table)
        statements += write_column_settings(None, column, column.name, table)
    for row in table.inherited_columns:
        statements += write_inherited_column(InheritedColumn(column_id=row.column_id), row, table, design)
    statements += write_further_not_nulls(table, design)
    for key in _repeated_keys(table):
        if key.name not in without:
            statements += write_add_unique(key, table, design)
    for check in table.checks:
        if check.name not in without and not _can_be_inline(check.is_validated, check.is_enforced):
            statements += write_add_check(check, table)
    return statements


def write_create_words(table: Table) -> str:
    if table.foreign is not None:
        return "create foreign table"
    return "create unlogged table" if table.is_unlogged else "create table"


def write_partition_by(table: Table, design: Design) -> str:
    """` partition by range (…)` on a line of its own, or nothing."""
    if table.partitioning is None:
        return ""
    keys = ", ".join(write_index_key(key, table, design) for key in table.partitioning.keys)
    return f"\npartition by {table.partitioning.strategy} ({keys})"


def write_with_options(table: Table) -> str:
    """` with (…)` on a line of its own, or nothing."""
    return f"\nwith ({write_options(table.options)})" if table.options else ""


def _repeated_keys(table: Table) -> list[Key]:
    seen = {_key_without_name(table.primary_key)} if table.primary_key is not None else set()
    repeated = []
    for key in table.unique_keys:
        bare = _key_without_name(key)
        if bare in seen:
            repeated.append(key)
        seen.add(bare)
    return repeated


def _key_without_name(key: Key) -> Key:
    # Storage options do not count: CREATE TABLE would drop the second of two keys that differ in those alone.
    return replace(key, id=_NO_ID, name="", options=(), comment=None)


def _can_be_inline(is_validated: bool, is_enforced: bool) -> bool:
    return is_validated or not is_enforced
