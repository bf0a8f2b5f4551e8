"""Extended statistics from their catalog rows."""

from __future__ import annotations

from designer.catalog.deparsed import strip_parentheses
from designer.catalog.lookups import Lookup, is_managed
from designer.catalog.rows import StatisticsRow
from designer.design import IndexKey, Statistics, id_from_path

_KINDS = {"d": "ndistinct", "f": "dependencies", "m": "mcv"}


def read_statistics(lookup: Lookup) -> tuple[Statistics, ...]:
    """The statistics on the project's tables."""
    return tuple(
        _statistics(row, lookup)
        for row in lookup.rows.statistics
        if row.relation in lookup.modelled_tables and not is_managed(row.schema)
    )


def _statistics(row: StatisticsRow, lookup: Lookup) -> Statistics:
    columns = (IndexKey(column_id=lookup.column_ids[row.relation, number]) for number in row.columns)
    expressions = (IndexKey(expression=strip_parentheses(text)) for text in row.keys or ())
    return Statistics(
        id=id_from_path("statistics", row.schema, row.name),
        schema=row.schema,
        name=row.name,
        table_id=lookup.table_ids[row.relation],
        keys=(*columns, *expressions),
        kinds=() if len(row.kinds) in {0, len(_KINDS)} else tuple(_KINDS[kind] for kind in row.kinds),
        target=row.target,
        owner=lookup.owner("pg_statistic_ext", row.oid),
        comment=lookup.comment("pg_statistic_ext", row.oid),
    )
