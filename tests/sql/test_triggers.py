from __future__ import annotations

from typing import Any

from designer.design import View
from designer.design.tables import Trigger
from designer.sql.functions import write_create_function
from designer.sql.tables import write_create_table
from designer.sql.triggers import (
    write_create_trigger,
    write_drop_trigger,
    write_rename_trigger,
    write_trigger_state,
)
from designer.sql.views import write_create_view
from tests.sql.building import HOSTILE_NAMES, column, design, function, id_, run, table, value

A, B = column("a"), column("b, c")
T = table("t", A, B)
TOUCH = function("touch", returns="trigger", language="plpgsql", body="begin return new; end")
D = design(T, TOUCH)


def trigger(name: str = "touch", **attributes: Any) -> Trigger:
    defaults: dict[str, Any] = {
        "timing": "before",
        "events": ("update",),
        "function_id": TOUCH.id,
        "for_each_row": True,
    }
    return Trigger(id=id_(f"trigger {name}"), name=name, **(defaults | attributes))


def test_triggers_are_written_exactly() -> None:
    assert write_create_trigger(trigger(), T, D) == [
        "create trigger touch\n  before update on public.t\n  for each row\n  execute function public.touch()"
    ]
    everything = trigger(
        timing="after",
        events=("insert", "update", "delete"),
        update_column_ids=(A.id, B.id),
        condition="new.a <> old.a",
        arguments=("it's", "$$"),
        is_constraint=True,
        is_deferrable=True,
        is_initially_deferred=True,
        enabled="D",
    )
    assert write_create_trigger(everything, T, D) == [
        """\
create constraint trigger touch
  after insert or update of a, "b, c" or delete on public.t
  deferrable initially deferred
  for each row
  when (new.a <> old.a)
  execute function public.touch('it''s', '$$')""",
        "alter table public.t disable trigger touch",
    ]
    transitions = trigger(timing="after", for_each_row=False, old_table="old rows", new_table="new_rows")
    assert write_create_trigger(transitions, T, D)[0].splitlines()[2:4] == [
        '  referencing old table as "old rows" new table as new_rows',
        "  for each statement",
    ]
    assert write_drop_trigger(trigger(), T) == ["drop trigger touch on public.t"]
    assert write_rename_trigger(trigger(), trigger("T"), T) == ['alter trigger touch on public.t rename to "T"']


def test_triggers_run_with_everything(scratch: Any) -> None:
    view = View(id=id_("v"), schema="public", name="v", query="select a from public.t")
    row = trigger("row", update_column_ids=(B.id,), condition="old.a is null", arguments=("x\\y", "it's"))
    deferred = trigger("deferred", timing="after", is_constraint=True, is_deferrable=True, is_initially_deferred=True)
    statement = trigger("statement", timing="after", for_each_row=False, old_table="o", new_table="n")
    truncate = trigger("truncate", events=("truncate",), for_each_row=False)
    builtin = trigger("builtin", function_id=None, function_name="pg_catalog.suppress_redundant_updates_trigger")
    instead = trigger("instead", timing="instead of", events=("insert", "delete"))
    with scratch.connect() as connection:
        run(connection, write_create_table(T, D), write_create_function(TOUCH), write_create_view(view))
        for one in (row, deferred, statement, truncate, builtin):
            run(connection, write_create_trigger(one, T, D))
        run(connection, write_create_trigger(instead, view, D))
        assert value(connection, "select count(*) from pg_trigger where tgrelid in ('t'::regclass, 'v'::regclass)") == 6
        assert (
            value(connection, "select encode(tgargs, 'escape') from pg_trigger where tgname = 'row'")
            == "x\\\\y\\000it's\\000"
        )
        for state in "DRAO":
            run(connection, write_trigger_state(trigger("row", enabled=state), T))
            assert value(connection, "select tgenabled::text from pg_trigger where tgname = 'row'") == state
        run(connection, write_drop_trigger(instead, view), write_drop_trigger(row, T))


def test_hostile_trigger_names_survive(scratch: Any) -> None:
    with scratch.connect() as connection:
        run(connection, write_create_table(T, D), write_create_function(TOUCH))
        for name in HOSTILE_NAMES:
            run(connection, write_create_trigger(trigger(name, enabled="A"), T, D))
            run(connection, write_rename_trigger(trigger(name), trigger("x"), T), write_drop_trigger(trigger("x"), T))
