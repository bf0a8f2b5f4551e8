"""Indexes of tables and materialized views. Any change but to storage options means a new index."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from msgspec.structs import replace

from designer.design import Design, Index, Table
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop, name_in_words, write_part_comment
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part
from designer.migrations.things import Relation
from designer.sql.indexes import (
    write_alter_index_options,
    write_create_index,
    write_drop_index,
    write_index_statistics,
)


class CreateIndex(Create, frozen=True, kw_only=True, eq=False):
    """Builds the index. `concurrently` blocks no writes and must be alone in its file; `only` leaves partitions out."""

    noun = "index"
    rank = 410

    concurrently: bool = False
    only: bool = False

    def create(self) -> list[str]:
        created = write_create_index(
            self.thing, self.owner, self.design, concurrently=self.concurrently, only=self.only
        )
        statistics = write_index_statistics(None, self.thing, self.owner)
        return [*created, *statistics, *write_part_comment(self.thing, self.owner, self.design)]

    def drop(self) -> list[str]:
        if self.thing.attached_to is not None:
            return []  # It goes with the index of the partitioned table that owns it.
        return write_drop_index(self.thing, self.owner, concurrently=self.concurrently)

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        place = f"{self.owner.schema}.{self.owner.name}"
        found: list[Hazard] = []
        if self.lock == Lock.NONE:
            return ()
        if not self.concurrently:
            found.append(self.blocks(HazardKind.BLOCKS_WRITES, f"Writes to {place} wait while its rows are indexed."))
        if self.thing.is_unique:
            found.append(Hazard(HazardKind.MAY_FAIL, f"Rows of {place} with equal keys make it fail."))
        return tuple(found)


class DropIndex(Drop, CreateIndex, frozen=True, kw_only=True, eq=False):
    """Comes early; dropping the column would take the index along unasked."""

    rank = 150

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return ()


class AlterIndexOptions(Operation, frozen=True, kw_only=True, eq=False):
    """Changes storage options, which count for new pages, and statistics targets."""

    rank = 412

    old: Index
    new: Index
    owner: Relation

    @property
    def subject(self) -> str:
        return name_in_words(self.new, self.owner)

    def describe(self) -> str:
        return f"Change the options of index {self.subject}"

    def up(self) -> list[str]:
        return self._write(self.old, self.new)

    def down(self) -> list[str]:
        return self._write(self.new, self.old)

    def _write(self, old: Index, new: Index) -> list[str]:
        return [
            *write_alter_index_options(old, new, self.owner),
            *write_index_statistics(old, new, self.owner),
        ]


def must_rebuild_index(old: Index, new: Index) -> bool:
    """Whether more than options, statistics targets and comment differ."""
    alike = replace(old, options=new.options, statistics_targets=new.statistics_targets, comment=new.comment)
    return alike != new


def compare_indexes(before: Relation | None, after: Relation | None, context: Context) -> Iterator[Operation]:
    """The indexes of one table or materialized view; None for one that is not there."""
    old_rows, new_rows = before.indexes if before else (), after.indexes if after else ()
    for old, new in context.pairs(old_rows, new_rows):
        if old and new and after and not context.is_rebuilt(new) and not must_rebuild_index(old, new):
            if (old.options, old.statistics_targets) != (new.options, new.statistics_targets):
                yield AlterIndexOptions(old=old, new=new, owner=after, lock=Lock.SHARE_UPDATE_EXCLUSIVE)
            yield from compare_comments(old, new, context, owner=after)
        else:
            yield from _rebuild(old, new, before, after, context)


def create_index(index: Index, owner: Relation, context: Context) -> Operation:
    """The operation that makes one index of the new design."""
    footprint = context.creating(index, owner)
    if index.attached_to is not None:
        # The parent's index adopts those of its partitions, so they come first.
        footprint = replace(footprint, requires=footprint.requires - {Part(index.attached_to)})
    footprint |= Footprint(requires=frozenset(map(Part, _partition_indexes(index, owner, context.after))))
    lock = context.lock_on(Lock.SHARE, owner.id)
    return CreateIndex(thing=index, owner=owner, design=context.after, lock=lock, footprint=footprint)


def drop_index(index: Index, owner: Relation, context: Context) -> Operation:
    """The operation that drops one index of the old design."""
    footprint = context.dropping(index, owner)
    if index.attached_to is not None:
        footprint = replace(footprint, restores=footprint.restores - {Part(index.attached_to)})
    # Going back, those of partitions are there to be adopted.
    footprint |= Footprint(restores=frozenset(map(Part, _partition_indexes(index, owner, context.before))))
    return DropIndex(thing=index, owner=owner, design=context.before, lock=Lock.ACCESS_EXCLUSIVE, footprint=footprint)


def _rebuild(
    old: Index | None, new: Index | None, before: Relation | None, after: Relation | None, context: Context
) -> Iterator[Operation]:
    if old is not None and before is not None:
        yield drop_index(old, before, context)
    if new is not None and after is not None:
        yield create_index(new, after, context)


def _partition_indexes(index: Index, owner: Relation, design: Design) -> list[UUID]:
    if not isinstance(owner, Table) or owner.partitioning is None:
        return []
    return [row.id for table in design.tables for row in table.indexes if row.attached_to == index.id]
