"""Aggregates from their catalog rows."""

from __future__ import annotations

from designer.catalog.functions import DEFAULT_GRANTS, PARALLEL, read_argument
from designer.catalog.lookups import Lookup
from designer.catalog.rows import NO_OID, AggregateRow, Oid, TransitionRow
from designer.design import Aggregate, FunctionRef, Transition

_MODIFY = {"r": "read_only", "s": "shareable", "w": "read_write"}


def read_aggregates(lookup: Lookup) -> tuple[Aggregate, ...]:
    """The project's aggregates."""
    return tuple(_aggregate(row, lookup) for row in lookup.rows.aggregates if row.oid in lookup.aggregate_ids)


def _aggregate(row: AggregateRow, lookup: Lookup) -> Aggregate:
    grants = lookup.grants("function", row.oid)
    return Aggregate(
        id=lookup.aggregate_ids[row.oid],
        schema=row.schema,
        name=row.name,
        arguments=tuple(read_argument(argument) for argument in row.arguments or ()),
        kind=row.kind,
        direct=row.direct,
        state=_transition(row.plain, row, lookup),
        moving=_transition(row.moving, row, lookup) if row.moving is not None else None,
        combine=_function(row.combine, row, lookup),
        serialize=_function(row.serialize, row, lookup),
        deserialize=_function(row.deserialize, row, lookup),
        sort_operator=row.sort_operator,
        parallel=PARALLEL[row.parallel],
        grants=grants if row.has_acl and grants != DEFAULT_GRANTS else None,
        owner=lookup.owner("pg_proc", row.oid),
        comment=lookup.comment("pg_proc", row.oid),
    )


def _transition(state: TransitionRow, row: AggregateRow, lookup: Lookup) -> Transition:
    # What a final function may do to the state unless it is said (PostgreSQL docs, CREATE AGGREGATE).
    usual = "r" if row.kind == "normal" else "w"
    return Transition(
        function=_function(state.transition, row, lookup) or FunctionRef(),
        type=state.type,
        space=state.space,
        final=_function(state.final, row, lookup),
        has_extra=state.has_extra,
        modify=_MODIFY[state.modify] if state.modify != usual else None,
        initial=state.initial,
        inverse=_function(state.inverse, row, lookup),
    )


def _function(oid: Oid, row: AggregateRow, lookup: Lookup) -> FunctionRef | None:
    return None if oid == NO_OID else lookup.function_ref(oid, row.functions[oid])
