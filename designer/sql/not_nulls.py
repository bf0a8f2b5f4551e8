"""NOT NULL as a constraint: with a name, a comment and properties of its own from PostgreSQL 18 on."""

from __future__ import annotations

from collections.abc import Sequence

from designer.design import Column, Design, NotNull, Table
from designer.postgres.quoting import dollar_quote, quote_identifier, quote_literal
from designer.sql.names import column_of, name_of
from designer.sql.object_names import not_null_name


def not_null_of(column: Column, table: Table) -> NotNull | None:
    """What the table says of the column's NOT NULL beyond that there is one."""
    return next((row for row in table.not_nulls if row.column_id == column.id), None)


def write_not_null(column: Column, table: Table, design: Design) -> str:
    """`not null` for CREATE TABLE, with its name where PostgreSQL would choose another (the name counts from 18 on).

    It also chooses another where the usual one is taken by a constraint of any table of the schema.
    """
    usual = not_null_name(table.name, column.name)
    row = not_null_of(column, table) or NotNull(column_id=column.id, name=usual)
    is_chosen = row.name == usual and (table.schema, usual) not in design.named_not_nulls
    named = "" if is_chosen else f"constraint {quote_identifier(row.name)} "
    return f"{named}not null{' no inherit' if row.no_inherit else ''}"


def inherited_not_nulls(table: Table, design: Design) -> list[str]:
    """Named ones on columns that a child only inherits, as elements of CREATE TABLE: later they could not be named.

    Only PostgreSQL 18 on knows such elements, but before there are no names either.
    """
    own = {column.id for column in table.columns}
    rows = [(row, column_of(row.column_id, table, design)) for row in table.not_nulls if row.column_id not in own]
    return [_constraint(row, column) for row, column in rows if _has_name(row, column, table) and row.is_validated]


def write_further_not_nulls(table: Table, design: Design) -> list[str]:
    """What CREATE TABLE left out: constraints that rows may break, and unnamed ones on inherited columns."""
    columns = {column.id: column for column in table.columns}
    statements = []
    for row in table.not_nulls:
        column = columns.get(row.column_id) or column_of(row.column_id, table, design)
        is_left_out = column.is_nullable if row.column_id in columns else not _is_made(row, column, table)
        if is_left_out or not row.is_validated:
            statements += write_add_not_null(row, column, table)
    return statements


def write_add_not_null(row: NotNull, column: Column, table: Table) -> list[str]:
    """Adds the NOT NULL to a column that exists; without special properties, in words that every version knows."""
    if row.is_validated and not row.no_inherit:
        usual = not_null_name(table.name, column.name)
        added = f"alter table {name_of(table)} alter column {quote_identifier(column.name)} set not null"
        return [added, *(write_rename_not_nulls([(usual, row.name)], table) if row.name != usual else [])]
    suffix = "" if row.is_validated else " not valid"
    return [f"alter table {name_of(table)} add {_constraint(row, column)}{suffix}"]


def _constraint(row: NotNull, column: Column) -> str:
    suffix = " no inherit" if row.no_inherit else ""
    return f"constraint {quote_identifier(row.name)} not null {quote_identifier(column.name)}{suffix}"


def _is_made(row: NotNull, column: Column, table: Table) -> bool:
    """Whether CREATE TABLE makes the constraint of an inherited column, because it is named or part of the key."""
    is_key = table.primary_key is not None and row.column_id in table.primary_key.column_ids
    return is_key or _has_name(row, column, table)


def _has_name(row: NotNull, column: Column, table: Table) -> bool:
    return row.name != not_null_name(table.name, column.name)


def write_drop_not_null(column: Column, table: Table) -> list[str]:
    return [f"alter table {name_of(table)} alter column {quote_identifier(column.name)} drop not null"]


def write_alter_not_null(old: NotNull, new: NotNull, column: Column, table: Table) -> list[str]:
    """From one state of the constraint to another. One that was proven must be made anew to be unproven again."""
    if old.is_validated and not new.is_validated:
        return [*write_drop_not_null(column, table), *write_add_not_null(new, column, table)]
    name = quote_identifier(new.name)
    statements = []
    if old.no_inherit != new.no_inherit:
        words = "no inherit" if new.no_inherit else "inherit"
        statements.append(f"alter table {name_of(table)} alter constraint {name} {words}")
    if not old.is_validated and new.is_validated:
        statements.append(f"alter table {name_of(table)} validate constraint {name}")
    return statements


def write_not_null_comment(row: NotNull, table: Table) -> list[str]:
    """COMMENT ON the constraint; None removes it. PostgreSQL 18 on."""
    text = "null" if row.comment is None else quote_literal(row.comment)
    return [f"comment on constraint {quote_identifier(row.name)} on {name_of(table)} is {text}"]


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
