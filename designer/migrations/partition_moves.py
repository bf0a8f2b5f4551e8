"""Partitions that join, leave or come to hold other rows, and the rows that then belong elsewhere.

Where several partitions of a parent get other bounds, or the default partition may hold rows of a new one, all of them
are let go first. Each is then attached again; if some of its rows do not fit, all of them go through the parent.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from designer.design import Check, Column, Design, Index, Key, Table
from designer.migrations.contexts import Context, footprint_of
from designer.migrations.names import not_null_name_of
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Slot
from designer.migrations.partitions import partitions_of
from designer.migrations.rerouted_rows import write_hold_rows, write_reroute_rows
from designer.migrations.rows import KeepRows, PutRows
from designer.migrations.table_changes import TableChange
from designer.migrations.things import keys_of
from designer.postgres.quoting import dollar_quote
from designer.sql.not_nulls import write_rename_not_nulls
from designer.sql.object_names import not_null_name
from designer.sql.partitions import write_attach_partition, write_detach_partition


class ChangePartition(TableChange, frozen=True, kw_only=True, eq=False):
    """Detaches the partition from its parent, attaches it, or both when its parent or bound changes."""

    def describe(self) -> str:
        if self.new.partition_of is None:
            return f"Detach partition {self.subject}"
        return f"{'Attach' if self.old.partition_of is None else 'Move'} partition {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.new.partition_of is None:
            return ()
        message = f"All rows of {self.subject} are read; one outside the bound makes it fail."
        return (Hazard(HazardKind.SCAN, message), Hazard(HazardKind.MAY_FAIL, message))

    def write(self, old: Table, before: Design, new: Table, after: Design) -> list[str]:
        statements = write_detach_partition(old, before) if old.partition_of is not None else []
        # Only between parents can the names of its NOT NULLs change: as long as they are inherited, they are fixed.
        statements += _write_not_null_names(old, before, new, after)
        return [*statements, *(write_attach_partition(new, after) if new.partition_of is not None else [])]


class DetachPartition(ChangePartition, frozen=True, kw_only=True, eq=False):
    """Before columns and keys of parent and partition go different ways."""

    rank = 100


class AttachPartition(ChangePartition, frozen=True, kw_only=True, eq=False):
    """After columns and keys of parent and partition have become equal."""

    rank = 425


class Moves(Struct, frozen=True, kw_only=True):
    """What changes among the partitions of one parent."""

    parent_id: UUID
    members: tuple[Table, ...]
    """Partitions with other bounds; and the default one, whose rows may belong to others now. As they will be."""
    gone: tuple[Table, ...]
    made: tuple[Table, ...]

    def has(self, table: Table) -> bool:
        return any(member.id == table.id for member in self.members)


class LetGoPartition(ChangePartition, frozen=True, kw_only=True, eq=False):
    """The first half of a move, where others of the same parent move too and may want its bound."""

    def describe(self) -> str:
        return f"Let partition {self.subject} go for a moment"

    def up(self) -> list[str]:
        return write_detach_partition(self.old, self.before)

    def down(self) -> list[str]:
        return write_attach_fitting(self.old, self.before)


class TakePartition(ChangePartition, frozen=True, kw_only=True, eq=False):
    """The second half of a move. Rows that do not fit are held, for `PutPartitionRows`."""

    rank = 316

    def describe(self) -> str:
        return f"Attach partition {self.subject} again"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        message = f"All rows of {self.subject} are read; if one is outside the bound, all are written again."
        return (Hazard(HazardKind.SCAN, message), Hazard(HazardKind.REWRITE, message))

    def up(self) -> list[str]:
        named = _write_not_null_names(self.old, self.before, self.new, self.after)
        return [*named, *write_attach_fitting(self.new, self.after)]

    def down(self) -> list[str]:
        named = _write_not_null_names(self.new, self.after, self.old, self.before)
        return [*write_detach_partition(self.new, self.after), *named]


class HoldPartitionRows(KeepRows, frozen=True, kw_only=True, eq=False):
    """Holds the rows of partitions that go while others come to hold such rows; its reverse puts rows back."""

    rank = 111

    moves: Moves

    def describe(self) -> str:
        return f"Hold the rows of partitions of {self.subject} that go"

    def up(self) -> list[str]:
        return [sql for table in self.moves.gone for sql in write_hold_rows(table)]

    def down(self) -> list[str]:
        return write_reroute_rows(self.old, self.new, self.moves.members, self.moves.made)


class PutPartitionRows(PutRows, frozen=True, kw_only=True, eq=False):
    """Puts held rows through the parent; its reverse holds those of new partitions."""

    rank = 318

    moves: Moves

    def describe(self) -> str:
        return f"Put rows of {self.subject} into the partitions they belong to now"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        message = f"Rows of {self.subject} that fit no partition make it fail; triggers fire for those that move."
        return (Hazard(HazardKind.MAY_FAIL, message),)

    def up(self) -> list[str]:
        return write_reroute_rows(self.new, self.old, self.moves.members, self.moves.gone)

    def down(self) -> list[str]:
        return [sql for table in self.moves.made for sql in write_hold_rows(table)]


def find_moves(parent_id: UUID, context: Context) -> Moves | None:
    """The moves among a parent's partitions, if more than one of them is concerned and the parent itself stays."""
    before, after = context.before.tables_by_id.get(parent_id), context.after.tables_by_id.get(parent_id)
    if before is None or after is None or parent_id in context.rebuilds.objects:
        return None
    olds = {row.id: row for row in partitions_of(before, context.before)}
    news = {row.id: row for row in partitions_of(after, context.after)}
    stays = [row for row in news.values() if row.id in olds and row.id not in context.rebuilds.objects]
    members = [row for row in stays if row.partition_of != olds[row.id].partition_of]
    joined = [row for row in news.values() if row.id not in olds]
    made = tuple(row for row in joined if row.id not in context.before.tables_by_id)
    gone = tuple(row for row in olds.values() if row.id not in context.after.tables_by_id)
    if not members and not (made and any(map(_is_default, (*made, *gone)))):
        gone = ()
    if members or (joined and not any(_references(parent_id, context))):
        members += [row for row in stays if _is_default(row) and row not in members]
    if len(members) < 2 and not gone and not (members and joined):
        return None
    return Moves(parent_id=parent_id, members=tuple(members), gone=gone, made=made)


def compare_partition_moves(before: Table, after: Table, context: Context) -> Iterator[Operation]:
    """For a parent: what is done about rows around the moves, and its default partition let go and taken back."""
    if after.partitioning is None or (moves := find_moves(after.id, context)) is None:
        return
    place = str(after.id)
    rows = {"old": before, "new": after, "before": context.before, "after": context.after, "moves": moves}
    gone = frozenset(Part(row.id) for row in moves.gone)
    # Going back, foreign keys are there again only when all rows are.
    references = frozenset(_references(after.id, context))
    held = Footprint(restores=gone | {_place(row) for row in moves.members}, takes=references)
    yield HoldPartitionRows(**rows, lock=Lock.ACCESS_EXCLUSIVE, footprint=held)  # type: ignore[arg-type]
    settled = frozenset({("settled", place), ("default settled", place), ("former bound", place)})
    put = footprint_of(requires=[row.id for row in moves.made]) | Footprint(
        takes=settled, frees=frozenset({("rerouted", place)})
    )
    yield PutPartitionRows(**rows, lock=Lock.ACCESS_EXCLUSIVE, footprint=put)  # type: ignore[arg-type]
    for member in moves.members:
        old = context.before.tables_by_id[member.id]
        if old.partition_of == member.partition_of:
            yield from _move(old, member, moves, context)


def compare_partition(old: Table, new: Table, context: Context) -> Iterator[Operation]:
    """A table that becomes a partition, ceases to be one, or gets another parent or bound."""
    if old.partition_of == new.partition_of:
        return
    if new.partition_of is None:
        footprint = _footprint(old, new, context) | Footprint(creates=frozenset({Part(new.id, "detached")}))
        yield _change(DetachPartition, old, new, footprint, context)
    elif old.partition_of is None:
        settled = Footprint(frees=frozenset({("settled", str(new.partition_of.table_id))}))
        yield _change(AttachPartition, old, new, _footprint(old, new, context) | settled, context)
    elif (moves := find_moves(new.partition_of.table_id, context)) is not None and moves.has(new):
        yield from _move(old, new, moves, context)
    else:
        freed = Footprint(frees=frozenset({("bound", str(old.partition_of.table_id))}))
        yield _change(ChangePartition, old, new, _footprint(old, new, context) | freed, context)


def _move(old: Table, new: Table, moves: Moves, context: Context) -> Iterator[Operation]:
    """Both halves wait for the same, so that nothing changes the parent while the partition is away."""
    place, footprint = str(moves.parent_id), _footprint(old, new, context)
    first = set() if _is_default(old) else {("default let go", place)}
    freed = {("bound", place), ("let go", place)} | ({("default let go", place)} if _is_default(old) else set())
    let_go = Footprint(takes=footprint.takes | first, frees=frozenset(freed), drops=frozenset({_place(old)}))
    # Going back, the default partition comes last.
    restores = footprint.restores | ({Part(row.id) for row in moves.gone} if _is_default(old) else set())
    yield _change(LetGoPartition, old, new, replace(let_go, restores=restores), context)
    settled = "default settled" if _is_default(new) else "settled"
    last = {("let go", place)} | ({("settled", place)} if _is_default(new) else set())
    taken = footprint | Footprint(takes=frozenset(last), frees=frozenset({(settled, place)}))
    if _is_default(new):
        taken |= footprint_of(requires=[row.id for row in moves.made])
    yield _change(TakePartition, old, new, taken, context)


def _change(kind: type[TableChange], old: Table, new: Table, footprint: Footprint, context: Context) -> Operation:
    designs = context.before, context.after
    return kind(old=old, new=new, before=designs[0], after=designs[1], lock=Lock.ACCESS_EXCLUSIVE, footprint=footprint)


def _footprint(old: Table, new: Table, context: Context) -> Footprint:
    requires = [new.partition_of.table_id] if new.partition_of else []
    restores = [old.partition_of.table_id] if old.partition_of else []
    footprint = footprint_of(requires=requires, restores=restores)
    if old.partition_of is not None and new.partition_of is not None:
        # PostgreSQL refuses to detach rows that others refer to.
        footprint |= Footprint(takes=frozenset(_references(old.partition_of.table_id, context)))
    if new.partition_of is not None:
        # What it shall have in common with its parent is there before, to be adopted instead of made.
        parts: tuple[Key | Check | Index, ...] = (*keys_of(new), *new.checks, *new.indexes)
        footprint |= footprint_of(requires=[part.id for part in parts])
        # What it no longer holds is free for new ones, and what it comes to hold no dropped one holds any more.
        held = {("former bound", str(new.partition_of.table_id))}
        footprint |= Footprint(takes=frozenset({*_columns_to_go(old, new, context), *held}))
    return footprint


def _references(parent_id: UUID, context: Context) -> Iterator[Slot]:
    for row in context.before.relationships:
        if row.target_table_id == parent_id:
            yield ("constraint", str(row.table_id), row.name)


def _place(partition: Table) -> Part:
    return Part(partition.id, "place")


def _is_default(table: Table) -> bool:
    return table.partition_of is not None and table.partition_of.bound.upper() == "DEFAULT"


def write_attach_fitting(table: Table, design: Design) -> list[str]:
    """Attaches the partition; if rows do not fit, they are held and it is attached empty."""
    (attach,) = write_attach_partition(table, design)
    held = "".join(f"  {sql};\n" for sql in write_hold_rows(table, empty=True))
    body = f"begin\n  {attach};\nexception when check_violation then\n{held}  {attach};\nend\n"
    return [f"do {dollar_quote(body)}"]


def _columns_to_go(old: Table, new: Table, context: Context) -> Iterator[Slot]:
    """Columns that the table or its parent must have lost before the two can be joined."""
    pairs: list[tuple[Table | None, Table]] = [(old, new)]
    if new.partition_of is not None:
        parent_id = new.partition_of.table_id
        pairs.append((context.before.tables_by_id.get(parent_id), context.after.tables_by_id[parent_id]))
    for before, after in pairs:
        kept = {column.id for column in after.columns}
        for column in before.columns if before is not None else ():
            if column.id not in kept:
                yield ("column", str(after.id), column.name)


def _write_not_null_names(old: Table, before: Design, new: Table, after: Design) -> list[str]:
    """Their names on the way between being inherited and not; while detached the columns are as in the partition."""
    partition = old if new.partition_of is None else new
    pairs = []
    for column in partition.columns:
        if not column.is_nullable:
            names = [_not_null_name(column, table, design) for table, design in ((old, before), (new, after))]
            pairs += [(names[0], names[1])] if names[0] != names[1] else []
    return write_rename_not_nulls(pairs, new) if pairs else []


def _not_null_name(column: Column, table: Table, design: Design) -> str:
    ours = next((row for row in table.columns if row.id == column.id), None)
    return not_null_name_of(ours, table, design) if ours is not None else not_null_name(table.name, column.name)
