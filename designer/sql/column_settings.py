"""What ANALYZE and storage are told about single columns: statistics targets, options, and what children and views set.

Nothing here recurses (`only`): PostgreSQL keeps a target for every table by itself, and pg_dump writes it so.
"""

from __future__ import annotations

from typing import Protocol

from designer.design import Design, InheritedColumn, Table, View, ViewColumn
from designer.postgres.quoting import quote_identifier
from designer.sql.expressions import enclose_default
from designer.sql.names import column_of, name_of
from designer.sql.options import Options, write_alter_options


class Settings(Protocol):
    """A column, or what a child or a view sets on one."""

    @property
    def statistics_target(self) -> int | None: ...

    @property
    def options(self) -> Options: ...


class OwnSettings(Settings, Protocol):
    """What may differ from the parent's column, or from that of the query."""

    @property
    def default(self) -> str | None: ...

    @property
    def storage(self) -> str | None: ...

    @property
    def compression(self) -> str | None: ...


def write_column_settings(old: Settings | None, new: Settings, name: str, relation: Table | View) -> list[str]:
    """SET STATISTICS, SET (…) and RESET (…) for what differs; `old` None stands for a new column."""
    head = _head(name, relation)
    statements = []
    if (old.statistics_target if old is not None else None) != new.statistics_target:
        # PostgreSQL 17 on says DEFAULT, too; every version understands -1.
        statements.append(f"{head} set statistics {-1 if new.statistics_target is None else new.statistics_target}")
    return statements + write_alter_options(head, old.options if old is not None else (), new.options)


def write_inherited_column(old: InheritedColumn, new: InheritedColumn, table: Table, design: Design) -> list[str]:
    """What a child sets on a column that it only inherits; where `new` says nothing, the parent's words count again."""
    name = column_of(new.column_id, table, design).name
    return _write_own(old, new, name, table, _parent_settings(new, table, design))


def write_view_column(old: ViewColumn, new: ViewColumn, view: View) -> list[str]:
    """What is set on one column of a view or materialized view."""
    return _write_own(old, new, new.name, view, None)


def _parent_settings(row: InheritedColumn, table: Table, design: Design) -> OwnSettings:
    return column_of(row.column_id, table, design)


def _write_own(
    old: OwnSettings, new: OwnSettings, name: str, relation: Table | View, parent: OwnSettings | None
) -> list[str]:
    head = _head(name, relation)
    statements = []
    if old.default != new.default:
        default = new.default or (parent.default if parent is not None else None)
        statements.append(f"{head} " + (f"set default {enclose_default(default)}" if default else "drop default"))
    for field in ("storage", "compression"):
        if getattr(old, field) != getattr(new, field):
            value = getattr(new, field) or getattr(parent, field, None) or "default"
            statements.append(f"{head} set {field} {value}")
    return statements + write_column_settings(old, new, name, relation)


def _head(name: str, relation: Table | View) -> str:
    if isinstance(relation, Table):
        return f"alter table only {name_of(relation)} alter column {quote_identifier(name)}"
    words = "materialized view" if relation.is_materialized else "view"
    return f"alter {words} {name_of(relation)} alter column {quote_identifier(name)}"
