"""Views and materialized views."""

from __future__ import annotations

from designer.design import View
from designer.postgres.quoting import quote_names
from designer.sql.names import name_of
from designer.sql.options import write_alter_options, write_options


def write_create_view(view: View, *, or_replace: bool = False) -> list[str]:
    """CREATE [OR REPLACE] VIEW or CREATE MATERIALIZED VIEW, without indexes and triggers.

    Replacing keeps grants and dependants and is refused unless the old columns stay in place, new ones at the end.
    """
    words = "create materialized view" if view.is_materialized else "create view"
    if or_replace and not view.is_materialized:
        words = "create or replace view"
    head = f"{words} {name_of(view)}"
    if view.column_names:
        head += f" ({quote_names(view.column_names)})"
    if view.options:
        head += f"\n  with ({write_options(view.options)})"
    text = f"{head} as\n{view.query.strip().rstrip(';').rstrip()}"
    return [text if view.is_populated else f"{text}\nwith no data"]


def write_drop_view(view: View) -> list[str]:
    return [f"drop {_kind(view)} {name_of(view)}"]


def write_alter_view_options(old: View, new: View) -> list[str]:
    """Changes options such as security_invoker in place."""
    return write_alter_options(f"alter {_kind(new)} {name_of(new)}", old.options, new.options)


def _kind(view: View) -> str:
    return "materialized view" if view.is_materialized else "view"
