"""Event triggers."""

from __future__ import annotations

from designer.design import Design, DesignerError, EventTrigger, Function
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.sql.names import name_of
from designer.sql.triggers import STATES


def write_create_event_trigger(trigger: EventTrigger, design: Design) -> list[str]:
    """CREATE EVENT TRIGGER and, where it is not simply enabled, its state."""
    lines = [f"create event trigger {quote_identifier(trigger.name)} on {quote_identifier(trigger.event)}"]
    if trigger.tags:
        lines.append(f"when tag in ({', '.join(map(quote_literal, trigger.tags))})")
    lines.append(f"execute function {_function_name(trigger, design)}()")
    return ["\n  ".join(lines), *(_state(trigger) if trigger.enabled != "O" else [])]


def write_alter_event_trigger(old: EventTrigger, new: EventTrigger, _design: Design) -> list[str] | None:
    """Its state, or None: everything else needs a new one."""
    same = (old.event, old.tags, old.function_id, old.function_name)
    if same != (new.event, new.tags, new.function_id, new.function_name):
        return None
    return _state(new) if old.enabled != new.enabled else []


def _state(trigger: EventTrigger) -> list[str]:
    return [f"alter event trigger {quote_identifier(trigger.name)} {STATES[trigger.enabled]}"]


def _function_name(trigger: EventTrigger, design: Design) -> str:
    if trigger.function_id is None:
        return trigger.function_name
    function = design.by_id.get(trigger.function_id)
    if not isinstance(function, Function):
        raise DesignerError(
            f"Event trigger {trigger.name} calls a function that is not in the design. Choose another function for it."
        )
    return name_of(function)
