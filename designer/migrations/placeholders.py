"""What stands in a column that comes back without its values, although it must have some."""

from __future__ import annotations

from designer.design import Column, Design, Enum, Table
from designer.migrations.conversions import bare_type
from designer.postgres.quoting import quote_literal
from designer.sql.types import write_type

_EMPTY = {
    "smallint": "0",
    "integer": "0",
    "bigint": "0",
    "numeric": "0",
    "real": "0",
    "double precision": "0",
    "money": "0",
    "text": "",
    "character varying": "",
    "character": "",
    "bytea": "",
    "boolean": "false",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "json": "{}",
    "jsonb": "{}",
    "date": "epoch",
    "timestamp without time zone": "epoch",
    "timestamp with time zone": "epoch",
    "time without time zone": "00:00",
    "interval": "0",
    "inet": "0.0.0.0",  # noqa: S104 - a value, not an address to listen on
}


def needs_placeholder(column: Column) -> bool:
    """Whether rows cannot do without a value that nothing else gives them."""
    has_value = column.default is not None or column.generated is not None or column.identity is not None
    return not column.is_nullable and not has_value


def is_alone_in_key(column: Column, table: Table) -> bool:
    """Whether the column by itself must be different in every row."""
    keys = [key.column_ids for key in (table.primary_key, *table.unique_keys) if key is not None]
    indexes = [[key.column_id for key in index.keys] for index in table.indexes if index.is_unique]
    return (column.id,) in keys or [column.id] in indexes


def write_distinct_placeholder(column: Column, design: Design) -> str | None:
    """An expression that gives every row another value of the column's type; None where none is known."""
    written = write_type(column.type, design)
    if column.type.dimensions or bare_type(written) not in {"uuid", "text"}:
        return None
    return "gen_random_uuid()" if written == "uuid" else "gen_random_uuid()::text"


def write_placeholder(column: Column, design: Design) -> str | None:
    """An empty value of the column's type as an expression; None where none is known."""
    written = write_type(column.type, design)
    definition = design.by_id.get(column.type.type_id) if column.type.type_id is not None else None
    if column.type.dimensions:
        text: str | None = "{}"
    elif isinstance(definition, Enum):
        text = definition.values[0].name if definition.values else None
    else:
        text = _EMPTY.get(bare_type(written)) if definition is None else None
    return None if text is None else f"{quote_literal(text)}::{written}"
