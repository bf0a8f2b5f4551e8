"""Forms of operations that let a live system go on: indexes built concurrently, constraints proven after they are added.

Only tables that exist before the migration need them; on new ones the plain form is as safe and simpler.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from msgspec.structs import replace

from designer.design import Check, Table
from designer.migrations.comments import ChangeComment
from designer.migrations.constraints import AddConstraint, DropConstraint, ValidateConstraint
from designer.migrations.contexts import footprint_of
from designer.migrations.indexes import CreateIndex, DropIndex
from designer.migrations.operations import Lock, Operation
from designer.migrations.ordering import order_operations
from designer.migrations.relationships import AddRelationship, DropRelationship
from designer.migrations.tables import CreateTable, DropTable

_FIRST_RANKS = 100


class CreateIndexConcurrently(CreateIndex, frozen=True, kw_only=True, eq=False):
    """After all that runs in transactions, unless something there needs the index."""

    rank = 505
    concurrently: bool = True
    is_transactional: bool = False


class DropIndexConcurrently(DropIndex, frozen=True, kw_only=True, eq=False):
    rank = 507
    concurrently: bool = True
    is_transactional: bool = False


def use_online_forms(operations: Iterable[Operation]) -> list[Operation]:
    """The operations in their online forms, ordered anew because there are more of them."""
    rows = list(operations)
    new_tables = {row.thing.id for row in rows if isinstance(row, CreateTable) and not isinstance(row, DropTable)}
    first = [row for row in rows if row.rank < _FIRST_RANKS]
    rest = [row for row in rows if row.rank >= _FIRST_RANKS]
    return first + order_operations(online for row in rest for online in _online(row, new_tables))


def _online(operation: Operation, new_tables: set[UUID]) -> Iterator[Operation]:
    if isinstance(operation, CreateIndex):
        yield from _index(operation, new_tables)
    elif isinstance(operation, AddRelationship) and not isinstance(operation, DropRelationship):
        yield from _relationship(operation, new_tables)
    elif isinstance(operation, AddConstraint) and not isinstance(operation, DropConstraint):
        yield from _check(operation, new_tables)
    else:
        yield operation


def _index(operation: CreateIndex, new_tables: set[UUID]) -> Iterator[Operation]:
    table, index = operation.owner, operation.thing
    if not isinstance(table, Table) or not _can_be_concurrent(table, index, new_tables):
        yield operation
        return
    is_drop = isinstance(operation, DropIndex)
    kind = DropIndexConcurrently if is_drop else CreateIndexConcurrently
    yield kind(
        thing=replace(index, comment=None),
        owner=table,
        design=operation.design,
        lock=Lock.SHARE_UPDATE_EXCLUSIVE,
        phase=operation.phase,
        footprint=operation.footprint,
    )
    if index.comment is not None:
        # Nothing may share the statement's transaction, not even its comment.
        yield ChangeComment(
            target=index,
            old=index.comment if is_drop else None,
            new=None if is_drop else index.comment,
            design=operation.design,
            owner=table,
            footprint=footprint_of(restores=[index.id]) if is_drop else footprint_of(requires=[index.id]),
        )


def _can_be_concurrent(table: Table, index: object, new_tables: set[UUID]) -> bool:
    """PostgreSQL refuses it for partitioned tables, and to drop an index that belongs to a partitioned one's."""
    return table.id not in new_tables and table.partitioning is None and getattr(index, "attached_to", None) is None


def _relationship(operation: AddRelationship, new_tables: set[UUID]) -> Iterator[Operation]:
    relationship = operation.thing
    table = operation.design.tables_by_id[relationship.table_id]
    # NOT VALID from a partitioned table is refused up to PostgreSQL 17.
    is_plain = table.id in new_tables or table.partitioning is not None
    if is_plain or not relationship.is_validated or not relationship.is_enforced:
        yield operation
        return
    yield replace(operation, not_valid=True)
    yield _validation(relationship, table)


def _check(operation: AddConstraint, new_tables: set[UUID]) -> Iterator[Operation]:
    check, table = operation.thing, operation.owner
    is_online = isinstance(check, Check) and check.is_validated and check.is_enforced
    if not is_online or not isinstance(table, Table) or table.id in new_tables:
        yield operation
        return
    yield replace(operation, not_valid=True)
    yield _validation(check, table)


def _validation(constraint: object, table: Table) -> Operation:
    return ValidateConstraint(
        constraint=constraint,
        table=table,
        lock=Lock.SHARE_UPDATE_EXCLUSIVE,
        footprint=footprint_of(requires=[constraint.id]),  # type: ignore[attr-defined]
    )
