"""What the target demands of rows that exist already, said in the names and types of the base."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from designer.design import Column, Design, Table
from designer.proofs.fillings import Wish
from designer.proofs.partitions import forced_values
from designer.proofs.shapes import ColumnShape, Shapes, TableShape
from designer.proofs.values import write_value


def find_wishes(before: Design, after: Design, base: Shapes, target: Shapes) -> Wish:
    """NOT NULLs, checks and foreign keys that are new, and values for columns that get another type."""
    return _Finder(before, after, base, target).wish()


class _Finder:
    def __init__(self, before: Design, after: Design, base: Shapes, target: Shapes) -> None:
        self.before, self.after = before, after
        self.base = {(shape.schema, shape.name): shape for shape in base.tables.values()}
        self.target = {(shape.schema, shape.name): shape for shape in target.tables.values()}
        self.shapes = base, target

    def wish(self) -> Wish:
        pairs = [
            (old, new) for old in self.before.tables
            if (new := self.after.tables_by_id.get(old.id)) is not None and not old.is_managed
        ]  # fmt: skip
        not_null: set[tuple[int, str]] = set()
        values: dict[tuple[int, str], Callable[[int], str | None]] = {}
        checks: list[tuple[int, str]] = []
        forced: dict[int, list[dict[str, str]]] = {}
        closed: set[int] = set()
        for old, new in pairs:
            ours, theirs = self.base.get((old.schema, old.name)), self.target.get((new.schema, new.name))
            if ours is None or theirs is None:
                continue
            for column, mine, other in self._columns(old, new, ours, theirs):
                if self.shapes[1].refuses_null(other):
                    not_null.add((ours.oid, column))
                if (mine.type, mine.modifier) != (other.type, other.modifier):
                    values[ours.oid, column] = self._both(mine, other)
            if theirs.partition_key:
                forced[ours.oid] = forced_values(self.shapes[1], theirs)
                if not any(shape.parent == theirs.oid for shape in self.shapes[1].tables.values()):
                    closed.add(ours.oid)
            if any(map(_is_required, _new_columns(old, new))):
                closed.add(ours.oid)
            known = {check.expression for check in old.checks}
            checks += [(ours.oid, check.expression) for check in new.checks if check.expression not in known]
        return Wish(
            foreign_keys=tuple(self._foreign_keys()),
            not_null=frozenset(not_null),
            checks=tuple(checks),
            values=values,
            forced=forced,
            closed=frozenset(closed),
        )

    def _columns(
        self, old: Table, new: Table, ours: TableShape, theirs: TableShape
    ) -> Iterator[tuple[str, ColumnShape, ColumnShape]]:
        here = {column.name: column for column in ours.columns}
        there = {column.name: column for column in theirs.columns}
        names = {column.id: column.name for column in new.columns}
        for column in old.columns:
            mine, other = here.get(column.name), there.get(names.get(column.id, ""))
            if mine is not None and other is not None:
                yield column.name, mine, other

    def _both(self, mine: ColumnShape, other: ColumnShape) -> Callable[[int], str | None]:
        """A value that both types read: of an enum on either side a label that stays, else the narrower type's."""
        base, target = self.shapes
        ours, theirs = base.types.get(mine.type), target.types.get(other.type)
        if ours is not None and theirs is not None and ours.labels and theirs.labels:
            shared = [label for label in ours.labels if label in theirs.labels] or ours.labels
            return lambda number: shared[number % len(shared)]
        text_first = ours is not None and ours.category == "S"
        if text_first or (ours is not None and theirs is not None and ours.category == theirs.category):
            return lambda number: write_value(target, other.type, other.modifier, number)
        return lambda number: write_value(base, mine.type, mine.modifier, number)

    def _foreign_keys(self) -> Iterator[tuple[int, tuple[str, ...], int, tuple[str, ...]]]:
        known = {row.id for row in self.before.relationships}
        for row in self.after.relationships:
            if row.id in known:
                continue
            ends = self._end(row.table_id, row.column_ids), self._end(row.target_table_id, row.target_column_ids)
            if ends[0] is not None and ends[1] is not None:
                yield (*ends[0], *ends[1])

    def _end(self, table_id: UUID, column_ids: tuple[UUID, ...]) -> tuple[int, tuple[str, ...]] | None:
        table = self.before.tables_by_id.get(table_id)
        shape = self.base.get((table.schema, table.name)) if table is not None else None
        if table is None or shape is None:
            return None
        names = {column.id: column.name for column in table.columns}
        if not all(id_ in names for id_ in column_ids):
            return None
        return shape.oid, tuple(names[id_] for id_ in column_ids)


def _new_columns(old: Table, new: Table) -> Iterator[Column]:
    known = {column.id for column in old.columns}
    return (column for column in new.columns if column.id not in known)


def _is_required(column: Column) -> bool:
    """Whether rows that are there already would lack it: only an empty table can get it."""
    has_value = column.default is not None or column.identity is not None or column.generated is not None
    return not (column.is_nullable or has_value)
