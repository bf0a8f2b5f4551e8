"""Primary keys and unique constraints on tables with rows: the index is built first, without blocking writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from designer.design import Index, IndexKey, Key, Table
from designer.migrations.alignments import name_beside
from designer.migrations.cleanups import CLEAN
from designer.migrations.constraints import AddConstraint
from designer.migrations.guards import NOT_NULL
from designer.migrations.indexes import CreateIndex
from designer.migrations.operations import Hazard, Lock, Operation, Part
from designer.sql.constraints import write_add_primary_key, write_add_unique, write_drop_constraint
from designer.sql.indexes import write_drop_index

BUILT = "index"
"""Aspect of a key: its index stands, and is not yet the key's."""


class CreateKeyIndex(CreateIndex, frozen=True, kw_only=True, eq=False):
    """Builds the index of a key to be. Going back, it is gone with the constraint unless that was never added."""

    rank = 397
    concurrently: bool = True
    is_transactional: bool = False

    def drop(self) -> list[str]:
        return write_drop_index(self.thing, self.owner, concurrently=True, if_exists=True)


class UseKeyIndex(AddConstraint, frozen=True, kw_only=True, eq=False):
    """Makes the constraint of the index, which takes its name: a matter of a moment."""

    rank = 400
    index_name: str

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return ()

    def _write(self, constraint: Key, table: Table) -> list[str]:
        if constraint == table.primary_key:
            return write_add_primary_key(constraint, table, self.design, using_index=self.index_name)
        return write_add_unique(constraint, table, self.design, using_index=self.index_name)

    def drop(self) -> list[str]:
        return write_drop_constraint(self.thing, self.owner)


def build_key(operation: AddConstraint, *, is_swap: bool) -> Iterator[Operation]:
    """The steps in place of one ADD PRIMARY KEY or UNIQUE; `is_swap` where another key has its name until then."""
    key, table = operation.thing, operation.owner
    name = name_beside(key.name, "new") if is_swap else key.name
    footprint = operation.footprint
    strict = frozenset(part for part in footprint.requires if part.aspect == NOT_NULL)
    takes = frozenset() if is_swap else frozenset(slot for slot in footprint.takes if slot[0] == "relation")
    built = Part(key.id, BUILT)
    yield CreateKeyIndex(
        thing=replace(index_of_key(key), name=name),
        owner=table,
        design=operation.design,
        lock=Lock.SHARE_UPDATE_EXCLUSIVE,
        footprint=replace(footprint, creates=frozenset({built}), requires=footprint.requires - strict, takes=takes),
    )
    yield UseKeyIndex(
        thing=key,
        owner=table,
        design=operation.design,
        index_name=name,
        lock=Lock.ACCESS_EXCLUSIVE,
        footprint=replace(
            footprint,
            requires=frozenset({built}) | footprint.requires - {Part(key.id, CLEAN)},
            takes=footprint.takes - takes,
        ),
    )


def index_of_key(key: Key) -> Index:
    """The unique index of which PostgreSQL can make the key."""
    return Index(
        id=key.id,
        name=key.name,
        keys=tuple(IndexKey(column_id=id_) for id_ in key.column_ids),
        is_unique=True,
        nulls_distinct=key.nulls_distinct,
        include=key.include,
        options=key.options,
    )


def wait_for_indexes(operation: Operation, additions: Iterable[AddConstraint]) -> Operation:
    """The operation that takes an old key (or what needs it) away, held back until the new keys' indexes are there."""
    requires = set(operation.footprint.requires)
    for addition in additions:
        requires |= {part for part in addition.footprint.requires if part.aspect == NOT_NULL}
        requires.add(Part(addition.thing.id, BUILT))
    return replace(operation, footprint=replace(operation.footprint, requires=frozenset(requires)))
