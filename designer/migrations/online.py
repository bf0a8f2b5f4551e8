"""Forms of operations that let a live system go on: indexes built concurrently, constraints proven afterwards.

Only tables that exist before the migration need them; on new ones the plain form is as safe and simpler.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from designer.design import Check, Design, Index, Key, Table
from designer.migrations.alignments import name_beside
from designer.migrations.column_changes import ChangeIdentity
from designer.migrations.comments import ChangeComment
from designer.migrations.constraints import AddConstraint, DropConstraint, ValidateConstraint
from designer.migrations.contexts import footprint_of
from designer.migrations.definitions import name_in_words, write_part_comment
from designer.migrations.guards import NOT_NULL, guard_not_null
from designer.migrations.indexes import AlterIndexOptions, CreateIndex, DropIndex
from designer.migrations.key_indexes import build_key, wait_for_indexes
from designer.migrations.not_nulls import ChangeNullability
from designer.migrations.operations import Footprint, Lock, Operation, Part
from designer.migrations.ordering import order_operations
from designer.migrations.partition_moves import AttachPartition, ChangePartition
from designer.migrations.partitioned_indexes import build_partitioned, find_branches
from designer.migrations.partitioned_keys import KeyBranch, build_partitioned_key, find_key_branches
from designer.migrations.partitioned_relationships import find_leaves, prove_partitions
from designer.migrations.plain_forms import PlainForms
from designer.migrations.relationships import AddRelationship, DropRelationship
from designer.migrations.table_changes import ChangeParents, ChangeReplicaIdentity
from designer.migrations.tables import CreateTable, DropTable
from designer.migrations.twins import use_twins
from designer.sql.indexes import write_index_statistics, write_rename_index

_FIRST_RANKS = 100


class CreateIndexConcurrently(CreateIndex, frozen=True, kw_only=True, eq=False):
    """After all that runs in transactions, unless something there needs the index."""

    rank = 505
    concurrently: bool = True
    is_transactional: bool = False


class DropIndexConcurrently(DropIndex, frozen=True, kw_only=True, eq=False):
    """Last of all, unless something waits for it."""

    rank = 507
    concurrently: bool = True
    is_transactional: bool = False


def use_online_forms(operations: Iterable[Operation], *, version: int | None = None) -> list[Operation]:
    """The operations in their online forms, ordered anew where there are others than before.

    They come as `compare_designs` orders them. `version` is the server's major; None keeps to what every server from 15
    on understands.
    """
    rows = list(operations)
    first = [row for row in rows if row.rank < _FIRST_RANKS]
    rest = [row for row in rows if row.rank >= _FIRST_RANKS]
    forms = _Forms(rest, version)
    plain = PlainForms(forms.new_tables, forms.plain_tables, forms.replaced)
    found = use_twins([plain.explain(online) for row in rest for online in forms.of(row)])
    is_same = len(found) == len(rest) and all(one is other for one, other in zip(found, rest, strict=True))
    return first + (rest if is_same else order_operations(found))


class _Forms:
    """The online forms of the operations of one migration, which depend on what else it does."""

    def __init__(self, operations: Sequence[Operation], version: int | None) -> None:
        self.version = version
        created = frozenset[Part]().union(*(row.footprint.creates for row in operations))
        self.dropped = frozenset[Part]().union(*(row.footprint.drops for row in operations))
        self.replaced = created & self.dropped
        self.new_tables = {
            row.thing.id for row in operations if isinstance(row, CreateTable) and not isinstance(row, DropTable)
        }
        # A constraint that is not yet validated keeps a table from being attached to a parent that has it.
        self.plain_tables = self.new_tables | {
            row.new.id for row in operations if isinstance(row, ChangePartition) and row.new.partition_of is not None
        }
        self.plain_tables |= {row.new.id for row in operations if isinstance(row, ChangeParents)}
        indexes = [row for row in operations if isinstance(row, CreateIndex) and self._can_be_concurrent(row)]
        dropped = {(row.owner.id, row.thing.name): row for row in indexes if row.owner and isinstance(row, DropIndex)}
        self.swaps: dict[int, DropIndex] = {}
        for row in indexes:
            if not isinstance(row, DropIndex) and row.owner and (old := dropped.get((row.owner.id, row.thing.name))):
                self.swaps[id(row)] = old
        self.swapped = {id(row) for row in self.swaps.values()}
        changes = [row for row in operations if isinstance(row, ChangeNullability) and self._can_be_guarded(row)]
        self.guarded = {row.column.id for row in changes}
        self.strict: dict[UUID, set[Part]] = {}
        for change in changes:
            self.strict.setdefault(change.table.id, set()).add(Part(change.column.id, NOT_NULL))
        for addition in operations:
            if isinstance(addition, AddConstraint) and self._strict_columns(addition):
                self.strict.setdefault(addition.owner.id, set()).add(Part(addition.thing.id))
        self._find_keys(operations)
        self._find_partitioned(operations)

    def _find_partitioned(self, operations: Sequence[Operation]) -> None:
        """Which indexes of partitioned tables are built partition by partition, and those that are parts of them."""
        rows = [row for row in operations if isinstance(row, CreateIndex)]
        gone = {(row.owner.id, row.thing.name) for row in rows if isinstance(row, DropIndex)}
        new = [row for row in rows if not isinstance(row, DropIndex) and Part(row.thing.id) not in self.replaced]
        self.listed = {row.thing.id: row for row in new}
        self.branches = {
            id(row): find_branches(row, self.listed, self.plain_tables)
            for row in new
            if self._can_be_partitioned(row) and (row.owner.id, row.thing.name) not in gone
        }
        grown = {branch.index.id for branches in self.branches.values() for branch in branches}
        self.attached = {id(row) for id_, row in self.listed.items() if id_ in grown}

    def _can_be_partitioned(self, operation: CreateIndex) -> bool:
        table, index = operation.owner, operation.thing
        if not isinstance(table, Table) or table.partitioning is None or index.attached_to is not None:
            return False
        return table.id not in self.plain_tables and not (operation.footprint.requires & self.replaced)

    def _find_keys(self, operations: Sequence[Operation]) -> None:
        """Which keys get an index of their own first, and what waits for it because it goes when the key changes."""
        drops = [row for row in operations if isinstance(row, DropConstraint) and isinstance(row.thing, Key)]
        self.keys: dict[int, bool] = {}
        self.key_branches: dict[int, tuple[KeyBranch, ...]] = {}
        self.key_additions: list[AddConstraint] = []
        self.waiting: dict[int, AddConstraint] = {}
        for row in operations:
            if not isinstance(row, AddConstraint) or isinstance(row, DropConstraint) or not self._can_use_index(row):
                continue
            replaced = [old for old in drops if old.owner.id == row.owner.id and _is_replaced(old, row)]
            if row.owner.partitioning is not None:
                branches = () if replaced else find_key_branches(row, unfit=self.plain_tables)
                self.key_branches |= {id(row): branches} if branches else {}
                continue
            if replaced and not _has_columns_already(row, replaced[0].owner):
                continue
            self.key_additions.append(row)
            self.keys[id(row)] = any(old.thing.name == row.thing.name for old in replaced)
            lost = {Part(old.thing.id) for old in replaced}
            for other in operations if replaced else ():
                if other in replaced or (isinstance(other, DropRelationship) and other.footprint.restores & lost):
                    self.waiting[id(other)] = row

    def of(self, operation: Operation) -> Iterator[Operation]:
        """The form or forms of one operation; none where those of another include it."""
        if isinstance(operation, ChangeNullability) and operation.column.id in self.guarded:
            yield from guard_not_null(replace(operation, keyed=self._keyed_partitions(operation)), self.version)
            return
        strict = self._strict_columns(operation)
        if strict:
            # A guarded column becomes NOT NULL later than other operations expect.
            requires = operation.footprint.requires | {Part(id_, NOT_NULL) for id_ in strict}
            changed = replace(operation, footprint=replace(operation.footprint, requires=requires))
            yield from self._of_strict(operation, changed)
            return
        if isinstance(operation, AttachPartition):
            operation = self._after_parent(operation)
        yield from self._of_strict(operation, operation)

    def _after_parent(self, operation: AttachPartition) -> AttachPartition:
        """A partition comes when its parent is whole: it has no check to match the guard, but the constraint."""
        place = operation.new.partition_of
        rows = self.strict.get(place.table_id, ()) if place is not None else ()
        requires = operation.footprint.requires.union(rows)
        return replace(operation, footprint=replace(operation.footprint, requires=requires)) if rows else operation

    def _of_strict(self, original: Operation, operation: Operation) -> Iterator[Operation]:
        if id(original) in self.waiting:
            table_id = self.waiting[id(original)].owner.id
            additions = (row for row in self.key_additions if row.owner.id == table_id)
            yield wait_for_indexes(operation, map(self._with_strict, additions))
        elif isinstance(operation, AddConstraint) and id(original) in self.keys:
            yield from build_key(operation, is_swap=self.keys[id(original)])
        elif isinstance(operation, AddConstraint) and (branches := self.key_branches.get(id(original))):
            yield from build_partitioned_key(operation, branches)
        else:
            yield from self._of_other(operation)

    def _with_strict(self, operation: AddConstraint) -> AddConstraint:
        requires = operation.footprint.requires | {Part(id_, NOT_NULL) for id_ in self._strict_columns(operation)}
        return replace(operation, footprint=replace(operation.footprint, requires=requires))

    def _strict_columns(self, operation: Operation) -> set[UUID]:
        """The guarded columns that an operation needs to be NOT NULL."""
        if not self.guarded:
            return set()
        if isinstance(operation, ChangeIdentity):
            return {operation.new.id} & self.guarded
        if isinstance(operation, AddConstraint) and isinstance(operation.thing, Key):
            return set() if isinstance(operation, DropConstraint) else {*operation.thing.column_ids} & self.guarded
        if isinstance(operation, ChangeReplicaIdentity):
            return {column.id for column in operation.new.columns} & self.guarded
        return set()

    def _keyed_partitions(self, operation: ChangeNullability) -> tuple[Table, ...]:
        """The partitions that get their part of a primary key with the column by themselves."""
        branches = (row for rows in self.key_branches.values() for row in rows)
        keyed = {
            row.table.id
            for row in branches
            if any(
                column.id in row.key.column_ids for column in row.table.columns if column.name == operation.column.name
            )
        }
        return tuple(table for table in operation.partitions if table.id in keyed)

    def _can_be_guarded(self, operation: ChangeNullability) -> bool:
        table, new = operation.table, operation.new
        if operation.old is not None or new is None or not new.is_validated or new.no_inherit:
            return False
        return table.id not in self.plain_tables and not table.is_managed

    def _can_use_index(self, operation: AddConstraint) -> bool:
        """Not on new tables, nor where columns are taken apart in the same transaction."""
        key, table = operation.thing, operation.owner
        if not isinstance(key, Key) or key.without_overlaps or not isinstance(table, Table):
            return False
        if table.id in self.plain_tables or table.is_managed:
            return False
        return not (operation.footprint.requires & self.replaced - {Part(key.id)})

    def _of_other(self, operation: Operation) -> Iterator[Operation]:
        if isinstance(operation, CreateIndex):
            if id(operation) in self.attached:
                yield from tuple(_index(operation))[1:]  # What it is beyond being built.
            elif branches := self.branches.get(id(operation)):
                yield from build_partitioned(operation, branches, self.listed)
            elif id(operation) in self.swaps:
                yield from _swap(self.swaps[id(operation)], operation)
            elif id(operation) not in self.swapped:
                yield from _index(operation) if self._can_be_concurrent(operation) else (operation,)
        elif isinstance(operation, AddRelationship) and not isinstance(operation, DropRelationship):
            yield from self._of_relationship(operation)
        elif isinstance(operation, AddConstraint) and not isinstance(operation, DropConstraint):
            yield from _check(operation, self.plain_tables)
        else:
            yield operation

    def _of_relationship(self, operation: AddRelationship) -> Iterator[Operation]:
        relationship = operation.thing
        table = operation.design.tables_by_id[relationship.table_id]
        if table.id in self.plain_tables or not relationship.is_validated or not relationship.is_enforced:
            yield operation
        elif table.partitioning is None:
            yield from _prove_later(operation, relationship, table)
        elif leaves := find_leaves(table, operation.design, new=self.new_tables, unfit=self.plain_tables):
            yield from prove_partitions(operation, leaves)
        else:
            yield operation

    def _can_be_concurrent(self, operation: CreateIndex) -> bool:
        """Not on new tables, not where PostgreSQL refuses it (partitioned tables and what belongs to their indexes).

        And not where it would tear apart what must happen in one transaction: the rebuilding of what it depends on.
        """
        table, index = operation.owner, operation.thing
        if not isinstance(table, Table) or table.partitioning is not None or index.attached_to is not None:
            return False
        own = Part(index.id)
        if isinstance(operation, DropIndex):
            return not (operation.footprint.restores & self.dropped - {own})
        return table.id not in self.new_tables and not (operation.footprint.requires & self.replaced - {own})


def _is_replaced(old: DropConstraint, new: AddConstraint) -> bool:
    """Whether a key goes for another: it has its name, or both are the table's primary key."""
    were_primary: bool = old.thing == old.owner.primary_key and new.thing == new.owner.primary_key
    return were_primary or bool(old.thing.name == new.thing.name)


def _has_columns_already(operation: AddConstraint, before: Table) -> bool:
    known = {column.id for column in before.columns}
    return known.issuperset((*operation.thing.column_ids, *operation.thing.include))


def _index(operation: CreateIndex) -> Iterator[Operation]:
    index, is_drop = operation.thing, isinstance(operation, DropIndex)
    yield _concurrently(operation, index.name, operation.footprint)
    if index.statistics_targets and not is_drop:
        yield AlterIndexOptions(
            old=replace(index, statistics_targets=()),
            new=index,
            owner=operation.owner,
            footprint=footprint_of(requires=[index.id]),
        )
    if index.comment is not None:
        # Nothing may share the statement's transaction, not even its comment.
        yield ChangeComment(
            target=index,
            old=index.comment if is_drop else None,
            new=None if is_drop else index.comment,
            design=operation.design,
            owner=operation.owner,
            footprint=footprint_of(restores=[index.id]) if is_drop else footprint_of(requires=[index.id]),
        )


def _concurrently(operation: CreateIndex, name: str, footprint: Footprint) -> Operation:
    kind = DropIndexConcurrently if isinstance(operation, DropIndex) else CreateIndexConcurrently
    return kind(
        thing=replace(operation.thing, name=name, comment=None, statistics_targets=()),
        owner=operation.owner,
        design=operation.design,
        lock=Lock.SHARE_UPDATE_EXCLUSIVE,
        phase=operation.phase,
        footprint=footprint,
    )


def _swap(old: DropIndex, new: CreateIndex) -> Iterator[Operation]:
    """A changed index is built beside the old one and takes its name in a moment, so that queries always have one."""
    part, built, swapped = Part(new.thing.id), Part(new.thing.id, "built"), Part(new.thing.id, "swapped")
    name = new.thing.name
    yield _concurrently(
        new,
        name_beside(name, "new"),
        Footprint(creates=frozenset({built}), requires=new.footprint.requires, restores=new.footprint.restores),
    )
    yield SwapIndexes(
        old=old.thing,
        new=new.thing,
        owner=new.owner,
        design=new.design,
        lock=Lock.SHARE_UPDATE_EXCLUSIVE,
        footprint=Footprint(creates=frozenset({part, swapped}), requires=frozenset({built})),
    )
    yield _concurrently(
        old,
        name_beside(name, "old"),
        Footprint(drops=frozenset({part}), requires=frozenset({swapped}), restores=old.footprint.restores),
    )


class SwapIndexes(Operation, frozen=True, kw_only=True, eq=False):
    """Lets the new index take the old one's name and comment."""

    rank = 506

    old: Index
    new: Index
    owner: Any
    design: Design

    @property
    def subject(self) -> str:
        return name_in_words(self.new, self.owner)

    def describe(self) -> str:
        return f"Put the new index {self.subject} in the place of the old one"

    def up(self) -> list[str]:
        return [
            *self._rename(self.new.name, name_beside(self.new.name, "old")),
            *self._rename(name_beside(self.new.name, "new"), self.new.name),
            *write_index_statistics(None, self.new, self.owner),
            *write_part_comment(self.new, self.owner, self.design),
        ]

    def down(self) -> list[str]:
        # The index that was dropped is built again without its comment, which this puts back.
        return [
            *self._rename(self.new.name, name_beside(self.new.name, "new")),
            *self._rename(name_beside(self.new.name, "old"), self.new.name),
            *write_index_statistics(None, self.old, self.owner),
            *write_part_comment(self.old, self.owner, self.design),
        ]

    def _rename(self, one: str, other: str) -> list[str]:
        return write_rename_index(replace(self.new, name=one), replace(self.new, name=other), self.owner)


def _check(operation: AddConstraint, plain_tables: set[UUID]) -> Iterator[Operation]:
    check, table = operation.thing, operation.owner
    is_online = isinstance(check, Check) and check.is_validated and check.is_enforced
    if not is_online or not isinstance(table, Table) or table.id in plain_tables:
        yield operation
        return
    yield from _prove_later(operation, check, table)


def _prove_later(operation: AddConstraint | AddRelationship, constraint: Any, table: Table) -> Iterator[Operation]:
    """The constraint for new rows, and its proof on the old ones."""
    yield replace(operation, not_valid=True)
    yield ValidateConstraint(
        constraint=constraint,
        table=table,
        lock=Lock.SHARE_UPDATE_EXCLUSIVE,
        footprint=footprint_of(requires=[constraint.id]),
    )
