"""How long an operation keeps a table busy, estimated from the number of its rows.

The rates are rows per second on a small cloud server with rows of about 200 bytes; they tell seconds
from hours, no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from designer.migrations.backfills import Backfill
from designer.migrations.indexes import CreateIndex, DropIndex
from designer.migrations.kept_rows import KeepColumn, KeepTable
from designer.migrations.operations import HazardKind, Operation

_SCANNED = 1_000_000
_INDEXED = 250_000
_REWRITTEN = 150_000
_COPIED = 300_000
_FILLED = 20_000


def estimate_seconds(operation: Operation, rows: Mapping[str, int]) -> float | None:
    """Seconds to one decimal; None where nobody said how many rows the table has. `rows` are by full name."""
    count = rows.get(table_of_operation(operation) or "")
    if count is None:
        return None
    return round(count / _rate(operation), 1) if _rate(operation) else 0.0


def table_of_operation(operation: Operation) -> str | None:
    """The full name of the existing table an operation works on, if it works on one."""
    owner: Any = getattr(operation, "table", None) or getattr(operation, "owner", None)
    if owner is None:
        thing: Any = getattr(operation, "thing", None) or getattr(operation, "new", None)
        table_id = getattr(thing, "table_id", None)
        owner = operation.design.tables_by_id.get(table_id) if table_id else thing  # type: ignore[attr-defined]
    schema, name = getattr(owner, "schema", None), getattr(owner, "name", None)
    return f"{schema}.{name}" if schema and name else None


def _rate(operation: Operation) -> int:
    """Rows per second; 0 where the number of rows does not count."""
    if isinstance(operation, Backfill):
        return _FILLED
    if isinstance(operation, CreateIndex) and not isinstance(operation, DropIndex):
        return 0 if operation.only else _INDEXED
    if isinstance(operation, KeepColumn | KeepTable):
        return _COPIED
    kinds = {hazard.kind for hazard in operation.hazards}
    if HazardKind.REWRITE in kinds:
        return _REWRITTEN
    return _SCANNED if HazardKind.SCAN in kinds else 0
