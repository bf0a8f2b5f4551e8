"""Aggregates: ordinary, ordered-set and hypothetical-set ones."""

from __future__ import annotations

from collections.abc import Iterator

from designer.design import Aggregate, Argument, Design, FunctionRef, Transition
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.sql.functions import write_function_ref
from designer.sql.names import name_of


def write_create_aggregate(aggregate: Aggregate, design: Design, *, or_replace: bool = False) -> list[str]:
    """CREATE [OR REPLACE] AGGREGATE. Replacing keeps privileges, comment and what uses it."""
    words = "create or replace aggregate" if or_replace else "create aggregate"
    options = ",\n  ".join(_options(aggregate, design))
    return [f"{words} {name_of(aggregate)}({_arguments(aggregate, with_names=True)}) (\n  {options}\n)"]


def write_alter_aggregate(old: Aggregate, new: Aggregate, design: Design) -> list[str] | None:
    """The new definition in place of the old; None where PostgreSQL wants a new aggregate.

    Arguments, kind and result must stay; the result is the final function's, or else the type of the state.
    """
    if _identity(old) != _identity(new):
        return None
    return write_create_aggregate(new, design, or_replace=True)


def aggregate_signature(aggregate: Aggregate) -> str:
    """The name with its arguments as ALTER, DROP and COMMENT ON AGGREGATE want them."""
    return f"{name_of(aggregate)}({_arguments(aggregate)})"


def input_signature(aggregate: Aggregate) -> str:
    """The name with its input types, as for any function: what GRANT wants."""
    return f"{name_of(aggregate)}({', '.join(row.type for row in aggregate.arguments)})"


def _identity(aggregate: Aggregate) -> object:
    state = aggregate.state
    return aggregate.arguments, aggregate.kind, aggregate.direct, state.type, state.final


def _arguments(aggregate: Aggregate, *, with_names: bool = False) -> str:
    rows = [_argument(row, with_names=with_names) for row in aggregate.arguments]
    if aggregate.kind == "normal":
        return ", ".join(rows) or "*"
    # Where a VARIADIC argument is both direct and aggregated it is stored once and written twice.
    direct, sorted_by = rows[: aggregate.direct], rows[aggregate.direct :] or rows[-1:]
    return " ".join([*([", ".join(direct)] if direct else []), "order by", ", ".join(sorted_by)])


def _argument(argument: Argument, *, with_names: bool) -> str:
    words = ["variadic"] if argument.mode == "variadic" else []
    words += [quote_identifier(argument.name)] if with_names and argument.name else []
    return " ".join([*words, argument.type])


def _options(aggregate: Aggregate, design: Design) -> Iterator[str]:
    yield from _state_options(aggregate.state, "", design)
    for word, ref in (
        ("combinefunc", aggregate.combine),
        ("serialfunc", aggregate.serialize),
        ("deserialfunc", aggregate.deserialize),
    ):
        yield from _function_option(word, ref, design)
    if aggregate.moving is not None:
        yield from _state_options(aggregate.moving, "m", design)
    if aggregate.sort_operator is not None:
        yield f"sortop = {aggregate.sort_operator}"
    if aggregate.parallel != "unsafe":
        yield f"parallel = {aggregate.parallel}"
    if aggregate.kind == "hypothetical set":
        yield "hypothetical"


def _state_options(state: Transition, prefix: str, design: Design) -> Iterator[str]:
    yield from _function_option(f"{prefix}sfunc", state.function, design)
    yield f"{prefix}stype = {state.type}"
    yield from _function_option(f"{prefix}invfunc", state.inverse, design)
    if state.space:
        yield f"{prefix}sspace = {state.space}"
    yield from _function_option(f"{prefix}finalfunc", state.final, design)
    if state.has_extra:
        yield f"{prefix}finalfunc_extra"
    if state.modify is not None:
        yield f"{prefix}finalfunc_modify = {state.modify}"
    if state.initial is not None:
        yield f"{prefix}initcond = {quote_literal(state.initial)}"


def _function_option(word: str, ref: FunctionRef | None, design: Design) -> Iterator[str]:
    if ref is not None:
        yield f"{word} = {write_function_ref(ref, design)}"
