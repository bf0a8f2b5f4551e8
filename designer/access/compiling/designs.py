"""The design with everything that its access model states.

Tables that the model does not speak of keep what was written by hand; so do policies that were detached from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from msgspec.structs import replace

from designer.access.compiling.conditions import Conditions, commands_of
from designer.access.compiling.helpers import Helpers
from designer.access.compiling.privileges import COMMANDS, grant_stated
from designer.access.compiling.triggers import put_triggers
from designer.access.compiling.words import FLOOR_NAMES, FLOOR_WORDS, describe_cells, name_policy
from designer.design import Command, Design, Index, IndexKey, Policy, Relationship, Table, id_from_path
from designer.design.access_models import (
    SERVICE,
    SIGNED_IN,
    AccessModel,
    Reach,
    TableAccess,
    compiled_policy_id,
    compiled_policy_ids,
)
from designer.design.edits import put
from designer.design.edits.lookups import find_table, free_name


def compile_access(design: Design, model: AccessModel) -> Design:
    """Policies, privileges, helpers, triggers and indexes as stated; the model itself is put into the design too.

    Statements of tables that are gone are left out. Raises EditRefused naming the table and what is missing.
    """
    model = replace(model, tables=tuple(row for row in model.tables if row.table_id in design.tables_by_id))
    helpers = Helpers(put(design, model), model)
    for access in model.tables:
        _compile_table(access, model, helpers)
    return _index_membership(helpers.design, model)


def _compile_table(access: TableAccess, model: AccessModel, helpers: Helpers) -> None:
    table = find_table(helpers.design, access.table_id)
    conditions = Conditions(model, access, table, helpers)
    made = compiled_policy_ids(table.id, (role.name for role in helpers.design.roles))
    by_hand = tuple(policy for policy in table.policies if policy.id not in made)
    policies = [*by_hand, *_policies(access, table, conditions), *_floors(access, table, conditions)]
    table = replace(table, policies=tuple(policies), has_rls=True)
    table = _with_presets(_with_indexes(helpers.design, table, access), access)
    table = put_triggers(access, model, table, helpers)
    helpers.design = grant_stated(put(helpers.design, table), access, table)


def _policies(access: TableAccess, table: Table, conditions: Conditions) -> Iterator[Policy]:
    """One for each database role and command: several would each be asked for every row."""
    roles = dict.fromkeys(cell.database_role for cell in access.cells if cell.database_role != SERVICE)
    for role in roles:
        for command in COMMANDS:
            cells = [cell for cell in access.cells if (cell.database_role, cell.command) == (role, command)]
            if cells:
                reads, writes = command is not Command.INSERT, command in {Command.INSERT, Command.UPDATE}
                yield Policy(
                    id=compiled_policy_id(table.id, role, command),
                    name=name_policy(cells, table),
                    command=command,
                    roles=(role,),
                    using=conditions.of_cells(cells) if reads else None,
                    check=conditions.of_cells(cells, is_for_new_rows=True) if writes else None,
                    comment=describe_cells(cells),
                )


def _floors(access: TableAccess, table: Table, conditions: Conditions) -> Iterator[Policy]:
    for floor in access.floors:
        condition = conditions.of_floor(floor)
        for command in commands_of(floor):
            suffix = "" if command is Command.ALL else f"_to_{command}"
            yield Policy(
                id=compiled_policy_id(table.id, floor.kind, command),
                name=f"{FLOOR_NAMES[floor.kind]}{suffix}",
                command=command,
                is_permissive=False,
                roles=(SIGNED_IN,),
                using=None if command is Command.INSERT else condition,
                check=condition if command in {Command.ALL, Command.INSERT, Command.UPDATE} else None,
                comment=FLOOR_WORDS[floor.kind],
            )


def _with_presets(table: Table, access: TableAccess) -> Table:
    defaults = {row.column_id: row.expression for row in access.presets}
    columns = (replace(row, default=defaults[row.id]) if row.id in defaults else row for row in table.columns)
    return replace(table, columns=tuple(columns))


def _with_indexes(design: Design, table: Table, access: TableAccess) -> Table:
    """An index for every column by which policies choose rows, unless a key or index begins with it."""
    reaches = {cell.reach for cell in access.cells}
    wanted: list[tuple[UUID, ...]] = []
    if Reach.OWN in reaches and access.owner_column_id:
        wanted.append((access.owner_column_id,))
    if access.tenant_column_id and (Reach.TENANT in reaches or access.floors):
        wanted.append((access.tenant_column_id,))
    parent = design.by_id.get(access.parent_id) if access.parent_id else None
    if Reach.PARENT in reaches and isinstance(parent, Relationship):
        wanted.append(parent.column_ids)
    for columns in wanted:
        table = _with_index(design, table, columns)
    return table


def _with_index(design: Design, table: Table, column_ids: tuple[UUID, ...]) -> Table:
    keys = (*((table.primary_key,) if table.primary_key else ()), *table.unique_keys)
    leading = [key.column_ids[: len(column_ids)] for key in keys]
    leading += [
        tuple(key.column_id for key in index.keys[: len(column_ids)] if key.column_id)
        for index in table.indexes
        if index.predicate is None and index.method == "btree"
    ]
    if column_ids in leading:
        return table
    names = {column.id: column.name for column in table.columns}
    taken = {index.name for other in design.tables if other.schema == table.schema for index in other.indexes}
    index = Index(
        id=id_from_path("access index", str(table.id), *map(str, column_ids)),
        name=free_name("_".join([table.name, *(names[id_] for id_ in column_ids), "idx"]), taken),
        keys=tuple(IndexKey(column_id=id_) for id_ in column_ids),
        comment="For the policies, which choose rows by it.",
    )
    return replace(table, indexes=(*table.indexes, index))


def _index_membership(design: Design, model: AccessModel) -> Design:
    """The helpers look memberships up by the person; a key that begins with the tenant is of no use to them."""
    if model.membership is None or model.membership.table_id not in design.tables_by_id:
        return design
    table = find_table(design, model.membership.table_id)
    return put(design, _with_index(design, table, (model.membership.user_column_id,)))
