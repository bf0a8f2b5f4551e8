"""Triggers from their catalog rows."""

from __future__ import annotations

from designer.catalog.deparsed import trigger_condition
from designer.catalog.lookups import Lookup, is_managed
from designer.catalog.rows import RelationRow, TriggerRow
from designer.design import Trigger, id_from_path
from designer.postgres.quoting import quote_name

# Bits of pg_trigger.tgtype (PostgreSQL's pg_trigger.h).
_ROW, _BEFORE, _INSTEAD = 1, 2, 64
_EVENTS = {4: "insert", 16: "update", 8: "delete", 32: "truncate"}


def read_triggers(relation: RelationRow, lookup: Lookup) -> tuple[Trigger, ...]:
    """The triggers of a table or view by name; on a table of the platform only those that call the project's functions.

    A constraint trigger with FROM is left to pg_dump's own words.
    """
    return tuple(
        _trigger(row, relation, lookup)
        for row in lookup.triggers.get(relation.oid, [])
        if not row.has_source and not (is_managed(relation.schema) and is_managed(row.function_schema))
    )


def _trigger(row: TriggerRow, relation: RelationRow, lookup: Lookup) -> Trigger:
    function_id = lookup.function_ids.get(row.function)
    return Trigger(
        id=id_from_path("trigger", relation.schema, relation.name, row.name),
        name=row.name,
        timing=_timing(row.type_bits),
        events=tuple(word for bit, word in _EVENTS.items() if row.type_bits & bit),
        update_column_ids=lookup.ids_of(row.relation, row.columns) if row.relation in lookup.table_ids else (),
        for_each_row=bool(row.type_bits & _ROW),
        condition=trigger_condition(row.definition) if row.definition else None,
        function_id=function_id,
        function_name="" if function_id else quote_name(row.function_schema, row.function_name),
        arguments=_arguments(row.arguments),
        old_table=row.old_table,
        new_table=row.new_table,
        is_constraint=row.is_constraint,
        is_deferrable=row.is_deferrable,
        is_initially_deferred=row.is_initially_deferred,
        enabled=row.enabled,
        comment=lookup.comment("pg_trigger", row.oid),
    )


def _timing(type_bits: int) -> str:
    if type_bits & _INSTEAD:
        return "instead of"
    return "before" if type_bits & _BEFORE else "after"


def _arguments(hexadecimal: str) -> tuple[str, ...]:
    """Arguments are stored as bytes that each end with NUL."""
    return tuple(argument.decode() for argument in bytes.fromhex(hexadecimal).split(b"\0")[:-1])
