"""Functions, views and sequences."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from designer.design.access import Grant
from designer.design.tables import Index, SequenceOptions, Trigger


class Argument(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One argument of a function; `mode` is in, out, inout, variadic or table (a column of RETURNS TABLE)."""

    type: str
    name: str = ""
    mode: str = "in"
    default: str | None = None


class Function(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A function or procedure. `body` is the source text; with `is_sql_body` it is the parsed BEGIN ATOMIC / RETURN
    form.

    `returns` is None for a procedure and for a function whose result is given by its OUT or TABLE arguments alone.
    """

    id: UUID
    schema: str
    name: str
    arguments: tuple[Argument, ...] = ()
    returns: str | None = None
    is_procedure: bool = False
    is_window: bool = False
    language: str = "sql"
    body: str = ""
    link_symbol: str | None = None
    is_sql_body: bool = False
    volatility: str = "volatile"
    is_strict: bool = False
    is_security_definer: bool = False
    is_leakproof: bool = False
    parallel: str = "unsafe"
    cost: float | None = None
    rows: float | None = None
    support: str | None = None
    settings: tuple[tuple[str, str], ...] = ()
    grants: tuple[Grant, ...] | None = None
    """None is PostgreSQL's default: EXECUTE to PUBLIC."""
    comment: str | None = None


class ViewColumn(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is set on one column of a view (a default) or materialized view (the rest), by its name."""

    name: str
    default: str | None = None
    storage: str | None = None
    compression: str | None = None
    statistics_target: int | None = None
    options: tuple[tuple[str, str], ...] = ()


class View(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A view or materialized view. `query` is the SELECT without a closing semicolon."""

    id: UUID
    schema: str
    name: str
    query: str
    is_materialized: bool = False
    is_populated: bool = True
    column_names: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    """Storage and view options: security_invoker, security_barrier, check_option, fillfactor …"""
    column_comments: tuple[tuple[str, str], ...] = ()
    columns: tuple[ViewColumn, ...] = ()
    """Only those on which something is set."""
    indexes: tuple[Index, ...] = ()
    clustered_on: UUID | None = None
    triggers: tuple[Trigger, ...] = ()
    grants: tuple[Grant, ...] = ()
    comment: str | None = None


class Sequence(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sequence. One owned by a column (serial) goes with it; an identity column's own sequence is not listed."""

    id: UUID
    schema: str
    name: str
    type: str = "bigint"
    options: SequenceOptions = SequenceOptions()
    owner_table_id: UUID | None = None
    owner_column_id: UUID | None = None
    grants: tuple[Grant, ...] = ()
    comment: str | None = None
