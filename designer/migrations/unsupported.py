"""Differences that PostgreSQL offers no way to bridge: named, with the reason, never skipped in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from designer.design import Table
from designer.migrations.column_changes import ChangeColumnType
from designer.migrations.contexts import Context, Unsupported
from designer.migrations.operations import Operation


def find_unsupported(context: Context, operations: Sequence[Operation]) -> Iterator[Unsupported]:
    """What the comparers noted, and operations that the server would refuse."""
    yield from context.unsupported
    for operation in operations:
        if isinstance(operation, ChangeColumnType) and _is_partition_key(operation):
            reason = (
                "It is part of the partition key, whose type PostgreSQL cannot change. "
                "Make a new partitioned table and move the rows."
            )
            yield Unsupported(operation.subject, reason)


def _is_partition_key(operation: ChangeColumnType) -> bool:
    table: Table = operation.table
    if table.partitioning is None:
        return False
    return any(
        key.column_id == operation.new.id or operation.new.name in (key.expression or "")
        for key in table.partitioning.keys
    )
