"""Schemas, and the two things every named object can do: change its name and its schema."""

from __future__ import annotations

from designer.design import (
    Aggregate,
    Collation,
    Composite,
    Definition,
    Domain,
    Enum,
    EventTrigger,
    Extension,
    ForeignDataWrapper,
    ForeignServer,
    Function,
    Publication,
    Range,
    Role,
    Schema,
    Sequence,
    Statistics,
    Table,
    View,
)
from designer.postgres.quoting import quote_identifier, quote_name
from designer.sql.aggregates import aggregate_signature
from designer.sql.domains import not_null_of, write_name_domain_not_null
from designer.sql.functions import signature
from designer.sql.names import Qualified
from designer.sql.ranges import write_move_multirange, write_rename_multirange

_WORDS: dict[type, str] = {
    Aggregate: "aggregate",
    Collation: "collation",
    Composite: "type",
    Domain: "domain",
    Enum: "type",
    EventTrigger: "event trigger",
    Range: "type",
    Extension: "extension",
    ForeignDataWrapper: "foreign data wrapper",
    ForeignServer: "server",
    Publication: "publication",
    Role: "role",
    Schema: "schema",
    Sequence: "sequence",
    Statistics: "statistics",
    Table: "table",
}
"""Where one word will do; views and functions have two."""


def write_create_schema(schema: Schema) -> list[str]:
    return [f"create schema {quote_identifier(schema.name)}"]


def write_drop_schema(schema: Schema) -> list[str]:
    """Refused by PostgreSQL while the schema holds anything."""
    return [f"drop schema {quote_identifier(schema.name)}"]


def write_rename_schema(old: Schema, new: Schema) -> list[str]:
    return [f"alter schema {quote_identifier(old.name)} rename to {quote_identifier(new.name)}"]


def write_rename(old: Definition, new: Definition) -> list[str]:
    """Renames any object within the old one's schema."""
    renamed = [f"alter {kind_words(old)} {address(old)} rename to {quote_identifier(new.name)}"]
    if isinstance(old, Range) and isinstance(new, Range):
        renamed += write_rename_multirange(old, new)
    if isinstance(old, Domain) and isinstance(new, Domain) and not_null_of(old) != not_null_of(new):
        renamed += write_name_domain_not_null(new)
    return renamed


def write_set_schema(old: Definition, new: Qualified) -> list[str]:
    """Moves the object under its old name to the new schema."""
    moved = [f"alter {kind_words(old)} {address(old)} set schema {quote_identifier(new.schema)}"]
    if isinstance(old, Range):
        moved += write_move_multirange(old, new.schema)
    return moved


def write_drop(thing: Definition) -> list[str]:
    """DROP, refused by PostgreSQL while anything depends on the object."""
    return [f"drop {kind_words(thing)} {address(thing)}"]


def kind_words(thing: Definition) -> str:
    """What ALTER, DROP, COMMENT ON and OWNER TO call this kind of object."""
    if isinstance(thing, View):
        return "materialized view" if thing.is_materialized else "view"
    if isinstance(thing, Table) and thing.foreign is not None:
        return "foreign table"
    if isinstance(thing, Function):
        return "procedure" if thing.is_procedure else "function"
    return _WORDS[type(thing)]


def address(thing: Definition) -> str:
    """The name as statements want it: qualified where it has a schema, with a function's argument types."""
    if isinstance(thing, Function):
        return signature(thing)
    if isinstance(thing, Aggregate):
        return aggregate_signature(thing)
    schema = "" if isinstance(thing, Extension) else getattr(thing, "schema", "")
    return quote_name(schema, thing.name) if schema else quote_identifier(thing.name)
