"""Indexes of partitioned tables with rows, built partition by partition without blocking writes.

PostgreSQL refuses CONCURRENTLY on a partitioned table. Its index is made alone, invalid; each partition's is built in a
file of its own; when the last one is attached, the index is valid (PostgreSQL docs, CREATE INDEX).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from designer.design import Design, Index, Table
from designer.migrations.definitions import name_in_words
from designer.migrations.indexes import CreateIndex
from designer.migrations.operations import Footprint, Hazard, Lock, Operation, Part
from designer.migrations.partitions import inherit_index, partitions_of, places_of_partitions
from designer.migrations.things import slots_of
from designer.sql.indexes import write_attach_index, write_drop_index

_CALL = re.compile(r"\w+\([^()]*\)")
"""An expression by whose function PostgreSQL names the column of the index, and so the index."""


class Branch(Struct, frozen=True):
    """The index of a partition and that of its parent, to which it is to be attached."""

    index: Index
    table: Table
    parent_index: Index
    parent: Table

    @property
    def built(self) -> Part:
        return Part(self.index.id, "built")


class CreateIndexOnly(CreateIndex, frozen=True, kw_only=True, eq=False):
    """Makes the index of a partitioned table without its partitions' ones; it is invalid until they are attached."""

    only: bool = True

    def describe(self) -> str:
        return f"Create index {self.subject} without its partitions"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return ()

    def drop(self) -> list[str]:
        return write_drop_index(self.thing, self.owner, if_exists=True)


class BuildPartitionIndex(CreateIndex, frozen=True, kw_only=True, eq=False):
    """Builds the index of one partition. Going back it is gone with its parent's, unless it was never attached."""

    rank = 505
    concurrently: bool = True
    is_transactional: bool = False

    def drop(self) -> list[str]:
        return write_drop_index(self.thing, self.owner, concurrently=self.concurrently, if_exists=True)


class AttachIndexes(Operation, frozen=True, kw_only=True, eq=False):
    """Makes the partitions' indexes parts of their parents'. Going back all of them are dropped at once."""

    rank = 506

    index: Index
    owner: Table
    branches: tuple[Branch, ...]

    @property
    def subject(self) -> str:
        return name_in_words(self.index, self.owner)

    def describe(self) -> str:
        return f"Attach the indexes of the partitions to index {self.subject}"

    def up(self) -> list[str]:
        # Those of sub-partitions first, so that each is valid when it is attached.
        return [
            sql
            for row in reversed(self.branches)
            for sql in write_attach_index(row.index, row.table, row.parent_index, row.parent)
        ]

    def down(self) -> list[str]:
        return write_drop_index(self.index, self.owner)


def find_branches(operation: CreateIndex, listed: Mapping[UUID, CreateIndex], unfit: set[UUID]) -> tuple[Branch, ...]:
    """The indexes of all partitions of an index to be made, parents first; none where it must be made at once.

    `listed` are the indexes made in this migration by their ids, `unfit` the tables that are made or moved in it.
    """
    index, table = operation.thing, operation.owner
    has_names = all(key.column_id or _CALL.fullmatch(key.expression or "") for key in index.keys)
    if not has_names or sum(not key.column_id for key in index.keys) > 1:
        return ()
    branches: list[Branch] = []
    for row in _grow(index, table, operation.design):
        is_left = row.index.id in {own.id for own in row.table.indexes} and row.index.id not in listed
        if is_left or row.table.id in unfit or row.table.foreign is not None or not row.table.columns:
            return ()
        branches.append(row)
    return tuple(branches)


def _grow(index: Index, table: Table, design: Design) -> Iterator[Branch]:
    for partition in partitions_of(table, design):
        own = next((row for row in partition.indexes if row.attached_to == index.id), None)
        own = own or (inherit_index(index, partition, table) if partition.columns else index)
        yield Branch(own, partition, index, table)
        if partition.partitioning is not None:
            yield from _grow(own, partition, design)


def build_partitioned(
    operation: CreateIndex, branches: tuple[Branch, ...], listed: Mapping[UUID, CreateIndex]
) -> Iterator[Operation]:
    """The steps in place of one CREATE INDEX on a partitioned table and its partitions."""
    root, footprint = Part(operation.thing.id, "only"), operation.footprint
    parts = frozenset(Part(row.index.id) for row in branches)
    alone = replace(footprint, creates=frozenset({root}), requires=footprint.requires - parts)
    yield _make(CreateIndexOnly, operation, operation.thing, operation.owner, Lock.SHARE, alone)
    for row in branches:
        asked = listed.get(row.index.id)
        needs = asked.footprint.requires - parts if asked is not None else frozenset()
        own = Footprint(
            creates=frozenset({row.built}),
            requires=needs | {root, Part(row.table.id)},
            takes=slots_of(row.index, row.table),
        )
        kind, lock = (
            (CreateIndexOnly, Lock.SHARE)
            if row.table.partitioning
            else (
                BuildPartitionIndex,
                Lock.SHARE_UPDATE_EXCLUSIVE,
            )
        )
        yield _make(
            kind,
            operation,
            replace(row.index, attached_to=None, comment=None, statistics_targets=()),
            row.table,
            lock,
            own,
        )
    yield AttachIndexes(
        index=operation.thing,
        owner=operation.owner,
        branches=branches,
        lock=Lock.ACCESS_SHARE,
        footprint=Footprint(
            creates=parts | {Part(operation.thing.id)},
            requires=frozenset({root, *(row.built for row in branches)}),
            takes=places_of_partitions(row.parent for row in branches),
        ),
    )


def _make(
    kind: type[CreateIndex], operation: CreateIndex, index: Index, table: Table, lock: Lock, footprint: Footprint
) -> Operation:
    return kind(
        thing=index, owner=table, design=operation.design, lock=lock, phase=operation.phase, footprint=footprint
    )
