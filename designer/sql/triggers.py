"""Triggers on tables and views."""

from __future__ import annotations

from designer.design import Design, DesignerError, Function, Table, Trigger, View
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.sql.expressions import enclose
from designer.sql.names import column_list, name_of

STATES = {"O": "enable", "D": "disable", "R": "enable replica", "A": "enable always"}


def write_create_trigger(trigger: Trigger, relation: Table | View, design: Design) -> list[str]:
    """CREATE TRIGGER and, where it is not simply enabled, its state."""
    kind = "constraint trigger" if trigger.is_constraint else "trigger"
    lines = [
        f"create {kind} {quote_identifier(trigger.name)}",
        f"{trigger.timing} {_events(trigger, relation, design)} on {name_of(relation)}",
        *_deferrable(trigger),
        *_transition_tables(trigger),
        "for each row" if trigger.for_each_row else "for each statement",
    ]
    if trigger.condition is not None:
        lines.append(f"when {enclose(trigger.condition)}")
    arguments = ", ".join(quote_literal(argument) for argument in trigger.arguments)
    lines.append(f"execute function {_function_name(trigger, design)}({arguments})")
    state = write_trigger_state(trigger, relation) if trigger.enabled != "O" else []
    return ["\n  ".join(lines), *state]


def write_trigger_state(trigger: Trigger, relation: Table | View) -> list[str]:
    """ENABLE, DISABLE, ENABLE REPLICA or ENABLE ALWAYS TRIGGER."""
    action = f"{STATES[trigger.enabled]} trigger {quote_identifier(trigger.name)}"
    return [f"alter table {name_of(relation)} {action}"]


def write_drop_trigger(trigger: Trigger, relation: Table | View) -> list[str]:
    return [f"drop trigger {quote_identifier(trigger.name)} on {name_of(relation)}"]


def write_rename_trigger(old: Trigger, new: Trigger, relation: Table | View) -> list[str]:
    names = f"{quote_identifier(old.name)} on {name_of(relation)} rename to {quote_identifier(new.name)}"
    return [f"alter trigger {names}"]


def _events(trigger: Trigger, relation: Table | View, design: Design) -> str:
    events = list(trigger.events)
    if trigger.update_column_ids and isinstance(relation, Table):
        columns = column_list(trigger.update_column_ids, relation, design)
        events = [f"update of {columns}" if event == "update" else event for event in events]
    return " or ".join(events)


def _deferrable(trigger: Trigger) -> list[str]:
    if not trigger.is_deferrable:
        return []
    return ["deferrable initially deferred" if trigger.is_initially_deferred else "deferrable"]


def _transition_tables(trigger: Trigger) -> list[str]:
    named = [("old", trigger.old_table), ("new", trigger.new_table)]
    tables = [f"{which} table as {quote_identifier(name)}" for which, name in named if name]
    return [f"referencing {' '.join(tables)}"] if tables else []


def _function_name(trigger: Trigger, design: Design) -> str:
    if trigger.function_id is None:
        return trigger.function_name
    function = design.by_id.get(trigger.function_id)
    if not isinstance(function, Function):
        raise DesignerError(
            f"Trigger {trigger.name} calls a function that is not in the design. Choose another function for it."
        )
    return name_of(function)
