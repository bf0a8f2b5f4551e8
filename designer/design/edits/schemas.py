"""Schemas. Objects name theirs, so a rename rewrites them and every SQL text."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msgspec.structs import replace

from designer.design.designs import Design, Schema
from designer.design.edits.definitions import put, remove
from designer.design.edits.dependents import refuse_dependents
from designer.design.edits.lookups import find_definition
from designer.design.edits.texts import rename_schema_in_texts
from designer.design.errors import EditRefused
from designer.postgres.platform import MANAGED_SCHEMAS


def create_schema(design: Design, schema: Schema) -> Design:
    """Adds a schema. Refuses a name that is taken, the platform's or PostgreSQL's."""
    _refuse_taken_name(design, schema)
    return put(design, schema)


def change_schema(design: Design, schema_id: UUID, **changes: Any) -> Design:
    """Replaces fields of a schema (comment, grants); a new name moves everything in it along."""
    old = find_definition(design, schema_id, Schema)
    new = replace(old, **changes)
    if new.name == old.name:
        return put(design, new)
    if old.is_managed:
        raise EditRefused(f"Schema {old.name} belongs to the platform and keeps its name.")
    _refuse_taken_name(design, new)
    moved = [replace(row, schema=new.name) for row in design.definitions() if getattr(row, "schema", None) == old.name]
    published = [
        replace(row, schemas=tuple(new.name if name == old.name else name for name in row.schemas))
        for row in design.publications
        if old.name in row.schemas
    ]
    return rename_schema_in_texts(put(design, new, *moved, *published), old.name, new.name)


def remove_schema(design: Design, schema_id: UUID) -> Design:
    """Removes an empty schema. Refuses while anything is in it."""
    schema = find_definition(design, schema_id, Schema)
    if schema.is_managed:
        raise EditRefused(f"Schema {schema.name} belongs to the platform and stays.")
    refuse_dependents(design, schema)
    return remove(design, schema_id)


def _refuse_taken_name(design: Design, schema: Schema) -> None:
    if schema.name in MANAGED_SCHEMAS or schema.name.startswith("pg_") or schema.name == "information_schema":
        raise EditRefused(f"{schema.name} is a schema of the platform or of PostgreSQL itself. Choose another name.")
    if any(other.name == schema.name and other.id != schema.id for other in design.schemas):
        raise EditRefused(f"There is a schema named {schema.name} already. Choose another name.")
