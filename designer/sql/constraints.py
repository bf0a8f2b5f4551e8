"""Primary keys, unique, check, exclusion and named not-null constraints."""

from __future__ import annotations

from collections.abc import Sequence

from designer.design import Check, Column, Design, Exclusion, Key, Relationship, Table
from designer.postgres.quoting import dollar_quote, quote_identifier, quote_literal
from designer.sql.expressions import enclose, lower_keywords
from designer.sql.names import column_list, name_of

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


def write_add_primary_key(key: Key, table: Table, design: Design, *, using_index: str = "") -> list[str]:
    """Adds the primary key; `using_index` names a unique index that becomes its index and takes its name."""
    if using_index:
        return [_add(table, _with_index(key, "primary key", using_index))]
    return [_add(table, write_primary_key(key, table, design))]


def write_add_unique(key: Key, table: Table, design: Design, *, using_index: str = "") -> list[str]:
    """Adds the unique constraint; `using_index` names a unique index that becomes its index and takes its name."""
    if using_index:
        return [_add(table, _with_index(key, "unique", using_index))]
    return [_add(table, write_unique(key, table, design))]


def write_add_check(check: Check, table: Table, *, not_valid: bool = False) -> list[str]:
    """Adds the check. `not_valid` skips the scan of existing rows, to be followed by `write_validate_constraint`."""
    suffix = " not valid" if check.is_enforced and (not_valid or not check.is_validated) else ""
    return [_add(table, write_check(check) + suffix)]


def write_add_exclusion(exclusion: Exclusion, table: Table) -> list[str]:
    return [_add(table, write_exclusion(exclusion))]


def write_add_not_null(column: Column, table: Table, name: str, *, not_valid: bool = False) -> list[str]:
    """Adds a NOT NULL by name. PostgreSQL 18 on."""
    text = f"constraint {quote_identifier(name)} not null {quote_identifier(column.name)}"
    return [_add(table, text + (" not valid" if not_valid else ""))]


def write_rename_not_nulls(names: Sequence[tuple[str, str]], table: Table) -> list[str]:
    """Renames the constraints behind NOT NULLs, old name to new: those the server has, which is none before 18."""
    if {old for old, _ in names} & {new for _, new in names}:
        # Names that change places step aside first.
        aside = [f"_{number}_aside" for number in range(len(names))]
        first = [(old, name) for (old, _), name in zip(names, aside, strict=True)]
        then = [(name, new) for (_, new), name in zip(names, aside, strict=True)]
        return [*write_rename_not_nulls(first, table), *write_rename_not_nulls(then, table)]
    # Inside a string inside format(): quotes double, and % is format's own sign.
    pattern = name_of(table).replace("'", "''").replace("%", "%%")
    lines = [
        "",
        "declare",
        "  renamed record;",
        "begin",
        "  for renamed in",
        "    select con.conname as old_name, names.new_name",
        "    from pg_catalog.pg_constraint con",
        "    join (values",
        ",\n".join(f"      ({quote_literal(old)}, {quote_literal(new)})" for old, new in names),
        "    ) as names (old_name, new_name) on names.old_name = con.conname",
        f"    where con.conrelid = {quote_literal(name_of(table))}::pg_catalog.regclass and con.contype = 'n'",
        "  loop",
        "    execute pg_catalog.format(",
        f"      'alter table {pattern} rename constraint %I to %I', renamed.old_name, renamed.new_name",
        "    );",
        "  end loop;",
        "end",
        "",
    ]
    return [f"do {dollar_quote(chr(10).join(lines))}"]


def write_validate_constraint(constraint: Constraint, table: Table) -> list[str]:
    return [f"alter table {name_of(table)} validate constraint {quote_identifier(constraint.name)}"]


def write_drop_constraint(constraint: Constraint, table: Table) -> list[str]:
    return [f"alter table {name_of(table)} drop constraint {quote_identifier(constraint.name)}"]


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
    return text + write_deferrable(key)


def _with_index(key: Key, kind: str, index: str) -> str:
    return (
        f"constraint {quote_identifier(key.name)} {kind} using index {quote_identifier(index)}{write_deferrable(key)}"
    )


def _add(table: Table, constraint: str) -> str:
    return f"alter table {name_of(table)} add {constraint}"
