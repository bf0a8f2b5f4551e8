"""Primary keys, unique, check and exclusion constraints."""

from __future__ import annotations

from designer.design import Check, Design, Exclusion, Key, Relationship, Table
from designer.postgres.quoting import quote_identifier, quote_name
from designer.sql.expressions import enclose, lower_keywords
from designer.sql.names import column_list, name_of
from designer.sql.options import write_alter_options, write_options

Constraint = Key | Check | Exclusion | Relationship


def write_primary_key(key: Key, table: Table, design: Design) -> str:
    """The primary key as an element of CREATE TABLE."""
    return f"constraint {quote_identifier(key.name)} primary key {_key_columns(key, table, design)}"


def write_unique(key: Key, table: Table, design: Design) -> str:
    """A unique constraint as an element of CREATE TABLE."""
    kind = "unique" if key.nulls_distinct else "unique nulls not distinct"
    return f"constraint {quote_identifier(key.name)} {kind} {_key_columns(key, table, design)}"


def write_check(check: Check) -> str:
    """A check constraint as an element of CREATE TABLE, where NOT VALID has no meaning."""
    text = f"constraint {quote_identifier(check.name)} check {enclose(check.expression)}"
    if check.no_inherit:
        text += " no inherit"
    return text if check.is_enforced else f"{text} not enforced"


def write_exclusion(exclusion: Exclusion) -> str:
    """An exclusion constraint as an element of CREATE TABLE."""
    return f"constraint {quote_identifier(exclusion.name)} {lower_keywords(exclusion.definition)}"


def write_add_primary_key(
    key: Key, table: Table, design: Design, *, using_index: str = "", only: bool = False
) -> list[str]:
    """Adds the primary key; `using_index` names a unique index that becomes its index and takes its name.

    `only` leaves partitions out: it is invalid until the index of each is attached.
    """
    if using_index:
        return [_add(table, _with_index(key, "primary key", using_index))]
    return [_add(table, write_primary_key(key, table, design), only=only)]


def write_add_unique(key: Key, table: Table, design: Design, *, using_index: str = "", only: bool = False) -> list[str]:
    """Adds the unique constraint, with `using_index` and `only` as for primary keys."""
    if using_index:
        return [_add(table, _with_index(key, "unique", using_index))]
    return [_add(table, write_unique(key, table, design), only=only)]


def write_alter_key_options(old: Key, new: Key, table: Table) -> list[str]:
    """Changes the storage options of the index behind a key in place."""
    return write_alter_options(f"alter index {quote_name(table.schema, new.name)}", old.options, new.options)


def write_add_check(check: Check, table: Table, *, not_valid: bool = False) -> list[str]:
    """Adds the check. `not_valid` skips the scan of existing rows, to be followed by `write_validate_constraint`."""
    suffix = " not valid" if check.is_enforced and (not_valid or not check.is_validated) else ""
    return [_add(table, write_check(check) + suffix)]


def write_add_exclusion(exclusion: Exclusion, table: Table) -> list[str]:
    return [_add(table, write_exclusion(exclusion))]


def write_validate_constraint(constraint: Constraint, table: Table) -> list[str]:
    return [f"alter table {name_of(table)} validate constraint {quote_identifier(constraint.name)}"]


def write_drop_constraint(constraint: Constraint, table: Table, *, if_exists: bool = False) -> list[str]:
    words = "drop constraint if exists" if if_exists else "drop constraint"
    return [f"alter table {name_of(table)} {words} {quote_identifier(constraint.name)}"]


def write_rename_constraint(old: Constraint, new: Constraint, table: Table) -> list[str]:
    """Renames the constraint, and with a key's constraint its index."""
    names = f"{quote_identifier(old.name)} to {quote_identifier(new.name)}"
    return [f"alter table {name_of(table)} rename constraint {names}"]


def write_deferrable(thing: Key | Relationship) -> str:
    """` deferrable initially deferred`, with a leading space, or nothing."""
    if not thing.is_deferrable:
        return ""
    return " deferrable initially deferred" if thing.is_initially_deferred else " deferrable"


def _key_columns(key: Key, table: Table, design: Design) -> str:
    columns = column_list(key.column_ids, table, design)
    if key.without_overlaps:
        columns += " without overlaps"
    text = f"({columns})"
    if key.include:
        text += f" include ({column_list(key.include, table, design)})"
    if key.options:
        text += f" with ({write_options(key.options)})"
    return text + write_deferrable(key)


def _with_index(key: Key, kind: str, index: str) -> str:
    return (
        f"constraint {quote_identifier(key.name)} {kind} using index {quote_identifier(index)}{write_deferrable(key)}"
    )


def _add(table: Table, constraint: str, *, only: bool = False) -> str:
    return f"alter table {'only ' if only else ''}{name_of(table)} add {constraint}"
