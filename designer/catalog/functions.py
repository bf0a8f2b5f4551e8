"""Functions and procedures from their catalog rows."""

from __future__ import annotations

from designer.catalog.lookups import Lookup
from designer.catalog.options import split_settings
from designer.catalog.rows import ArgumentRow, FunctionRow
from designer.design import PUBLIC, Argument, Function, Grant

DEFAULT_GRANTS = (Grant(grantee=PUBLIC, privileges=("EXECUTE",)),)
"""What everybody may do with a function whose privileges nobody touched."""
_MODES = {"i": "in", "o": "out", "b": "inout", "v": "variadic", "t": "table"}
_OUTPUT_MODES = frozenset("obt")
_VOLATILITY = {"i": "immutable", "s": "stable", "v": "volatile"}
PARALLEL = {"s": "safe", "r": "restricted", "u": "unsafe"}
_DEFAULT_ROWS = 1000


def read_functions(lookup: Lookup) -> tuple[Function, ...]:
    """The project's functions and procedures."""
    return tuple(_function(row, lookup) for row in lookup.rows.functions if row.oid in lookup.function_ids)


def _function(row: FunctionRow, lookup: Lookup) -> Function:
    grants = lookup.grants("function", row.oid)
    return Function(
        id=lookup.function_ids[row.oid],
        schema=row.schema,
        name=row.name,
        arguments=tuple(read_argument(argument) for argument in row.arguments or ()),
        returns=_returns(row),
        is_procedure=row.kind == "p",
        is_window=row.kind == "w",
        language=row.language,
        body=_body(row),
        link_symbol=row.source if row.library is not None else None,
        is_sql_body=row.sql_body is not None,
        volatility=_VOLATILITY[row.volatility],
        is_strict=row.is_strict,
        is_security_definer=row.is_security_definer,
        is_leakproof=row.is_leakproof,
        parallel=PARALLEL[row.parallel],
        cost=row.cost if row.cost != _default_cost(row.language) else None,
        rows=row.rows if row.returns_set and row.rows != _DEFAULT_ROWS else None,
        support=row.support,
        transforms=row.transforms,
        settings=split_settings(row.settings),
        grants=grants if row.has_acl and grants != DEFAULT_GRANTS else None,
        owner=lookup.owner("pg_proc", row.oid),
        comment=lookup.comment("pg_proc", row.oid),
    )


def read_argument(row: ArgumentRow) -> Argument:
    """One argument of a function or aggregate."""
    return Argument(type=row.type, name=row.name, mode=_MODES[row.mode], default=row.default_expression)


def _returns(row: FunctionRow) -> str | None:
    modes = {argument.mode for argument in row.arguments or ()}
    # RETURNS SETOF must be said beside OUT arguments; RETURNS TABLE says it itself.
    is_implied = "t" in modes or (modes & _OUTPUT_MODES and not row.returns_set)
    return None if is_implied or row.kind == "p" else row.result


def _body(row: FunctionRow) -> str:
    return row.sql_body or (row.source if row.library is None else row.library)


def _default_cost(language: str) -> int:
    """Source: PostgreSQL docs, CREATE FUNCTION, COST."""
    return 1 if language in {"c", "internal"} else 100
