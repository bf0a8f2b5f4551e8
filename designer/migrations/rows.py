"""Rows of a table that must be made anew, because its way of partitioning changes: kept aside and put back.

Both ends are mirrors of one another: the reverse of keeping is putting back, so rows survive both directions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

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
    """Copies the rows into a temporary table; see `find_held`.

    Comes after row-level security is disabled, which may bind the owner too and hide rows.
    """

    rank = 112

    old: Table
    new: Table
    before: Design
    after: Design
    replaced: frozenset[UUID] = frozenset()
    """Types that are made anew in this migration: their values are kept as text, so that nothing has the type."""

    @property
    def subject(self) -> str:
        return f"{self.new.schema}.{self.new.name}"

    def describe(self) -> str:
        return f"Keep the rows of {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.REWRITE, f"All rows of {self.subject} are copied twice while nobody can use it."),)

    def up(self) -> list[str]:
        return write_keep_rows(self.old, self.before, self.replaced)

    def down(self) -> list[str]:
        return write_put_rows(self.new, self.after, self.old, self.before, self.replaced)


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
        return write_put_rows(self.old, self.before, self.new, self.after, self.replaced)

    def down(self) -> list[str]:
        return write_keep_rows(self.new, self.after, self.replaced)


def keep_rows(old: Table, new: Table, context: Context) -> Iterator[Operation]:
    """Both operations for a rebuilt table; none for a partition whose parent is rebuilt, which keeps its rows."""
    bounds = (table.partition_of for table in (old, new))
    if any(bound is not None and bound.table_id in context.moving_ids for bound in bounds):
        return
    kept = Part(new.id, "rows")
    gone, made = (_partitions(new, design) for design in (context.before, context.after))
    designs = {
        "before": context.before,
        "after": context.after,
        "replaced": context.rebuilds.objects,
        "lock": Lock.ACCESS_EXCLUSIVE,
    }
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


def keep_rows_late(operations: Sequence[Operation]) -> list[Operation]:
    """The order in which rows are kept only just before the first thing that takes them away goes."""
    rows = list(operations)
    for keep in [row for row in rows if is_keeping(row)]:
        place = rows.index(keep)
        gone = keep.footprint.restores
        first = next((at for at in range(place + 1, len(rows)) if rows[at].footprint.drops & gone), place + 1)
        rows.insert(first - 1, rows.pop(place))
    return rows


def find_held(operations: Iterable[Operation]) -> Iterator[tuple[Operation, bool]]:
    """Each operation, and whether it comes while rows are kept aside: one transaction must span all of that.

    A temporary table may not outlive it, and what others write meanwhile would be lost.
    """
    depth = 0
    for operation in operations:
        depth += is_keeping(operation)
        yield operation, depth > 0
        depth -= isinstance(operation, PutRows)


def is_keeping(operation: Operation) -> bool:
    """Whether it begins the time in which rows are kept aside."""
    return isinstance(operation, KeepRows) and not isinstance(operation, PutRows)


def write_keep_rows(table: Table, design: Design, replaced: frozenset[UUID] = frozenset()) -> list[str]:
    """The rows as a temporary table; values of the replaced types as text."""
    only = "" if table.partitioning is not None else "only "
    columns = columns_of(table, design)
    if not any(column.type.type_id in replaced for column in columns):
        return [f"create temporary table {_name_of_kept(table)} as table {only}{name_of(table)}"]
    values = ", ".join(_value_kept(column, replaced) for column in columns)
    return [f"create temporary table {_name_of_kept(table)} as\nselect {values} from {only}{name_of(table)}"]


def _value_kept(column: Column, replaced: frozenset[UUID]) -> str:
    name = quote_identifier(column.name)
    if column.type.type_id not in replaced:
        return name
    return f"{name}::text{'[]' if column.type.dimensions else ''} as {name}"


def write_put_rows(
    old: Table, before: Design, new: Table, after: Design, replaced: frozenset[UUID] = frozenset()
) -> list[str]:
    """The kept rows into the new table, converted where a column has another type; sequences go on behind them."""
    # What was a child's own column may now be its parent's, under the same name.
    olds = columns_of(old, before)
    by_id, by_name = {column.id: column for column in olds}, {column.name: column for column in olds}
    kept_columns = ((by_id.get(column.id) or by_name.get(column.name), column) for column in columns_of(new, after))
    # A column that a child has of its own and from a parent is one.
    pairs = {now.name: (was, now) for was, now in kept_columns if was is not None and now.generated is None}
    columns = list(pairs.values())
    names = ", ".join(quote_identifier(now.name) for _, now in columns)
    values = ", ".join(_value(was, before, now, after, replaced) for was, now in columns)
    kept = _name_of_kept(new)
    put = f"insert into {name_of(new)} ({names})\noverriding system value\nselect {values} from pg_temp.{kept}"
    starts = [sql for column in new.columns if column.identity for sql in write_start_behind(column, new)]
    for sequences in owned_sequences(after, new.id).values():
        starts += [sql for sequence in sequences for sql in write_start_behind_column(sequence, after)]
    return [*([put] if columns else []), f"drop table pg_temp.{kept}", *starts]


def _value(old: Column, before: Design, new: Column, after: Design, replaced: frozenset[UUID]) -> str:
    if old.type.type_id in replaced:
        return f"{quote_identifier(old.name)}::{write_type(new.type, after)}"
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
