"""SQL to look at before anything is released."""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import replace

from designer.design import Design, Function, Table
from designer.design.edits import remove
from designer.migrations import compare_designs, write_design
from designer.sql.formatting import format_script


def preview_all(design: Design) -> str:
    """The whole design as one script for an empty Supabase database."""
    return format_script(write_design(design))


def preview_object(design: Design, object_id: UUID) -> str:
    """What it takes to create one object: a table comes with its keys, relationships, policies and grants."""
    own = [row.id for row in design.relationships if object_id in (row.table_id, row.target_table_id)]
    owned = [row.id for row in design.sequences if row.owner_table_id == object_id]
    return _difference(remove(design, *{object_id, *own, *owned}), design)


def preview_rls(design: Design) -> str:
    """Row-level security alone: switches, policies, grants, and the functions the policies call."""
    texts = " ".join(
        text for table in design.tables for policy in table.policies for text in (policy.using, policy.check) if text
    )
    helpers = [function.id for function in design.functions if f"{function.name}(" in texts]
    bare = replace(
        remove(design, *helpers) if helpers else design,
        tables=tuple(_without_access(table) for table in design.tables),
    )
    bare = replace(bare, functions=tuple(_without_grants(function) for function in bare.functions))
    return _difference(bare, design)


def _difference(before: Design, after: Design) -> str:
    return format_script([statement for step in compare_designs(before, after) for statement in step.up()])


def _without_access(table: Table) -> Table:
    return replace(table, has_rls=False, forces_rls=False, policies=(), grants=())


def _without_grants(function: Function) -> Function:
    return replace(function, grants=None)
