"""Rows kept aside before a column or table is dropped, in a schema closed to all but its owner, so that going back
restores them.

A copy stays until a later migration drops it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from msgspec.structs import replace

from designer.design import Column, Design, NotNull, Table
from designer.migrations.column_changes import write_start_behind
from designer.migrations.names import not_null_name_of
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Phase
from designer.migrations.sequences import owned_sequences, write_start_behind_column
from designer.postgres.platform import KEPT_SCHEMA
from designer.postgres.quoting import quote_identifier, quote_name
from designer.sql.names import name_of
from designer.sql.not_nulls import write_add_not_null
from designer.sql.object_names import make_object_name
from designer.sql.types import write_type


class KeepColumn(Operation, frozen=True, kw_only=True, eq=False):
    """Copies a column with the primary key of each row. `key` are columns that exist before and after the drop."""

    symbol = "+"
    rank = 899
    lock: Lock = Lock.ACCESS_SHARE
    phase: Phase = Phase.CONTRACT

    column: Column
    key: tuple[Column, ...]
    table: Table
    design: Design
    number: int = 1
    """Tells it from earlier copies of the same column that are still there."""

    @property
    def subject(self) -> str:
        return f"{self.table.schema}.{self.table.name}.{self.column.name}"

    @property
    def copy_name(self) -> str:
        """The full name of the copy."""
        first = f"{self.table.schema}_{self.table.name}"
        return quote_name(KEPT_SCHEMA, make_object_name(first, self.column.name, _label(self.column.id, self.number)))

    def describe(self) -> str:
        return f"Keep the values of {self.subject} in {self.copy_name}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.SCAN, f"All values of {self.subject} are copied."),)

    def up(self) -> list[str]:
        columns = (*self.key, self.column)
        keys = ", ".join(quote_identifier(column.name) for column in self.key)
        return [
            *write_kept_schema(),
            f"create table {self.copy_name} as\nselect {_copied(columns, self.design)} from {name_of(self.table)}",
            f"alter table {self.copy_name} add primary key ({keys})",
            f"alter table {self.copy_name} enable row level security",
        ]

    def down(self) -> list[str]:
        name = quote_identifier(self.column.name)
        matches = " and ".join(
            f"kept.{quote_identifier(column.name)} = t.{quote_identifier(column.name)}" for column in self.key
        )
        value = _restored("kept.", self.column, self.design)
        put = f"update {name_of(self.table)} as t\nset {name} = {value}\nfrom {self.copy_name} as kept\nwhere {matches}"
        row = NotNull(column_id=self.column.id, name=not_null_name_of(self.column, self.table, self.design))
        strict = [] if self.column.is_nullable else write_add_not_null(row, self.column, self.table)
        return [put, *strict, f"drop table {self.copy_name}"]


class KeepTable(Operation, frozen=True, kw_only=True, eq=False):
    """Copies all rows of a table, those of its partitions included."""

    symbol = "+"
    rank = 915
    lock: Lock = Lock.ACCESS_SHARE
    phase: Phase = Phase.CONTRACT

    table: Table
    design: Design
    number: int = 1
    """Tells it from earlier copies of the same table that are still there."""

    @property
    def subject(self) -> str:
        return f"{self.table.schema}.{self.table.name}"

    @property
    def copy_name(self) -> str:
        """The full name of the copy."""
        label = _label(self.table.id, self.number)
        return quote_name(KEPT_SCHEMA, make_object_name(self.table.schema, self.table.name, label))

    def describe(self) -> str:
        return f"Keep the rows of {self.subject} in {self.copy_name}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.SCAN, f"All rows of {self.subject} are copied."),)

    def up(self) -> list[str]:
        return [
            *write_kept_schema(),
            f"create table {self.copy_name} as\nselect {_copied(self.table.columns, self.design)} from {self._rows}",
            f"alter table {self.copy_name} enable row level security",
        ]

    def down(self) -> list[str]:
        columns = [column for column in self.table.columns if column.generated is None]
        names = ", ".join(quote_identifier(column.name) for column in columns)
        values = ", ".join(_restored("", column, self.design) for column in columns)
        put = f"insert into {name_of(self.table)} ({names})\noverriding system value"
        put += f"\nselect {values} from {self.copy_name}"
        starts = [sql for column in columns if column.identity for sql in write_start_behind(column, self.table)]
        for sequences in owned_sequences(self.design, self.table.id).values():
            starts += [sql for sequence in sequences for sql in write_start_behind_column(sequence, self.design)]
        return [*([put] if columns else []), *starts, f"drop table {self.copy_name}"]

    @property
    def _rows(self) -> str:
        # Tables that inherit from it keep their rows themselves.
        return name_of(self.table) if self.table.partitioning else f"only {name_of(self.table)}"


class DropCopy(Operation, frozen=True, kw_only=True, eq=False):
    """Drops a copy that an earlier migration kept. The reverse makes it anew without rows, so that the reverse of the
    earlier migration finds it.
    """

    symbol = "-"
    lock: Lock = Lock.ACCESS_EXCLUSIVE
    phase: Phase = Phase.CONTRACT

    kept: KeepColumn | KeepTable

    @property
    def subject(self) -> str:
        return self.kept.copy_name

    def describe(self) -> str:
        return f"Drop {self.subject}, the copy of {self.kept.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        words = f"What was kept of {self.kept.subject} is destroyed. Going back restores its structure without the "
        words += "rows, or stops where a row must have a value."
        return (Hazard(HazardKind.DATA_LOSS, words),)

    def up(self) -> list[str]:
        return [f"drop table if exists {self.subject}"]

    def down(self) -> list[str]:
        kept = self.kept
        key, last = (kept.key, (kept.column,)) if isinstance(kept, KeepColumn) else ((), kept.table.columns)
        types = [
            f"{quote_identifier(column.name)} {'text' if _is_text(column) else write_type(column.type, kept.design)}"
            for column in (*key, *last)
        ]
        names = ", ".join(quote_identifier(column.name) for column in key)
        return [
            *write_kept_schema(),
            f"create table {self.subject} ({', '.join(types)})",
            *([f"alter table {self.subject} add primary key ({names})"] if key else []),
            f"alter table {self.subject} enable row level security",
        ]


_Kept = TypeVar("_Kept", KeepColumn, KeepTable)


def keep_column(column: Column, table: Table, key: tuple[Column, ...], design: Design) -> KeepColumn:
    """The operation, placed before the column or its key goes."""
    parts = frozenset(Part(part.id) for part in (column, *key))
    return KeepColumn(column=column, key=key, table=table, design=design, footprint=Footprint(restores=parts))


def keep_table(table: Table, design: Design) -> KeepTable:
    """The operation, placed before the table, its columns or its partitions go."""
    parts = {Part(table.id), *(Part(column.id) for column in table.columns), *_partitions(table, design)}
    return KeepTable(table=table, design=design, footprint=Footprint(restores=frozenset(parts)))


def number_copy(kept: _Kept, taken: Collection[str]) -> _Kept:
    """The operation under a name that no copy has yet."""
    while kept.copy_name in taken:
        kept = replace(kept, number=kept.number + 1)
    return kept


def write_kept_schema() -> list[str]:
    """The schema for copies, closed to everybody but its owner."""
    return [
        f"create schema if not exists {KEPT_SCHEMA}",
        f"revoke all on schema {KEPT_SCHEMA} from public, anon, authenticated, service_role",
    ]


def _partitions(table: Table, design: Design) -> set[Part]:
    found: set[Part] = set()
    for row in design.tables:
        if row.partition_of is not None and row.partition_of.table_id == table.id:
            found |= {Part(row.id), *_partitions(row, design)}
    return found


def _label(id_: UUID, number: int) -> str:
    return str(id_)[:8] + (f"_{number}" if number > 1 else "")


def _is_text(column: Column) -> bool:
    """Whether the copy holds the value as text: its type may go in the same migration."""
    return column.type.type_id is not None or "." in column.type.name


def _copied(columns: tuple[Column, ...], design: Design) -> str:  # noqa: ARG001
    names = [(quote_identifier(column.name), _is_text(column)) for column in columns]
    return ", ".join(f"{name}::text as {name}" if as_text else name for name, as_text in names)


def _restored(prefix: str, column: Column, design: Design) -> str:
    name = prefix + quote_identifier(column.name)
    return f"{name}::{write_type(column.type, design)}" if _is_text(column) else name
