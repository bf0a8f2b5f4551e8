"""What questions and their answers must know of a migration as a whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from designer.design import Design, Table
from designer.migrations.column_changes import ChangeColumnType
from designer.migrations.definitions import Drop
from designer.migrations.operations import Operation
from designer.migrations.tables import CreateTable, DropTable


class Scope:
    """The operations of one migration, where it leads and how many rows tables have, as far as anybody said."""

    def __init__(
        self, operations: Sequence[Operation], after: Design, rows: Mapping[str, int], copies: Collection[str] = ()
    ) -> None:
        """`rows` are counts by the full names of tables; `copies` the names of copies that are there already."""
        self.operations = operations
        self.copies = copies
        self.tables_after: Mapping[UUID, Table] = after.tables_by_id
        self.dropped_tables = {row.thing.id for row in operations if isinstance(row, DropTable)}
        self.retyped = [row for row in operations if isinstance(row, ChangeColumnType)]
        self.dropped: dict[UUID, Any] = {row.thing.id: row.thing for row in operations if isinstance(row, Drop)}
        created = {
            row.thing.id for row in operations if isinstance(row, CreateTable) and not isinstance(row, DropTable)
        }
        self._new = created - self.dropped_tables
        tables = {table.id: table for table in after.tables}
        tables |= {row.thing.id: row.thing for row in operations if isinstance(row, DropTable)}
        names = {f"{table.schema}.{table.name}": table.id for table in tables.values()} if rows else {}
        self.rows = {names[name]: count for name, count in rows.items() if name in names}

    def has_rows(self, table_id: UUID) -> bool:
        """Whether a table may have rows: it was there before and nobody said that it is empty."""
        return table_id not in self._new and self.rows.get(table_id) != 0
