"""Primary keys and unique constraints of partitioned tables with rows, built partition by partition.

PostgreSQL makes no key of a partitioned table of an index that is there. But a key made ONLY for the parent reads no
row, and is valid once the key of every partition is attached to it, each made of an index built concurrently.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from designer.design import Design, Key, Sequence, Table, View
from designer.migrations.cleanups import CLEAN
from designer.migrations.constraints import AddConstraint
from designer.migrations.definitions import write_part_comment
from designer.migrations.guards import NOT_NULL
from designer.migrations.key_indexes import BUILT, CreateKeyIndex, index_of_key
from designer.migrations.operations import Footprint, Hazard, Lock, Operation, Part
from designer.migrations.partitions import inherit_key, partitions_of, places_of_partitions
from designer.migrations.things import keys_of, slots_of
from designer.sql.constraints import write_add_primary_key, write_add_unique
from designer.sql.indexes import write_attach_index


class KeyBranch(Struct, frozen=True):
    """The key of a partition and that of its parent, to which it is to be attached."""

    key: Key
    table: Table
    parent_key: Key
    parent: Table


class AddPartitionedKey(AddConstraint, frozen=True, kw_only=True, eq=False):
    """Makes keys of the partitions' indexes and attaches them: a matter of a moment. Going back all go at once."""

    branches: tuple[KeyBranch, ...]
    """Parents before their partitions."""

    def describe(self) -> str:
        return f"{super().describe()}, of the indexes of its partitions"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return ()

    def create(self) -> list[str]:
        statements = self._add(self.thing, self.owner, only=True)
        for row in self.branches:
            if row.table.partitioning is not None:
                statements += self._add(row.key, row.table, only=True)
            else:
                statements += self._add(row.key, row.table, using_index=row.key.name)
        # Those of sub-partitions first, so that each is valid when it is attached.
        for row in reversed(self.branches):
            one, other = index_of_key(row.key), index_of_key(row.parent_key)
            statements += write_attach_index(one, row.table, other, row.parent)
        return [*statements, *write_part_comment(self.thing, self.owner, self.design)]

    def _add(self, key: Key, table: Table, *, using_index: str = "", only: bool = False) -> list[str]:
        write = write_add_primary_key if self.thing == self.owner.primary_key else write_add_unique
        return write(key, table, self.design, using_index=using_index, only=only)


def find_key_branches(operation: AddConstraint, *, unfit: set[UUID]) -> tuple[KeyBranch, ...]:
    """The keys of all partitions that a key to be added gets, parents first; none where it must be added at once.

    `unfit` are the tables that are made or moved in this migration. A partition that had or lists keys of its own may
    have one like it, or one that holds its name.
    """
    branches = tuple(_grow(operation.thing, operation.owner, operation.design))
    unfit = unfit | operation.keyed_ids
    if any(row.table.id in unfit or not _can_be_keyed(row.table) for row in branches):
        return ()
    wanted = [slot for row in branches for slot in slots_of(row.key, row.table)]
    taken = {slot for relation in _relations(operation.design) for slot in slots_of(relation)}
    if len(set(wanted)) < len(wanted) or not taken.isdisjoint(wanted) or _has_twin(operation):
        return ()
    return branches


def _can_be_keyed(table: Table) -> bool:
    return bool(table.columns) and table.foreign is None and not keys_of(table)


def _relations(design: Design) -> Iterator[Table | View | Sequence]:
    yield from design.tables
    yield from design.views
    yield from design.sequences


def _has_twin(operation: AddConstraint) -> bool:
    """Whether another unique constraint has the same columns, so that PostgreSQL numbers the names of both."""
    key, table = operation.thing, operation.owner
    columns = (*key.column_ids, *key.include)
    return key != table.primary_key and any(
        row.id != key.id and (*row.column_ids, *row.include) == columns for row in table.unique_keys
    )


def _grow(key: Key, parent: Table, design: Design) -> Iterator[KeyBranch]:
    for table in partitions_of(parent, design):
        if table.columns:
            own = inherit_key(key, table, parent)
            yield KeyBranch(own, table, key, parent)
            if table.partitioning is not None:
                # The parent's key stands for its partition's, which designs do not list.
                primary = own if key == parent.primary_key else None
                yield from _grow(own, replace(table, primary_key=primary), design)
        else:
            yield KeyBranch(key, table, key, parent)


def build_partitioned_key(operation: AddConstraint, branches: tuple[KeyBranch, ...]) -> Iterator[Operation]:
    """The steps in place of one ADD PRIMARY KEY or UNIQUE on a partitioned table."""
    footprint = operation.footprint
    strict = {part for part in footprint.requires if part.aspect == NOT_NULL}
    built = set()
    for row in branches:
        if row.table.partitioning is not None:
            continue
        part = Part(row.key.id, BUILT)
        built.add(part)
        yield CreateKeyIndex(
            thing=index_of_key(row.key),
            owner=row.table,
            design=operation.design,
            lock=Lock.SHARE_UPDATE_EXCLUSIVE,
            footprint=Footprint(
                creates=frozenset({part}),
                requires=footprint.requires - strict | {Part(row.table.id)},
                takes=frozenset(slot for slot in slots_of(row.key, row.table) if slot[0] == "relation"),
            ),
        )
    yield AddPartitionedKey(
        thing=operation.thing,
        owner=operation.owner,
        design=operation.design,
        branches=branches,
        lock=Lock.ACCESS_EXCLUSIVE,
        footprint=replace(
            footprint,
            requires=footprint.requires - {Part(operation.thing.id, CLEAN)} | built,
            takes=footprint.takes | places_of_partitions(row.parent for row in branches),
        ),
    )
