"""Rows of a table that must be made anew, because its way of partitioning changes: kept aside and put back.

Both ends are mirrors of one another: the reverse of keeping is putting back, so rows survive both directions.
"""

from __future__ import annotations

from collections.abc import Iterator

from designer.design import Column, Design, Table
from designer.design.integrity.ancestors import columns_of
from designer.migrations.column_changes import write_start_behind
from designer.migrations.contexts import Context
from designer.migrations.conversions import write_using
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part
from designer.migrations.sequences import owned_sequences, write_start_behind_column
from designer.postgres.quoting import quote_identifier
from designer.sql.names import name_of
from designer.sql.types import write_type


class KeepRows(Operation, frozen=True, kw_only=True, eq=False):
    """Copies the rows into a temporary table, which ends with the session if not before.

    Comes after row-level security is disabled, which may bind the owner too and hide rows.
    """

    rank = 112

    old: Table
    new: Table
    before: Design
    after: Design

    @property
    def subject(self) -> str:
        return f"{self.new.schema}.{self.new.name}"

    def describe(self) -> str:
        return f"Keep the rows of {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.REWRITE, f"All rows of {self.subject} are copied twice while nobody can use it."),)

    def up(self) -> list[str]:
        return write_keep_rows(self.old)

    def down(self) -> list[str]:
        return write_put_rows(self.new, self.after, self.old, self.before)


class PutRows(KeepRows, frozen=True, kw_only=True, eq=False):
    """Copies the rows into the new table, once all of its partitions are there."""

    rank = 318

    def describe(self) -> str:
        return f"Put the rows of {self.subject} back"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        message = f"Rows of {self.subject} that fit no partition make it fail; nothing is lost then."
        return (Hazard(HazardKind.MAY_FAIL, message),)

    def up(self) -> list[str]:
        return write_put_rows(self.old, self.before, self.new, self.after)

    def down(self) -> list[str]:
        return write_keep_rows(self.new)


def keep_rows(old: Table, new: Table, context: Context) -> Iterator[Operation]:
    """Both operations for a rebuilt table; none for a partition, whose rows are its parent's."""
    if old.partition_of is not None or new.partition_of is not None:
        return
    kept = Part(new.id, "rows")
    gone, made = (_partitions(new, design) for design in (context.before, context.after))
    designs = {"before": context.before, "after": context.after, "lock": Lock.ACCESS_EXCLUSIVE}
    yield KeepRows(
        old=old,
        new=new,
        **designs,  # type: ignore[arg-type]
        footprint=Footprint(creates=frozenset({kept}), restores=frozenset({Part(old.id), *gone})),
    )
    yield PutRows(
        old=old,
        new=new,
        **designs,  # type: ignore[arg-type]
        footprint=Footprint(requires=frozenset({kept, Part(new.id), *made})),
    )


def write_keep_rows(table: Table) -> list[str]:
    """The rows as a temporary table."""
    only = "" if table.partitioning is not None else "only "
    return [f"create temporary table {_name_of_kept(table)} as table {only}{name_of(table)}"]


def write_put_rows(old: Table, before: Design, new: Table, after: Design) -> list[str]:
    """The kept rows into the new table, converted where a column has another type; sequences go on behind them."""
    # What was a child's own column may now be its parent's, under the same name.
    olds = columns_of(old, before)
    by_id, by_name = {column.id: column for column in olds}, {column.name: column for column in olds}
    kept_columns = ((by_id.get(column.id) or by_name.get(column.name), column) for column in columns_of(new, after))
    columns = [(was, now) for was, now in kept_columns if was is not None and now.generated is None]
    names = ", ".join(quote_identifier(now.name) for _, now in columns)
    values = ", ".join(_value(was, before, now, after) for was, now in columns)
    kept = _name_of_kept(new)
    put = f"insert into {name_of(new)} ({names})\noverriding system value\nselect {values} from pg_temp.{kept}"
    starts = [sql for column in new.columns if column.identity for sql in write_start_behind(column, new)]
    for sequences in owned_sequences(after, new.id).values():
        starts += [sql for sequence in sequences for sql in write_start_behind_column(sequence, after)]
    return [*([put] if columns else []), f"drop table pg_temp.{kept}", *starts]


def _value(old: Column, before: Design, new: Column, after: Design) -> str:
    return write_using(old, write_type(old.type, before), new, write_type(new.type, after)) or quote_identifier(
        new.name
    )


def _name_of_kept(table: Table) -> str:
    return quote_identifier(f"_{table.name.encode()[:56].decode(errors='ignore')}_rows")


def _partitions(table: Table, design: Design) -> list[Part]:
    """All partitions of a table, and theirs."""
    found: list[Part] = []
    for row in design.tables:
        if row.partition_of is not None and row.partition_of.table_id == table.id:
            found += [Part(row.id), *_partitions(row, design)]
    return found
