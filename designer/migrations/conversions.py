"""From one data type to another: which changes convert nothing, and which expression converts the rest."""

from __future__ import annotations

import re

from designer.design import Column, TypeRef
from designer.postgres.quoting import quote_identifier

_MODIFIERS = re.compile(r"\([^)]*\)")
_FAMILIES = (frozenset({"smallint", "integer", "bigint"}), frozenset({"text", "character varying"}))
"""Types between which every default, foreign key and comparison goes on working."""


_WIDER = {"smallint": ("integer", "bigint", "numeric"), "integer": ("bigint", "numeric"), "bigint": ("numeric",)}
"""Changes that rewrite the table, but need no expression."""


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
    if old.type.dimensions and not new.type.dimensions:
        return f"{name}[1]::text::{new_type}"
    if new.type.dimensions and not old.type.dimensions and not _is_text(old_type):
        # A text is read as an array's own notation; any other value becomes the only element.
        return f"case when {name} is not null then array[{name}::text]::{new_type} end"
    if old.type.type_id is not None or new.type.type_id is not None:
        return cast_by_text(new.name, new.type, new_type)
    return f"{name}::{new_type}"


def _is_text(type_name: str) -> bool:
    return type_name == "text" or type_name.startswith("character")


def is_binary_compatible(old_type: str, new_type: str) -> bool:
    """Whether the change neither converts nor rewrites: a wider limit or none on the same type (PostgreSQL 15)."""
    if old_type == new_type:
        return True
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


def cast_by_text(name: str, ref: TypeRef, written: str) -> str:
    """`status::text::public.status`, also for arrays."""
    return f"{quote_identifier(name)}::text{'[]' * ref.dimensions}::{written}"
