"""Tables as wholes: created, renamed, moved to another schema, removed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msgspec.structs import replace

from designer.design.designs import Design
from designer.design.edits.definitions import put, remove
from designer.design.edits.dependents import refuse_dependents
from designer.design.edits.lookups import find_own_table, find_table
from designer.design.edits.objects import change_object, create_object
from designer.design.edits.publications import unpublish_table
from designer.design.names import QualifiedName
from designer.design.tables import Table


def create_table(design: Design, table: Table) -> Design:
    """Adds a table. Refuses a name that another relation of the schema has."""
    return create_object(design, table)


def change_table(design: Design, table_id: UUID, **changes: Any) -> Design:
    """Replaces fields of a table (comment, has_rls, forces_rls, options …); a new name or schema renames it."""
    name, schema = changes.pop("name", None), changes.pop("schema", None)
    if changes:
        design = put(design, replace(find_own_table(design, table_id), **changes))
    return rename_table(design, table_id, name=name, schema=schema) if name or schema else design


def rename_table(design: Design, table_id: UUID, *, name: str | None = None, schema: str | None = None) -> Design:
    """Renames or moves a table; what refers to it by id follows by itself, SQL text that names it is rewritten."""
    table = find_own_table(design, table_id)
    old, new = QualifiedName(table.schema, table.name), QualifiedName(schema or table.schema, name or table.name)
    if old == new:
        return design
    return change_object(design, table_id, schema=new.schema, name=new.name)


def remove_table(design: Design, table_id: UUID, *, with_dependents: bool = False) -> Design:
    """Removes a table with its own relationships, sequences and statistics.

    Refuses when something else depends on it (see `dependents_of`), unless told to remove that too.
    """
    table = find_table(design, table_id)
    if not with_dependents:
        refuse_dependents(design, table)
    own = [row.id for row in design.relationships if table_id in (row.table_id, row.target_table_id)]
    own += [row.id for row in design.sequences if row.owner_table_id == table_id]
    own += [row.id for row in design.statistics if row.table_id == table_id]
    partitions = [row.id for row in design.tables if row.partition_of and row.partition_of.table_id == table_id]
    design = unpublish_table(remove(design, table_id, *own), table_id)
    for partition_id in partitions:
        design = remove_table(design, partition_id, with_dependents=True)
    return design
