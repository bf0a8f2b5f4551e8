"""Sequences, and the options they share with identity columns."""

from __future__ import annotations

from designer.catalog.lookups import Lookup, is_managed
from designer.catalog.rows import SequenceRow
from designer.design import Sequence, SequenceOptions, id_from_path

_LIMITS = {"smallint": 2**15, "integer": 2**31, "bigint": 2**63}


def read_sequences(lookup: Lookup) -> tuple[Sequence, ...]:
    """The project's sequences except those of identity columns and those owned by a table that is not modelled."""
    return tuple(
        _sequence(row, lookup)
        for row in lookup.rows.sequences
        if not is_managed(row.schema) and row.owned != "i" and _has_known_owner(row, lookup)
    )


def sequence_options(row: SequenceRow) -> SequenceOptions:
    """The options that are not PostgreSQL's default for the type and the direction."""
    is_ascending = row.increment > 0
    minimum, maximum = (1, _LIMITS[row.type] - 1) if is_ascending else (-_LIMITS[row.type], -1)
    return SequenceOptions(
        start=row.start if row.start != (row.minimum if is_ascending else row.maximum) else None,
        increment=row.increment,
        minimum=row.minimum if row.minimum != minimum else None,
        maximum=row.maximum if row.maximum != maximum else None,
        cache=row.cache,
        cycles=row.cycles,
    )


def _has_known_owner(row: SequenceRow, lookup: Lookup) -> bool:
    return row.owner_relation is None or row.owner_relation in lookup.modelled_tables


def _is_unlogged(row: SequenceRow, lookup: Lookup) -> bool | None:
    owner = lookup.modelled_tables.get(row.owner_relation) if row.owner_relation else None
    usual = owner.is_unlogged if owner is not None else False
    return row.is_unlogged if row.is_unlogged != usual else None


def _sequence(row: SequenceRow, lookup: Lookup) -> Sequence:
    owner = row.owner_relation
    return Sequence(
        id=id_from_path("sequence", row.schema, row.name),
        schema=row.schema,
        name=row.name,
        type=row.type,
        options=sequence_options(row),
        is_unlogged=_is_unlogged(row, lookup),
        owner_table_id=lookup.table_ids[owner] if owner else None,
        owner_column_id=lookup.column_ids[owner, row.owner_column or 0] if owner else None,
        grants=lookup.grants("relation", row.oid),
        owner=lookup.owner("pg_class", row.oid),
        comment=lookup.comment("pg_class", row.oid),
    )
