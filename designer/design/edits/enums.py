"""Enums and their values."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from msgspec.structs import replace

from designer.design.designs import Design
from designer.design.edits.access_models import rename_stated_value
from designer.design.edits.definitions import put
from designer.design.edits.lookups import find_definition, find_part
from designer.design.edits.objects import change_object, create_object, remove_object
from designer.design.edits.texts import rewrite_texts
from designer.design.errors import EditRefused
from designer.design.types import Enum, EnumValue
from designer.postgres.quoting import quote_literal


def create_enum(design: Design, enum: Enum) -> Design:
    """Adds an enum. Refuses a name that another type or relation of the schema has, and a label given twice."""
    labels = [value.name for value in enum.values]
    for label in labels:
        if labels.count(label) > 1:
            raise EditRefused(f"Enum {enum.schema}.{enum.name} has the value {label} twice. Remove one.")
    return create_object(design, enum)


def change_enum(design: Design, enum_id: UUID, **changes: Any) -> Design:
    """Replaces fields of an enum (comment, grants); a new name or schema renames it."""
    find_definition(design, enum_id, Enum)
    return change_object(design, enum_id, **changes)


def remove_enum(design: Design, enum_id: UUID) -> Design:
    """Removes an enum. Refuses while columns or functions use it."""
    find_definition(design, enum_id, Enum)
    return remove_object(design, enum_id)


def add_value(
    design: Design, enum_id: UUID, name: str, *, position: int | None = None, value_id: UUID | None = None
) -> Design:
    """Adds a label, last unless a position (from 0) is given."""
    enum = _without_label(design, enum_id, name)
    values = list(enum.values)
    values.insert(len(values) if position is None else position, EnumValue(value_id or uuid4(), name))
    return put(design, replace(enum, values=tuple(values)))


def rename_value(design: Design, enum_id: UUID, value_id: UUID, name: str) -> Design:
    """Renames a label. Defaults that are exactly this label of this type follow, as does what is stated of access."""
    enum = find_definition(design, enum_id, Enum)
    old = find_part(enum.values, value_id, f"value of {enum.schema}.{enum.name}").name
    if old == name:
        return design
    _without_label(design, enum_id, name)
    values = tuple(EnumValue(value.id, name) if value.id == value_id else value for value in enum.values)
    before, after = quote_literal(old), quote_literal(name)
    casts = (f"::{enum.schema}.{enum.name}", f"::{enum.name}")

    def rewrite(text: str) -> str:
        for cast in casts:
            text = text.replace(f"{before}{cast}", f"{after}{cast}")
        return text

    renamed = put(rewrite_texts(design, old, rewrite), replace(enum, values=values))
    return rename_stated_value(renamed, enum_id, old, name)


def move_value(design: Design, enum_id: UUID, value_id: UUID, *, position: int) -> Design:
    """Puts a label at another position (from 0), which is its place in the sort order."""
    enum = find_definition(design, enum_id, Enum)
    value = find_part(enum.values, value_id, f"value of {enum.schema}.{enum.name}")
    others = [other for other in enum.values if other.id != value_id]
    others.insert(position, value)
    return put(design, replace(enum, values=tuple(others)))


def remove_value(design: Design, enum_id: UUID, value_id: UUID) -> Design:
    """Removes a label. PostgreSQL cannot, so the migration will rebuild the type; rows that hold it will need an
    answer.
    """
    enum = find_definition(design, enum_id, Enum)
    find_part(enum.values, value_id, f"value of {enum.schema}.{enum.name}")
    return put(design, replace(enum, values=tuple(value for value in enum.values if value.id != value_id)))


def _without_label(design: Design, enum_id: UUID, name: str) -> Enum:
    enum = find_definition(design, enum_id, Enum)
    if any(value.name == name for value in enum.values):
        raise EditRefused(f"Enum {enum.schema}.{enum.name} has the value {name} already. Choose another.")
    return enum
