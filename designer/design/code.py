"""Functions, aggregates, views and sequences."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from designer.design.access import Grant
from designer.design.tables import Index, Rule, SequenceOptions, Trigger
from designer.design.types import FunctionRef


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
    transforms: tuple[str, ...] = ()
    """Types whose values the language gets through a transform."""
    settings: tuple[tuple[str, str], ...] = ()
    grants: tuple[Grant, ...] | None = None
    """None is PostgreSQL's default: EXECUTE to PUBLIC."""
    owner: str | None = None
    comment: str | None = None


class ViewColumn(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is set on one column of a view (a default) or materialized view (the rest), by its name."""

    name: str
    default: str | None = None
    storage: str | None = None
    compression: str | None = None
    statistics_target: int | None = None
    options: tuple[tuple[str, str], ...] = ()


class Transition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How an aggregate goes from row to row: its state, the function that takes the next row in, and the last one.

    `space` is the state's size in bytes as estimated by the author, 0 for none. `modify` is what the final function
    does to the state (read_only, shareable, read_write) where it is not the usual. `inverse` takes a row out again,
    for a moving window only.
    """

    function: FunctionRef
    type: str
    space: int = 0
    final: FunctionRef | None = None
    has_extra: bool = False
    modify: str | None = None
    initial: str | None = None
    inverse: FunctionRef | None = None


class Aggregate(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An aggregate; `kind` is normal, ordered set or hypothetical set.

    Of an ordered set, the first `direct` arguments stand before ORDER BY.
    """

    id: UUID
    schema: str
    name: str
    arguments: tuple[Argument, ...] = ()
    kind: str = "normal"
    direct: int = 0
    state: Transition
    moving: Transition | None = None
    """Another way for windows whose start moves on."""
    combine: FunctionRef | None = None
    serialize: FunctionRef | None = None
    deserialize: FunctionRef | None = None
    sort_operator: str | None = None
    parallel: str = "unsafe"
    grants: tuple[Grant, ...] | None = None
    """None is PostgreSQL's default: EXECUTE to PUBLIC."""
    owner: str | None = None
    comment: str | None = None


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
    rules: tuple[Rule, ...] = ()
    grants: tuple[Grant, ...] = ()
    owner: str | None = None
    comment: str | None = None


class Sequence(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sequence. One owned by a column (serial) goes with it; an identity column's own sequence is not listed."""

    id: UUID
    schema: str
    name: str
    type: str = "bigint"
    options: SequenceOptions = SequenceOptions()
    is_unlogged: bool | None = None
    """None is the usual: as the table it belongs to, or else logged."""
    owner_table_id: UUID | None = None
    owner_column_id: UUID | None = None
    grants: tuple[Grant, ...] = ()
    owner: str | None = None
    comment: str | None = None
