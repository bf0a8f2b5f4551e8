"""Why an operation on a table that exists keeps its plain form, which blocks others while it reads rows."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from designer.design import Exclusion, Key, Table
from designer.migrations.constraints import AddConstraint
from designer.migrations.indexes import CreateIndex
from designer.migrations.not_nulls import ChangeNullability
from designer.migrations.operations import Operation, Part
from designer.migrations.partitions import partitions_of
from designer.migrations.relationships import AddRelationship

_PLAIN = frozenset({CreateIndex, AddConstraint, AddRelationship, ChangeNullability})
"""The classes themselves: online forms and ways to drop are subclasses."""
_MANAGED = "the platform owns the table"
_JOINS = "the table is attached to or detached from a parent in this migration"
_REPLACED = "something it needs is dropped and made again in the same transaction"


class PlainForms(Struct, frozen=True):
    """The plain forms of one migration, which makes tables, has others join parents, and makes things again."""

    new_tables: AbstractSet[UUID]
    plain_tables: AbstractSet[UUID]
    replaced: AbstractSet[Part]

    def explain(self, operation: Operation) -> Operation:
        """The operation with the reason why it is plain; unchanged where its kind has no other form or no rows wait."""
        reason = self._reason(operation) if type(operation) in _PLAIN else ""
        return replace(operation, plain_because=reason) if reason else operation

    def _reason(self, operation: Operation) -> str:
        if isinstance(operation, CreateIndex):
            return self._of_index(operation)
        if isinstance(operation, AddConstraint):
            return self._of_constraint(operation)
        if isinstance(operation, AddRelationship):
            return self._of_relationship(operation)
        return self._of_nullability(operation) if isinstance(operation, ChangeNullability) else ""

    def _of_index(self, operation: CreateIndex) -> str:
        table, index = operation.owner, operation.thing
        if table.id in self.new_tables:
            return ""
        if not isinstance(table, Table):
            return "only REFRESH writes to a materialized view"
        if index.attached_to is not None:
            return "the index is part of one of a partitioned table"
        if self._needs_replaced(operation):
            return _REPLACED
        if table.partitioning is not None:
            return _JOINS if table.id in self.plain_tables else "not every partition can have its index built by itself"
        return ""

    def _of_constraint(self, operation: AddConstraint) -> str:
        thing, table = operation.thing, operation.owner
        if operation.not_valid or not isinstance(table, Table) or table.id in self.new_tables:
            return ""
        if isinstance(thing, Exclusion):
            return "PostgreSQL has no other way to add an exclusion constraint"
        if isinstance(thing, Key):
            return self._of_key(operation, thing, table)
        return _JOINS if thing.is_validated and thing.is_enforced and table.id in self.plain_tables else ""

    def _of_key(self, operation: AddConstraint, key: Key, table: Table) -> str:
        if key.without_overlaps:
            return "PostgreSQL cannot make a key WITHOUT OVERLAPS of an index that is there"
        if table.is_managed:
            return _MANAGED
        if table.id in self.plain_tables:
            return _JOINS
        if self._needs_replaced(operation):
            return _REPLACED
        if table.partitioning is not None:
            has_partitions = bool(partitions_of(table, operation.design))
            return "not every partition can have its key built by itself" if has_partitions else ""
        return "it takes the place of another key and has columns that are new"

    def _of_relationship(self, operation: AddRelationship) -> str:
        relationship = operation.thing
        table = operation.design.tables_by_id[relationship.table_id]
        if operation.not_valid or not relationship.is_validated or not relationship.is_enforced:
            return ""
        if table.id in self.new_tables:
            return ""
        if table.id in self.plain_tables:
            return _JOINS
        has_partitions = bool(partitions_of(table, operation.design))
        return "not every partition can be proven by itself" if has_partitions else ""

    def _of_nullability(self, operation: ChangeNullability) -> str:
        table, new = operation.table, operation.new
        if new is None or operation.old is not None or table.id in self.new_tables:
            return ""
        if table.is_managed:
            return _MANAGED
        if table.id in self.plain_tables:
            return _JOINS
        return "no check proves a NOT NULL that children do not inherit" if new.no_inherit else ""

    def _needs_replaced(self, operation: CreateIndex | AddConstraint) -> bool:
        return bool(operation.footprint.requires & self.replaced - {Part(operation.thing.id)})
