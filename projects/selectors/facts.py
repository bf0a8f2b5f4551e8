"""What a definition says of itself, in words: its attributes, and links to what it refers to.

Every kind is described by its fields, so that one that is modelled tomorrow is described, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from designer.design import Definition, Design, Grant, Index, TypeRef, kind_of
from designer.design.edits.lookups import full_name
from designer.design.type_texts import show_type
from designer.sql.secrets import hide_secret_values

_TOLD_ELSEWHERE = frozenset(
    {"id", "name", "schema", "comment", "create_sql", "drop_sql", "reason", "platform_grants", "is_managed", "kind"}
)
_LABELS = {
    "bypasses_rls": "bypasses row-level security",
    "function_id": "function",
    "function_name": "function",
    "grants": "privileges",
    "has_all_tables": "publishes all tables",
    "is_post_data": "",
    "is_populated": "filled",
    "predicate": "where",
    "subtype_diff": "difference function",
    "table_id": "table",
    "via_root": "published as their partitioned table",
}
"""Words for fields whose names are no good ones; an empty word leaves the field out."""
_LETTERS = {
    "enabled": {"D": "disabled", "R": "enabled in replicas only", "A": "enabled always"},
    "replica_identity": {"n": "nothing", "f": "the whole row"},
}
"""What PostgreSQL's letters mean."""


class Value(Struct, frozen=True):
    """One value of a fact; `target` is the definition it names, to be linked, `note` what else there is to say of it.

    `is_code` is set as code.
    """

    text: str
    target: UUID | None = None
    kind: str = ""
    is_code: bool = True
    note: str = ""


class Fact(Struct, frozen=True):
    """An attribute and its values."""

    label: str
    values: list[Value]


def describe_definition(definition: Definition, design: Design, *, only: Collection[str] = ()) -> list[Fact]:
    """What differs from the default of each attribute (or of these only), in the order of the fields."""
    return list(_facts(definition, design, only))


def _facts(thing: Struct, design: Design, only: Collection[str] = ()) -> Iterator[Fact]:
    defaults = {field.name: field.default for field in msgspec.structs.fields(type(thing))}
    for field in only or thing.__struct_fields__:
        value = getattr(thing, field)
        label = _LABELS.get(field, field.removeprefix("is_").removeprefix("has_").removesuffix("_id").replace("_", " "))
        if field in _TOLD_ELSEWHERE or not label or value == defaults[field] or value in (None, "", ()):
            continue
        if field == "options":
            value = hide_secret_values(value)
        if field in _LETTERS:
            values = [Value(_LETTERS[field].get(value, value), is_code=False)]
        else:
            values = list(_values(value, design))
        yield Fact(label.removesuffix(" ids") + ("s" if label.endswith(" ids") else ""), values)


def _values(value: Any, design: Design) -> Iterator[Value]:
    if isinstance(value, bool):
        yield Value("yes" if value else "no", is_code=False)
    elif isinstance(value, UUID):
        yield _reference(value, design)
    elif isinstance(value, Grant):
        yield Value(show_grant(value, design), is_code=False)
    elif isinstance(value, TypeRef):
        yield Value(show_type(value, design), value.type_id, _kind(value.type_id, design))
    elif isinstance(value, Struct):
        yield _struct(value, design)
    elif isinstance(value, tuple) and len(value) == 2 and all(isinstance(part, str) for part in value):
        yield from map(Value, value)
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, tuple):
                yield Value(" = ".join(map(str, item)))
            else:
                yield from _values(item, design)
    else:
        yield Value(str(value.value if isinstance(value, Enum) else value))


def _struct(value: Struct, design: Design) -> Value:
    """A part in one line: its name or the object it is about, then what else it says."""
    target = next((getattr(value, field) for field in value.__struct_fields__ if field == "table_id"), None)
    name = getattr(value, "name", "") or (_reference(target, design).text if target else "")
    facts = (fact for fact in _facts(value, design) if fact.label != "table")
    said = [f"{fact.label} {', '.join(row.text for row in fact.values)}" for fact in facts]
    if isinstance(value, Index):
        said = [value.method]
    note = ", ".join(said)
    return Value(name, target, _kind(target, design), note=note) if name else Value(note)


def show_grant(grant: Grant, design: Design) -> str:
    """ "anon: select, insert (id, name), with grant option" """
    names = [_reference(id_, design).text for id_ in grant.column_ids] + list(grant.column_names)
    words = ", ".join(word.lower() for word in grant.privileges)
    grantee = "everybody" if grant.grantee == "public" else grant.grantee
    columns = f" ({', '.join(names)})" if names else ""
    return f"{grantee}: {words}{columns}" + (", with grant option" if grant.with_grant_option else "")


def _reference(id_: UUID, design: Design) -> Value:
    definition = design.by_id.get(id_)
    if definition is not None:
        return Value(full_name(definition), id_, kind_of(definition))
    column = design.columns_by_id.get(id_)
    return Value(column.name if column else "no longer in the design")


def _kind(id_: UUID | None, design: Design) -> str:
    definition = design.by_id.get(id_) if id_ else None
    return kind_of(definition) if definition else ""
