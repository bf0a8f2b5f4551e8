"""Range types with their multirange types."""

from __future__ import annotations

from msgspec.structs import replace

from designer.design import Design, Range
from designer.postgres.quoting import quote_identifier, quote_name
from designer.sql.functions import write_function_ref
from designer.sql.names import name_of
from designer.sql.types import write_type


def write_create_range(range_: Range, design: Design) -> list[str]:
    options = [f"subtype = {write_type(range_.subtype, design)}"]
    options += [f"subtype_opclass = {range_.opclass}"] if range_.opclass else []
    options += [f"collation = {range_.collation}"] if range_.collation else []
    options += [f"subtype_diff = {write_function_ref(range_.subtype_diff, design)}"] if range_.subtype_diff else []
    if range_.multirange is not None:
        options.append(f"multirange_type_name = {quote_name(range_.schema, range_.multirange)}")
    return [f"create type {name_of(range_)} as range ({', '.join(options)})"]


def write_alter_range(old: Range, new: Range) -> list[str] | None:
    """The multirange type under its new name; None where anything else differs, which PostgreSQL cannot change."""
    return write_rename_multirange(old, new) if replace(old, multirange=new.multirange) == new else None


def write_rename_multirange(old: Range, new: Range) -> list[str]:
    """The multirange type under its new name. Constructor functions keep theirs: only a superuser may rename them."""
    if old.multirange_name == new.multirange_name:
        return []
    name = quote_name(new.schema, old.multirange_name)
    return [f"alter type {name} rename to {quote_identifier(new.multirange_name)}"]


def write_move_multirange(old: Range, schema: str) -> list[str]:
    """The multirange type into the schema its range has moved to: it does not follow by itself."""
    return [f"alter type {quote_name(old.schema, old.multirange_name)} set schema {quote_identifier(schema)}"]
