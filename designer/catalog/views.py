"""Views and materialized views from their catalog rows."""

from __future__ import annotations

from designer.catalog.columns import read_view_columns
from designer.catalog.indexes import read_clustered_on, read_indexes
from designer.catalog.lookups import Lookup
from designer.catalog.options import split_settings
from designer.catalog.rows import RelationRow
from designer.catalog.rules import read_rules
from designer.catalog.triggers import read_triggers
from designer.design import View, id_from_path


def read_views(lookup: Lookup) -> tuple[View, ...]:
    """The project's views. PostgreSQL spells every output column in the query, so `column_names` stays empty."""
    return tuple(_view(row, lookup) for row in lookup.views.values())


def _view(row: RelationRow, lookup: Lookup) -> View:
    is_materialized = row.kind == "m"
    return View(
        id=id_from_path("view", row.schema, row.name),
        schema=row.schema,
        name=row.name,
        query=(row.query or "").strip().removesuffix(";").rstrip(),
        is_materialized=is_materialized,
        is_populated=row.is_populated,
        options=split_settings(row.options),
        column_comments=_column_comments(row, lookup),
        columns=read_view_columns(row, lookup),
        indexes=read_indexes(row, lookup) if is_materialized else (),
        clustered_on=read_clustered_on(row, lookup),
        triggers=read_triggers(row, lookup),
        rules=read_rules(row, lookup),
        grants=lookup.grants("relation", row.oid),
        owner=lookup.owner("pg_class", row.oid),
        comment=lookup.comment("pg_class", row.oid),
    )


def _column_comments(row: RelationRow, lookup: Lookup) -> tuple[tuple[str, str], ...]:
    columns = lookup.columns.get(row.oid, {}).values()
    comments = ((column.name, lookup.comment("pg_class", row.oid, column.number)) for column in columns)
    return tuple((name, comment) for name, comment in comments if comment is not None)
