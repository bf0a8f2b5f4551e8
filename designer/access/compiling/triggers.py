"""Triggers, where a policy cannot say it: a deletion that keeps the row, and who may move which state to which.

A policy sees the old row or the new one, never both.
"""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import replace

from designer.access.compiling.helpers import SCHEMA, Helpers
from designer.design import Design, Function, Table, Trigger, id_from_path
from designer.design.access_models import AccessModel, TableAccess, Transition
from designer.design.edits import put
from designer.design.edits.lookups import find_column, free_name
from designer.design.errors import EditRefused
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.sql.names import name_of
from designer.sql.types import write_type

_DELETION, _WORKFLOW = "access deletion", "access workflow"


def put_triggers(access: TableAccess, model: AccessModel, table: Table, helpers: Helpers) -> Table:
    """The table with the triggers that are stated, and without those that no longer are; their functions are put."""
    triggers = [row for row in table.triggers if row.id not in {_id(kind, table) for kind in (_DELETION, _WORKFLOW)}]
    if access.deleted_column_id is not None:
        triggers.append(_deletion(access.deleted_column_id, table, helpers))
    elif helpers.design.by_id.get(_function_id(_DELETION, table)):
        helpers.design = _without(helpers.design, _function_id(_DELETION, table))
    if access.transitions:
        triggers.append(_workflow(access, model, table, helpers))
    elif helpers.design.by_id.get(_function_id(_WORKFLOW, table)):
        helpers.design = _without(helpers.design, _function_id(_WORKFLOW, table))
    return replace(table, triggers=tuple(triggers))


def _deletion(column_id: UUID, table: Table, helpers: Helpers) -> Trigger:
    if table.primary_key is None:
        raise EditRefused(f"{table.name} has no primary key, so a deleted row cannot be found again. Give it one.")
    column = quote_identifier(find_column(table, column_id).name)
    keys = [quote_identifier(find_column(table, id_).name) for id_ in table.primary_key.column_ids]
    found = " and ".join(f"row.{key} = old.{key}" for key in keys)
    body = (
        f"\nbegin\n  update {name_of(table)} as row set {column} = now() where {found};\n"
        "  return null; -- the row stays\nend;\n"
    )
    name = f"keep_deleted_{table.name}"
    comment = f"Trigger: a deleted row of {table.name} stays, with the time of its deletion."
    function = _function(_DELETION, name, body, comment, table, helpers, is_definer=True)
    return Trigger(
        id=_id(_DELETION, table),
        name=free_name("keep_deleted", (row.name for row in table.triggers if row.id != _id(_DELETION, table))),
        timing="before",
        events=("delete",),
        for_each_row=True,
        # A row that is deleted with its parent must go, and so must one that is deleted again.
        condition=f"pg_trigger_depth() = 0 and old.{column} is null",
        function_id=function.id,
    )


def _workflow(access: TableAccess, model: AccessModel, table: Table, helpers: Helpers) -> Trigger:
    column = next((row for row in table.columns if row.id == access.status_column_id), None)
    if column is None:
        raise EditRefused(f"{table.name} has no column of states in the access model. Choose it.")
    name, type_ = quote_identifier(column.name), write_type(column.type, helpers.design)
    cases = "".join(
        f"    when {_move(row, name, type_)} then {_audience(row, model, helpers)}\n" for row in access.transitions
    )
    body = (
        "\ndeclare\n  is_allowed boolean;\nbegin\n"
        f"  if tg_op = 'UPDATE' and new.{name} is not distinct from old.{name} then\n    return new;\n  end if;\n"
        f"  is_allowed := case\n{cases}    else false\n  end;\n"
        "  if is_allowed is not true then\n"
        f"    raise exception 'A row of {table.name} cannot become % here', new.{name}\n"
        "      using errcode = '42501', hint = 'Ask somebody who may make this step.';\n"
        "  end if;\n  return new;\nend;\n"
    )
    comment = f"Trigger: who may move {table.name} from which state to which."
    function = _function(_WORKFLOW, f"check_{table.name}_{column.name}", body, comment, table, helpers)
    starts = any(not row.before for row in access.transitions)
    return Trigger(
        id=_id(_WORKFLOW, table),
        name=free_name("check_transition", (row.name for row in table.triggers if row.id != _id(_WORKFLOW, table))),
        timing="before",
        events=("insert", "update") if starts else ("update",),
        update_column_ids=(column.id,),
        for_each_row=True,
        # Those who pass by policies pass by this: servers and the owner.
        condition="current_user in ('anon', 'authenticated')",
        function_id=function.id,
    )


def _move(row: Transition, name: str, type_: str) -> str:
    after = f"new.{name} = {quote_literal(row.after)}::{type_}"
    if not row.before:
        return f"tg_op = 'INSERT' and {after}"
    return f"tg_op = 'UPDATE' and old.{name} = {quote_literal(row.before)}::{type_} and {after}"


def _audience(row: Transition, model: AccessModel, helpers: Helpers) -> str:
    tests = []
    for audience in row.audiences:
        role = audience.removeprefix("role:")
        is_database_role = role == audience
        tests.append(
            f"current_user = {quote_literal(role)}" if is_database_role else helpers.has_role(model.holders(role))
        )
    return " or ".join(tests) or "false"


def _function(
    kind: str, name: str, body: str, comment: str, table: Table, helpers: Helpers, *, is_definer: bool = False
) -> Function:
    helpers.ensure_schema()
    old = helpers.design.by_id.get(_function_id(kind, table))
    taken = {row.name for row in helpers.design.functions if row.schema == SCHEMA and row is not old}
    function = Function(
        id=_function_id(kind, table),
        schema=SCHEMA,
        name=free_name(name, taken),
        returns="trigger",
        language="plpgsql",
        body=body,
        is_security_definer=is_definer,
        settings=(("search_path", '""'),),
        grants=(),  # a trigger runs it without EXECUTE; nobody need call it
        comment=comment,
    )
    helpers.design = put(helpers.design, function)
    return function


def _without(design: Design, id_: UUID) -> Design:
    return replace(design, functions=tuple(row for row in design.functions if row.id != id_))


def _id(kind: str, table: Table) -> UUID:
    return id_from_path(kind, str(table.id))


def _function_id(kind: str, table: Table) -> UUID:
    return id_from_path(f"{kind} function", str(table.id))
