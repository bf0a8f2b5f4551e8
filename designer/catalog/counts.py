"""How many objects of each kind a design models, for reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from designer.design import KINDS, Design, Table, View

_COUNTED_APART = frozenset({"schemas", "tables", "views", "verbatim"})


def count_objects(design: Design) -> dict[str, int]:
    """Objects by kind, without the platform's; kinds that are not there are left out."""
    counts = Counter(_kinds(design))
    return {kind: count for kind, count in sorted(counts.items()) if count}


def _kinds(design: Design) -> Iterator[str]:
    for kind in KINDS:
        if kind not in _COUNTED_APART:
            name = "foreign_keys" if kind == "relationships" else kind
            yield from (name for _ in getattr(design, kind))
    yield from ("schemas" for schema in design.schemas if not schema.is_managed)
    for table in design.tables:
        yield from _of_table(table)
    for view in design.views:
        yield from _of_view(view)
    holders = (row for row in design.definitions() if not isinstance(row, Table | View))
    yield from ("grants" for holder in holders for _ in getattr(holder, "grants", None) or ())
    yield from ("comments" for definition in design.definitions() if getattr(definition, "comment", None) is not None)


def _of_table(table: Table) -> Iterator[str]:
    yield from ("triggers" for _ in table.triggers)
    yield from ("policies" for _ in table.policies)
    yield from ("rules" for _ in table.rules)
    if table.is_managed:
        return
    yield "tables"
    yield from ("columns" for _ in table.columns)
    yield from ("primary_keys" for _ in ([table.primary_key] if table.primary_key else ()))
    yield from ("unique" for _ in table.unique_keys)
    yield from ("checks" for _ in table.checks)
    yield from ("exclusions" for _ in table.exclusions)
    yield from ("indexes" for _ in table.indexes)
    yield from ("grants" for _ in table.grants)
    for parts in ("columns", "unique_keys", "checks", "indexes", "triggers", "policies"):
        yield from ("comments" for part in getattr(table, parts) if part.comment is not None)


def _of_view(view: View) -> Iterator[str]:
    yield "materialized_views" if view.is_materialized else "views"
    yield from ("indexes" for _ in view.indexes)
    yield from ("triggers" for _ in view.triggers)
    yield from ("rules" for _ in view.rules)
    yield from ("grants" for _ in view.grants)
    yield from ("comments" for _ in view.column_comments)
