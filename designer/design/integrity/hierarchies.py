"""Partitions and inheritance: parents that exist, fit, and are no descendants."""

from __future__ import annotations

from collections.abc import Iterator

from designer.design.designs import Design
from designer.design.edits.lookups import full_name
from designer.design.integrity.problems import Problem, report, title
from designer.design.integrity.types import reaches_itself
from designer.design.tables import Table


def check_hierarchies(design: Design) -> Iterator[Problem]:
    """Every partition has a partitioned parent, every child a parent, and no table is its own ancestor."""
    parents = {table.id: set(table.inherits) for table in design.tables if table.inherits}
    for table in design.tables:
        if table.partition_of is not None:
            parents.setdefault(table.id, set()).add(table.partition_of.table_id)
    for table in design.tables:
        if table.id not in parents:
            continue
        for text in _check(table, design):
            yield report(table, title(table), text)
        if reaches_itself(table.id, parents):
            yield report(table, title(table), "it is among its own ancestors. Choose another parent.")


def _check(table: Table, design: Design) -> Iterator[str]:
    if table.partition_of is not None:
        parent = design.tables_by_id.get(table.partition_of.table_id)
        if parent is None:
            yield "the table it is a partition of is not in the design. Choose another parent."
        elif parent.partitioning is None:
            yield f"table {full_name(parent)} is not partitioned. Partition it first, or choose another parent."
        if table.inherits:
            yield "a partition cannot inherit from other tables too. Choose one of the two."
    elif table.partitioning is not None and table.inherits:
        yield "a partitioned table cannot inherit. Remove the parents or the partitioning."
    for parent_id in table.inherits:
        parent = design.tables_by_id.get(parent_id)
        if parent is None:
            yield "a table it inherits from is not in the design. Remove it from the parents."
        elif parent.partitioning is not None or parent.partition_of is not None:
            yield f"table {full_name(parent)} is partitioned or a partition; nothing can inherit from it. Remove it."
