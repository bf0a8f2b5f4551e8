"""`created_at` and `updated_at` with one click, with the trigger that keeps `updated_at`."""

from __future__ import annotations

from uuid import UUID, uuid4

from msgspec.structs import replace

from designer.design.code import Function
from designer.design.designs import Design
from designer.design.edits.definitions import put
from designer.design.edits.lookups import find_own_table, free_name
from designer.design.tables import Column, Table, Trigger
from designer.design.types import TypeRef

FUNCTION_NAME = "set_updated_at"
_BODY = """
begin
  new.updated_at := now();
  return new;
end;
"""


def add_timestamps(design: Design, table_id: UUID, *, function_schema: str = "public") -> Design:
    """Adds whichever of `created_at` and `updated_at` the table lacks, and a trigger that sets `updated_at`.

    The trigger function is shared: it is made the first time, in `function_schema`. Changes nothing the second time.
    """
    table = find_own_table(design, table_id)
    names = {column.name for column in table.columns}
    missing = tuple(_moment(name) for name in ("created_at", "updated_at") if name not in names)
    design, function = _ensure_function(design, function_schema)
    table = replace(table, columns=(*table.columns, *missing))
    return put(design, _with_trigger(table, function))


def _moment(name: str) -> Column:
    return Column(id=uuid4(), name=name, type=TypeRef("timestamp with time zone"), is_nullable=False, default="now()")


def _ensure_function(design: Design, schema: str) -> tuple[Design, Function]:
    for function in design.functions:
        if function.name == FUNCTION_NAME and function.returns == "trigger" and not function.arguments:
            return design, function
    function = Function(
        id=uuid4(),
        schema=schema,
        name=FUNCTION_NAME,
        returns="trigger",
        language="plpgsql",
        body=_BODY,
        # Nothing is looked up by name, so the search path is empty: no schema of a caller can step in.
        settings=(("search_path", '""'),),
        grants=(),  # a trigger runs it without EXECUTE; nobody need call it
        comment="Keeps updated_at: the time of the last change to the row.",
    )
    return put(design, function), function


def _with_trigger(table: Table, function: Function) -> Table:
    if any(trigger.function_id == function.id for trigger in table.triggers):
        return table
    trigger = Trigger(
        id=uuid4(),
        name=free_name("set_updated_at", (other.name for other in table.triggers)),
        timing="before",
        events=("update",),
        for_each_row=True,
        function_id=function.id,
    )
    return replace(table, triggers=(*table.triggers, trigger))
