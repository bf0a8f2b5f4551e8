"""Enumerated types."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from designer.design import Column, Design, Enum, EnumValue, Table
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.sql.columns import write_alter_type, write_drop_default, write_set_default
from designer.sql.names import name_of


def write_create_enum(enum: Enum) -> list[str]:
    values = ",\n  ".join(quote_literal(value.name) for value in enum.values)
    return [
        f"create type {name_of(enum)} as enum (\n  {values}\n)" if values else f"create type {name_of(enum)} as enum ()"
    ]


def write_drop_enum(enum: Enum) -> list[str]:
    return [f"drop type {name_of(enum)}"]


def write_add_enum_value(value: EnumValue, enum: Enum) -> list[str]:
    """Adds one value where `enum`, which contains it, places it. No statement of the same transaction can use it."""
    position = [row.id for row in enum.values].index(value.id)
    text = f"alter type {name_of(enum)} add value {quote_literal(value.name)}"
    if position > 0:
        return [f"{text} after {quote_literal(enum.values[position - 1].name)}"]
    if len(enum.values) > 1:
        return [f"{text} before {quote_literal(enum.values[1].name)}"]
    return [text]


def write_rename_enum_value(old: EnumValue, new: EnumValue, enum: Enum) -> list[str]:
    names = f"{quote_literal(old.name)} to {quote_literal(new.name)}"
    return [f"alter type {name_of(enum)} rename value {names}"]


def columns_of_type(type_id: UUID, design: Design) -> list[tuple[Table, Column]]:
    """The columns of tables whose type is this one, or an array of it."""
    return [(table, column) for table in design.tables for column in table.columns if column.type.type_id == type_id]


def write_rebuild_enum(old: Enum, new: Enum, design: Design, *, mapping: Mapping[str, str] | None = None) -> list[str]:
    """Replaces the type by one with other values, rewriting every column that uses it.

    PostgreSQL can neither remove nor reorder values. `design` holds the columns as they shall be, with `new`; `mapping`
    gives the label to use instead of one that goes; rows with an unmapped one make the statement fail, which loses
    nothing. What else depends on the columns (views, policies, index predicates, functions) must be dropped before.
    """
    aside = Enum(id=old.id, schema=new.schema, name=_name_aside(new))
    statements = [f"alter type {name_of(new)} rename to {quote_identifier(aside.name)}", *write_create_enum(new)]
    for table, column in columns_of_type(new.id, design):
        if column.generated is not None:
            continue
        statements += write_drop_default(column, table) if column.default is not None else []
        using = _cast(column, new, mapping or {})
        statements += write_alter_type(column, table, design, using=using)
        statements += write_set_default(column, table) if column.default is not None else []
    return [*statements, *write_drop_enum(aside)]


def _name_aside(enum: Enum) -> str:
    return f"_{enum.name.encode()[:58].decode(errors='ignore')}_old"


def _cast(column: Column, enum: Enum, mapping: Mapping[str, str]) -> str:
    name, brackets = quote_identifier(column.name), "[]" * column.type.dimensions
    text = f"{name}::text{brackets}"
    if brackets:
        for gone, instead in mapping.items():
            text = f"array_replace({text}, {quote_literal(gone)}, {quote_literal(instead)})"
    elif mapping:
        cases = " ".join(f"when {quote_literal(gone)} then {quote_literal(to)}" for gone, to in mapping.items())
        text = f"(case {text} {cases} else {text} end)"
    return f"{text}::{name_of(enum)}{brackets}"
