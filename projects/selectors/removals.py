"""What would be destroyed by removing something, and what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from msgspec import Struct

from designer.design import Column, Definition, Design, Enum, Relationship, Role, Schema, Table, View
from designer.design.edits.columns import column_users, remove_column
from designer.design.edits.constraints import remove_check, remove_unique, set_primary_key
from designer.design.edits.dependents import dependents_of
from designer.design.edits.enums import remove_enum
from designer.design.edits.indexes import remove_index
from designer.design.edits.lookups import full_name, word_for
from designer.design.edits.objects import remove_object
from designer.design.edits.policies import remove_policy
from designer.design.edits.relationships import remove_relationship
from designer.design.edits.roles import remove_role
from designer.design.edits.schemas import remove_schema
from designer.design.edits.tables import remove_table
from designer.design.edits.triggers import remove_trigger


class Removal(Struct, frozen=True):
    """A removal before it is made: `destroys` goes with it, `blockers` must be changed or removed first."""

    label: str
    edit: Callable[[Design], Design]
    destroys: list[str]
    blockers: list[str]


def plan_object_removal(design: Design, definition: Definition) -> Removal:
    """Removing a whole object."""
    label = f"Remove {word_for(definition)} {full_name(definition)}"
    blockers = [] if isinstance(definition, Relationship | Table) else dependents_of(design, definition)
    destroys: list[str] = []
    if isinstance(definition, Table):
        blockers = _blockers_of_table(design, definition)
        destroys = _contents(design, definition)
    elif isinstance(definition, View) and definition.is_materialized:
        destroys = ["the rows it keeps"]
    elif isinstance(definition, Role):
        destroys, blockers = [f"what {definition.name} may do: {row}" for row in blockers], []
    return Removal(label, _removal_of(definition), destroys, blockers)


def plan_part_removal(design: Design, table: Table, part_kind: str, part: Any) -> Removal:
    """Removing a column, constraint, index, policy or trigger of a table."""
    word = {"primary-key": "primary key", "unique-keys": "unique constraint", "checks": "check constraint"}.get(
        part_kind, {"indexes": "index", "policies": "policy"}.get(part_kind, part_kind.removesuffix("s"))
    )
    destroys: list[str] = []
    if isinstance(part, Column):
        destroys = ["the value of every row in this column", *column_users(design, table, part)]
    elif part_kind == "policies":
        alone = len(table.policies) == 1 and table.has_rls
        destroys = ["the access it gave"] + (["any access at all: row-level security stays on"] if alone else [])
    table_id, part_id = table.id, part.id
    removals: dict[str, Callable[[Design], Design]] = {
        "columns": lambda now: remove_column(now, table_id, part_id, with_dependents=True),
        "primary-key": lambda now: set_primary_key(now, table_id, ()),
        "unique-keys": lambda now: remove_unique(now, table_id, part_id),
        "checks": lambda now: remove_check(now, table_id, part_id),
        "indexes": lambda now: remove_index(now, table_id, part_id),
        "policies": lambda now: remove_policy(now, table_id, part_id),
        "triggers": lambda now: remove_trigger(now, table_id, part_id),
    }
    return Removal(f"Remove {word} {part.name} of {full_name(table)}", removals[part_kind], destroys, [])


def _removal_of(definition: Definition) -> Callable[[Design], Design]:
    id_: UUID = definition.id
    if isinstance(definition, Table):
        return lambda design: _remove_table(design, id_)
    if isinstance(definition, Relationship):
        return lambda design: remove_relationship(design, id_)
    if isinstance(definition, Enum):
        return lambda design: remove_enum(design, id_)
    if isinstance(definition, Role):
        return lambda design: remove_role(design, id_, with_dependents=True)
    if isinstance(definition, Schema):
        return lambda design: remove_schema(design, id_)
    return lambda design: remove_object(design, id_)


def _remove_table(design: Design, table_id: UUID) -> Design:
    """Removes a table with the relationships from and to it. Refuses while anything else uses it."""
    table = design.tables_by_id.get(table_id)
    is_free = table is not None and not _blockers_of_table(design, table)
    return remove_table(design, table_id, with_dependents=is_free)


def _blockers_of_table(design: Design, table: Table) -> list[str]:
    """What uses a table, except relationships: those go with it."""
    ends = {row.name for row in design.relationships if table.id in (row.table_id, row.target_table_id)}
    return [
        row
        for row in dependents_of(design, table)
        if not row.startswith(tuple(f"relationship {name} " for name in ends))
    ]


def _contents(design: Design, table: Table) -> list[str]:
    found = ["every row, once the migration runs", f"{len(table.columns)} columns"]
    found += [f"policy {policy.name}" for policy in table.policies]
    found += [f"trigger {trigger.name}" for trigger in table.triggers]
    found += [
        f"relationship {row.name}" for row in design.relationships if table.id in (row.table_id, row.target_table_id)
    ]
    partitions = [row for row in design.tables if row.partition_of and row.partition_of.table_id == table.id]
    found += [f"partition {full_name(row)}" for row in partitions]
    return found
