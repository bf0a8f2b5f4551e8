"""From one data type to another: which changes convert nothing, and which expression converts the rest."""

from __future__ import annotations

import re

from designer.design import Attribute, Column, Composite, Design, TypeRef
from designer.postgres.quoting import dollar_quote, quote_identifier
from designer.sql.names import name_of
from designer.sql.types import write_type

ROWS_FUNCTION = "pg_temp._rows_of"
"""The name of what `write_rows_function` makes."""
_MODIFIERS = re.compile(r"\([^)]*\)")
_FAMILIES = (frozenset({"smallint", "integer", "bigint"}), frozenset({"text", "character varying"}))
"""Types between which every default, foreign key and comparison goes on working."""


_NUMBERS = frozenset({"smallint", "integer", "bigint", "numeric", "real", "double precision"})
_JSON = frozenset({"json", "jsonb"})
_MOMENTS = {
    "timestamp with time zone": "",
    "timestamp without time zone": " at time zone 'UTC'",
    "date": " at time zone 'UTC'",
}
"""Types of points in time, with what turns a timestamp with time zone into them."""
_CAST_GROUPS = (
    _NUMBERS,
    _JSON,
    frozenset({"numeric", "money"}),
    frozenset({"date", "timestamp without time zone", "timestamp with time zone"}),
    frozenset({"time without time zone", "time with time zone"}),
    frozenset({"time without time zone", "interval"}),
    frozenset({"inet", "cidr"}),
    frozenset({"macaddr", "macaddr8"}),
    frozenset({"bit", "bit varying"}),
)
"""Built-in types with casts from each to each (pg_cast of PostgreSQL 15 to 18); others go by their text."""

_WIDER = {"smallint": ("integer", "bigint", "numeric"), "integer": ("bigint", "numeric"), "bigint": ("numeric",)}
"""Changes that rewrite the table, but need no expression."""


_EXACT = {
    "date": ("timestamp without time zone", "timestamp with time zone"),
    "timestamp without time zone": ("timestamp with time zone",),
    "timestamp with time zone": ("timestamp without time zone",),
    "smallint": ("real", "double precision"),
    "integer": ("double precision",),
    "real": ("double precision",),
    "json": ("jsonb",),
    "jsonb": ("json",),
    "cidr": ("inet",),
    "macaddr": ("macaddr8",),
}
"""Other changes that lose nothing and fail on no value."""


def may_lose_values(old_type: str, new_type: str) -> bool:
    """Whether a value may be cut, rounded or refused on its way from one type to the other."""
    if is_binary_compatible(old_type, new_type) or new_type in {"text", "character varying"}:
        return False
    return new_type not in (*_WIDER.get(old_type, ()), *_EXACT.get(old_type, ()))


def base_name(ref: TypeRef) -> tuple[object, ...]:
    """What two types must share for foreign keys and defaults to survive a change from one to the other."""
    if ref.type_id is not None:
        return (ref.type_id, ref.dimensions)
    name = " ".join(_MODIFIERS.sub("", ref.name).split())
    return (next((family for family in _FAMILIES if name in family), name), ref.dimensions)


def write_using(old: Column, old_type: str, new: Column, new_type: str) -> str | None:
    """The conversion, where PostgreSQL has no assignment cast of its own; None where it has."""
    if is_binary_compatible(old_type, new_type) or new_type in _WIDER.get(old_type, ()):
        return None
    name = quote_identifier(new.name)
    if old.type.dimensions and not new.type.dimensions and not _is_text(new_type):
        return f"{name}[1]::text::{new_type}"
    if new.type.dimensions and not old.type.dimensions and not _is_text(old_type):
        # A text is read as an array's own notation; any other value becomes the only element.
        return f"case when {name} is not null then array[{name}::text]::{new_type} end"
    return _cast_any(name, old.type, old_type, new.type, new_type)


def write_using_of_row(name: str, old: Composite, before: Design, new: Composite, after: Design) -> str:
    """The conversion of a column between two forms of a composite type: attribute by attribute, new ones being null."""
    column = quote_identifier(name)
    former = {attribute.id: attribute for attribute in old.attributes}
    if any(_is_row(former.get(row.id), row, before) for row in new.attributes):
        # Rows within it may have other attributes, too: they are found by name.
        return f"jsonb_populate_record(null::{name_of(new)}, to_jsonb({column}))"
    values = (_attribute(column, former.get(row.id), before, row, after) for row in new.attributes)
    # A row of nothing but nulls IS NULL too, but it is a value.
    return f"case when {column} is distinct from null then row({', '.join(values)})::{name_of(new)} end"


def write_rows_function(type_name: str) -> list[str]:
    """Makes a function for this session from JSON to an array of rows, and drops it; a statement comes between.

    Only a function can go through the elements of each value, and JSON finds their attributes by name.
    """
    element = f"jsonb_populate_record(null::{type_name.removesuffix('[]')}, nullif(element, 'null'))"
    elements = f"array(select {element} from jsonb_array_elements($1) as element)"
    body = f"select case when $1 is not null then {elements} end"
    made = f"create function {ROWS_FUNCTION}(jsonb) returns {type_name} language sql as {dollar_quote(body)}"
    return [made, f"drop function {ROWS_FUNCTION}(jsonb)"]


def _is_row(old: Attribute | None, new: Attribute, before: Design) -> bool:
    if old is None or old.type != new.type or new.type.type_id is None:
        return False
    return isinstance(before.by_id.get(new.type.type_id), Composite)


def _attribute(column: str, old: Attribute | None, before: Design, new: Attribute, after: Design) -> str:
    if old is None:
        return "null"
    value = f"({column}).{quote_identifier(old.name)}"
    old_type, new_type = write_type(old.type, before), write_type(new.type, after)
    return value if old_type == new_type else _cast_any(value, old.type, old_type, new.type, new_type)


def _cast_any(value: str, old: TypeRef, old_type: str, new: TypeRef, new_type: str) -> str:
    if old.type_id is not None or new.type_id is not None:
        return f"{value}::text{'[]' * new.dimensions}::{new_type}"
    return _cast(value, old_type, new_type, "[]" * old.dimensions)


def _cast(name: str, old_type: str, new_type: str, brackets: str) -> str:
    old_bare, new_bare = bare_type(old_type), bare_type(new_type)
    if not brackets and new_bare in _JSON and old_bare not in _JSON and not _is_text(old_bare):
        return f"to_{new_bare}({name})" if old_type == old_bare else f"to_{new_bare}({name})::{new_type}"
    if old_bare == "boolean" and new_bare in _NUMBERS:
        return f"{name}::integer{brackets}::{new_type}"
    if new_bare == "boolean" and old_bare in _NUMBERS:
        return f"{name} <> 0" if not brackets else f"{name}::integer[]::{new_type}"
    if not brackets and old_bare in _NUMBERS and new_bare in _MOMENTS:
        return f"(to_timestamp({name}){_MOMENTS[new_bare]})::{new_type}"
    if not brackets and old_bare in _MOMENTS and new_bare in _NUMBERS:
        return f"extract(epoch from {name})::{new_type}"
    if not brackets and old_bare in _NUMBERS and new_bare == "interval":
        return f"make_interval(secs => {name})"
    if not brackets and old_bare == "interval" and new_bare in _NUMBERS:
        return f"extract(epoch from {name})::{new_type}"
    if _has_cast(old_bare, new_bare):
        return f"{name}::{new_type}"
    return f"{name}::text{brackets}::{new_type}"


def _has_cast(old: str, new: str) -> bool:
    """Whether PostgreSQL has a cast, or may have one: of types in other schemas nothing is known."""
    if _is_text(old) or _is_text(new) or old == new or "." in old or "." in new:
        return True
    return any(old in group and new in group for group in _CAST_GROUPS)


def bare_type(type_name: str) -> str:
    """The element type without its limits: `timestamp(3) with time zone[]` is `timestamp with time zone`."""
    return " ".join(_MODIFIERS.sub("", type_name.replace("[]", "")).split())


def _is_text(type_name: str) -> bool:
    return type_name == "text" or type_name.startswith("character")


def is_binary_compatible(old_type: str, new_type: str) -> bool:
    """Whether the change neither converts nor rewrites: a wider limit or none on the same type (PostgreSQL 15)."""
    if old_type == new_type:
        return True
    if old_type.endswith("[]"):
        return False
    if new_type in {"text", "character varying"}:
        return old_type == "text" or old_type.startswith("character varying")
    if new_type == "numeric":
        return old_type.startswith("numeric(")
    old_base, _, old_limit = old_type.partition("(")
    new_base, _, new_limit = new_type.partition("(")
    if old_base != new_base or old_base not in {"character varying", "varbit", "bit varying"}:
        return False
    limits = old_limit.rstrip(")"), new_limit.rstrip(")")
    return all(limit.isdigit() for limit in limits) and int(limits[0]) <= int(limits[1])
