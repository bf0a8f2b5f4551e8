"""Schemas, and the two things every named object can do: change its name and its schema."""

from __future__ import annotations

from designer.design import Composite, Domain, Enum, Function, Schema, Sequence, Table, View
from designer.postgres.quoting import quote_identifier
from designer.sql.functions import signature
from designer.sql.names import name_of

Movable = Table | View | Sequence | Enum | Domain | Composite | Function


def write_create_schema(schema: Schema) -> list[str]:
    return [f"create schema {quote_identifier(schema.name)}"]


def write_drop_schema(schema: Schema) -> list[str]:
    """Refused by PostgreSQL while the schema holds anything."""
    return [f"drop schema {quote_identifier(schema.name)}"]


def write_rename_schema(old: Schema, new: Schema) -> list[str]:
    return [f"alter schema {quote_identifier(old.name)} rename to {quote_identifier(new.name)}"]


def write_rename(old: Movable, new: Movable) -> list[str]:
    """Renames a table, view, sequence, type or function within the old one's schema."""
    return [f"alter {kind_words(old)} {address(old)} rename to {quote_identifier(new.name)}"]


def write_set_schema(old: Movable, new: Movable) -> list[str]:
    """Moves the object under its old name to the new schema."""
    return [f"alter {kind_words(old)} {address(old)} set schema {quote_identifier(new.schema)}"]


def kind_words(thing: Movable) -> str:
    """What ALTER, DROP and COMMENT ON call this kind of object."""
    if isinstance(thing, View):
        return "materialized view" if thing.is_materialized else "view"
    if isinstance(thing, Function):
        return "procedure" if thing.is_procedure else "function"
    words = {Table: "table", Sequence: "sequence", Enum: "type", Domain: "domain", Composite: "type"}
    return words[type(thing)]


def address(thing: Movable) -> str:
    """The qualified name, with a function's argument types."""
    return signature(thing) if isinstance(thing, Function) else name_of(thing)
