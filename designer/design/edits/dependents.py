"""What would break if something were removed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from msgspec import Struct

from designer.design.access import Role
from designer.design.databases import Publication
from designer.design.designs import Definition, Design, Schema
from designer.design.edits.lookups import full_name, word_for
from designer.design.edits.texts import TEXT_FIELDS, may_mention
from designer.design.errors import EditRefused
from designer.design.relationships import Relationship
from designer.design.statistics import Statistics


def dependents_of(design: Design, definition: Definition) -> list[str]:
    """Everything that refers to a definition, in words, each once: by id, by role or schema name, or by its name in
    SQL.

    What belongs to it (its own columns, its own relationships) is not listed. Names in SQL text are looked for as
    text, so that one too many may be listed but none is missed.
    """
    if isinstance(definition, Schema):
        return [
            _words(design, row)
            for row in design.definitions()
            if getattr(row, "schema", None) == definition.name or definition.name in getattr(row, "schemas", ())
        ]
    found: list[str] = []
    for other in design.definitions():
        if other.id == definition.id or _belongs_to(other, definition):
            continue
        if any(True for _ in _references(other, definition)):
            found.append(_words(design, other))
    return found


def refuse_dependents(design: Design, definition: Definition) -> None:
    """Raises EditRefused naming what depends on a definition, if anything does."""
    found = dependents_of(design, definition)
    if found:
        shown = ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
        raise EditRefused(
            f"{word_for(definition).capitalize()} {full_name(definition)} is used by {shown}. "
            "Change or remove that first."
        )


def _belongs_to(other: Definition, definition: Definition) -> bool:
    if isinstance(other, Relationship):
        return other.table_id == definition.id
    if isinstance(other, Publication):
        return True  # what is removed is no longer published
    if isinstance(other, Statistics):
        return other.table_id == definition.id
    return getattr(other, "owner_table_id", None) == definition.id


def _references(value: Any, definition: Definition) -> Iterator[str]:
    """Yields once per reference found inside a value."""
    names = {definition.name} if isinstance(definition, Role) else set()
    for field in value.__struct_fields__:
        item = getattr(value, field)
        if isinstance(item, UUID):
            if item == definition.id and field != "id":
                yield field
        elif isinstance(item, str):
            yield from _in_text(field, item, definition, names)
        elif isinstance(item, Struct):
            yield from _references(item, definition)
        elif isinstance(item, tuple):
            for part in item:
                if isinstance(part, Struct):
                    yield from _references(part, definition)
                elif part == definition.id or (field in {"roles", "member_of"} and part in names):
                    yield field


def _in_text(field: str, text: str, definition: Definition, roles: set[str]) -> Iterator[str]:
    if roles:
        if field in {"grantee", "owner", "role"} and text in roles:
            yield field
    elif (
        field in TEXT_FIELDS
        and may_mention(text, definition.name)
        and may_mention(text, getattr(definition, "schema", ""))
    ):
        yield field


def _words(design: Design, definition: Definition) -> str:
    if isinstance(definition, Relationship):
        table = design.tables_by_id.get(definition.table_id)
        return f"relationship {definition.name} of {full_name(table) if table else '?'}"
    return f"{word_for(definition)} {full_name(definition)}"
