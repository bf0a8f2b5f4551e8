"""NOT NULL: forbidden and allowed, proven, and the properties its constraint has from PostgreSQL 18 on."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from msgspec.structs import replace

from designer.design import Column, Design, NotNull, Table
from designer.migrations.contexts import Context
from designer.migrations.names import not_null_name_of
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Slot
from designer.migrations.partitions import partitions_of
from designer.migrations.things import slots_of
from designer.migrations.types import is_inherited_both, parent_ids
from designer.sql.not_nulls import (
    write_add_not_null,
    write_alter_not_null,
    write_drop_not_null,
    write_not_null_comment,
)
from designer.sql.object_names import not_null_name


class ChangeNullability(Operation, frozen=True, kw_only=True, eq=False):
    """Forbids or allows NULL, or changes what the constraint behind it is; forbidding reads every row."""

    rank = 350

    column: Column
    old: NotNull | None
    new: NotNull | None
    table: Table
    children: tuple[Table, ...] = ()
    """Tables that inherit the column, and that have the constraint only as long as it is not NO INHERIT."""
    partitions: tuple[Table, ...] = ()
    """Partitions that are forbidden NULL only with the table."""
    keyed: tuple[Table, ...] = ()
    """Those whose own part of a primary key makes it theirs, so that it stays when the table's goes."""

    @property
    def subject(self) -> str:
        return f"{self.table.schema}.{self.table.name}.{self.column.name}"

    def describe(self) -> str:
        if self.old is not None and self.new is not None:
            return f"Change the NOT NULL of {self.subject}"
        return f"{'Allow' if self.new is None else 'Forbid'} NULL in {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.new is None:
            return (Hazard(HazardKind.MAY_FAIL, f"Going back fails once {self.subject} holds a NULL."),)
        if not self.new.is_validated or (self.old is not None and self.old.is_validated):
            return ()
        place = f"{self.table.schema}.{self.table.name}"
        return (
            self.blocks(HazardKind.SCAN, f"All rows of {place} are read while nobody can use it."),
            Hazard(HazardKind.MAY_FAIL, f"A row with NULL in {self.subject} makes it fail."),
            Hazard(HazardKind.BREAKS_OLD_CODE, f"Code that leaves {self.subject} empty fails."),
        )

    def up(self) -> list[str]:
        return self._write(self.old, self.new)

    def down(self) -> list[str]:
        return self._write(self.new, self.old)

    def _write(self, old: NotNull | None, new: NotNull | None) -> list[str]:
        if new is None:
            places = (self.table, *self.keyed)
            return [sql for place in places for sql in write_drop_not_null(self.column, place)]
        if old is None:
            statements = write_add_not_null(new, self.column, self.table)
        else:
            statements = write_alter_not_null(old, new, self.column, self.table)
            if new.no_inherit and not old.no_inherit:
                # It stays with them as their own otherwise.
                statements += [sql for child in self.children for sql in write_drop_not_null(self.column, child)]
        if (old.comment if old is not None else None) != new.comment:
            statements += write_not_null_comment(new, self.table)
        return statements


def compare_not_nulls(before: Table, after: Table, context: Context) -> Iterator[Operation]:
    """The NOT NULLs of columns that a table has before and after, also of those it only inherits."""
    old_ids = {column.id for column in before.columns}
    stays = [column for column in after.columns if column.id in old_ids and column.id not in context.rebuilds.objects]
    for column in stays:
        old, new = _not_null(column.id, before, context.before), _not_null(column.id, after, context.after)
        if before.partition_of != after.partition_of:
            # While it is no partition the constraint bears the usual name; `table_changes` sees to the rest.
            old, new = _under_usual_name(old, column, after), _under_usual_name(new, column, after)
        if _matters(old, new) and not _follows_parent(column, old, new, after, context):
            yield _change(column, old, new, after, Part(column.id), context)
    own = old_ids | {column.id for column in after.columns}
    for id_ in dict.fromkeys(row.column_id for row in (*before.not_nulls, *after.not_nulls)):
        inherited = context.after.columns_by_id.get(id_)
        if id_ in own or inherited is None or before.inherits != after.inherits:
            continue
        old, new = _row(id_, before), _row(id_, after)
        if _matters(old, new):
            yield _change(inherited, old, new, after, Part(after.id), context)


def _change(
    column: Column, old: NotNull | None, new: NotNull | None, table: Table, part: Part, context: Context
) -> Operation:
    children = (child for child in context.after.tables if table.id in child.inherits)
    takes = _former_key(column, table, context) if new is None else frozenset()
    return ChangeNullability(
        column=column,
        # By then `renames` has brought their names into line.
        old=replace(old, name=new.name) if old is not None and new is not None else old,
        new=new,
        table=table,
        children=tuple(child for child in children if _row(column.id, child) is None),
        partitions=tuple(_following(column.name, table, context)) if old is None else (),
        lock=Lock.ACCESS_EXCLUSIVE,
        footprint=Footprint(requires=frozenset({part, Part(table.id)}), takes=takes),
    )


def _following(name: str, table: Table, context: Context) -> Iterator[Table]:
    """The partitions at any depth whose column of that name allows NULL before."""
    for partition in partitions_of(table, context.after):
        before = context.before.tables_by_id.get(partition.id, partition)
        if any(column.name == name and column.is_nullable for column in before.columns):
            yield partition
        yield from _following(name, partition, context)


def _former_key(column: Column, table: Table, context: Context) -> frozenset[Slot]:
    """The names of a primary key with the column: they must be free, that is, the key gone, before it may be NULL."""
    before = context.before.tables_by_id[table.id]
    key = before.primary_key
    return slots_of(key, before) if key is not None and column.id in key.column_ids else frozenset()


def _not_null(column_id: UUID, table: Table, design: Design) -> NotNull | None:
    """The constraint behind the NOT NULL of one of the table's own columns, if there is one."""
    column = next((row for row in table.columns if row.id == column_id), None)
    row = _row(column_id, table)
    if row is not None or column is None or column.is_nullable:
        return row
    return NotNull(column_id=column_id, name=not_null_name_of(column, table, design))


def _row(column_id: UUID, table: Table) -> NotNull | None:
    return next((row for row in table.not_nulls if row.column_id == column_id), None)


def _under_usual_name(row: NotNull | None, column: Column, table: Table) -> NotNull | None:
    return None if row is None else replace(row, name=not_null_name(table.name, column.name))


def _matters(old: NotNull | None, new: NotNull | None) -> bool:
    """Whether more differs than the name, which `renames` has brought into line."""
    if old is None or new is None:
        return old is not new
    return replace(old, name=new.name) != new


def _follows_parent(column: Column, old: NotNull | None, new: NotNull | None, table: Table, context: Context) -> bool:
    """Whether a parent's column of the same name makes the same step, which PostgreSQL then takes for the child too."""
    if not is_inherited_both(table, column.name, context):
        return False
    for parent_id in parent_ids(table):
        steps = [_step_in_parent(parent_id, column.name, design) for design in (context.before, context.after)]
        if steps == [_shape(old), _shape(new)]:
            return True
    return False


def _step_in_parent(parent_id: UUID, name: str, design: Design) -> tuple[bool, bool] | None:
    parent = design.tables_by_id.get(parent_id)
    column = next((row for row in parent.columns if row.name == name), None) if parent is not None else None
    return _shape(_not_null(column.id, parent, design)) if column is not None and parent is not None else None


def _shape(row: NotNull | None) -> tuple[bool, bool] | None:
    return (row.is_validated, row.no_inherit) if row is not None else None
