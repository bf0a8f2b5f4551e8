"""Tables as wholes: created with what stands in CREATE TABLE, dropped with what goes along, altered part by part."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from msgspec.structs import replace

from designer.design import Column, Design, PartitionOf, Sequence, Table
from designer.migrations.clusterings import compare_clustering
from designer.migrations.columns import compare_columns, is_retyped
from designer.migrations.comments import compare_comments
from designer.migrations.constraints import compare_constraints
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop, write_whole
from designer.migrations.dependencies import words_of
from designer.migrations.grants import compare_grants
from designer.migrations.indexes import compare_indexes, create_index, drop_index
from designer.migrations.inheritance import changes_what_is_own
from designer.migrations.not_nulls import compare_not_nulls
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Phase, Slot
from designer.migrations.partition_moves import compare_partition, compare_partition_moves
from designer.migrations.policies import compare_policies, compare_rls
from designer.migrations.rows import keep_rows
from designer.migrations.sequences import (
    footprint_with,
    owned_sequences,
    write_owned_after,
    write_owned_before,
)
from designer.migrations.table_changes import (
    compare_inherited_columns,
    compare_table_properties,
    write_replica_identity_if_any,
)
from designer.migrations.things import pair_by_id
from designer.migrations.triggers import compare_rules, compare_triggers
from designer.sql.partitions import write_detach_partition
from designer.sql.tables import write_create_table, write_drop_table


class CreateTable(Create, frozen=True, kw_only=True, eq=False):
    """With columns, keys, checks, own sequences, privileges and comments; `indexes` are those that need nothing new."""

    noun = "table"
    rank = 300

    sequences: tuple[Sequence, ...] = ()
    indexes: tuple[Operation, ...] = ()

    def create(self) -> list[str]:
        table: Table = self.thing
        statements = [sql for sequence in self.sequences for sql in write_owned_before(sequence)]
        statements += write_create_table(table, self.design)
        statements += [sql for sequence in self.sequences for sql in write_owned_after(sequence, self.design)]
        statements += [sql for operation in self.indexes for sql in operation.up()]
        statements += write_replica_identity_if_any(table)
        # Comments of indexes, triggers, rules and policies come with them.
        bare = replace(table, indexes=(), triggers=(), rules=(), policies=())
        return write_whole(statements, bare, self.design)

    def drop(self) -> list[str]:
        bound = self.thing.partition_of
        if bound is not None and any(row.target_table_id == bound.table_id for row in self.design.relationships):
            # While it is attached, foreign keys that point at its parent depend on it.
            return [*write_detach_partition(self.thing, self.design), *write_drop_table(self.thing)]
        return write_drop_table(self.thing)


class DropTable(Drop, CreateTable, frozen=True, kw_only=True, eq=False):
    """Its indexes go unasked; its reverse makes them again. Triggers and policies are dropped apart, before."""

    rank = 920

    is_rebuilt: bool = False
    is_kept: bool = False
    """Whether its rows were kept aside (see `kept_rows`)."""

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.is_rebuilt:
            return ()  # Its rows are kept aside (see `rows`).
        broken = Hazard(HazardKind.BREAKS_OLD_CODE, f"Code that still names {self.subject} fails.")
        if self.is_kept:
            return (broken,)
        return (
            Hazard(HazardKind.DATA_LOSS, f"All rows of {self.subject} are lost; going back does not restore them."),
            broken,
        )

    def down(self) -> list[str]:
        # Indexes are held as the operations that drop them.
        made = replace(self, indexes=())
        return [*Drop.down(made), *(sql for operation in self.indexes for sql in operation.down())]


def must_rebuild_table(old: Table, new: Table, context: Context) -> bool:
    """Whether something differs that no ALTER TABLE can change, there or back.

    That is the way of partitioning, also by a key of another type, the server of a foreign table, and what of a
    child's columns and constraints is its own.
    """
    if new.is_managed:
        return False
    servers = [table.foreign.server_id if table.foreign else None for table in (old, new)]
    is_partitioned_otherwise = old.partitioning != new.partitioning or _retypes_partition_key(old, new)
    return servers[0] != servers[1] or is_partitioned_otherwise or changes_what_is_own(old, new, context)


def _retypes_partition_key(old: Table, new: Table) -> bool:
    pairs = pair_by_id(old.columns, new.columns)
    return any(was and now and is_retyped(was, now) and is_partition_key(was, old) for was, now in pairs)


def is_partition_key(column: Column, table: Table) -> bool:
    """Whether rows go to the table's partitions by this column."""
    keys = table.partitioning.keys if table.partitioning is not None else ()
    return any(key.column_id == column.id or column.name in words_of(key.expression or "") for key in keys)


def compare_tables(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """Created, dropped, altered and rebuilt tables with all that lives on them."""
    seen: set[UUID] = set()
    for old, new in context.pairs(before.tables, after.tables):
        table = new or old
        seen.add(table.id)
        if table.is_managed:
            yield from _compare_access(old, new, context)
        elif old is not None and new is not None and not context.is_rebuilt(new):
            yield from _alter_table(old, new, context)
        else:
            if old is not None and new is not None and old.foreign is None is new.foreign:
                yield from keep_rows(old, new, context)
            if old is not None:
                yield from _drop_table(old, context, is_rebuilt=new is not None)
            if new is not None:
                yield from _create_table(new, context)
    for table in after.tables:
        if table.partitioning is not None and table.id in before.tables_by_id:
            yield from compare_partition_moves(before.tables_by_id[table.id], table, context)
        if table.id in context.rebuilds.owners and table.id not in seen:
            # Something on it is rebuilt, though nothing about it differs.
            yield from _alter_table(before.tables_by_id[table.id], table, context)


def _create_table(table: Table, context: Context) -> Iterator[Operation]:
    sequences = [row for rows in owned_sequences(context.after, table.id).values() for row in rows]
    sequences = [row for row in sequences if row.id in context.new_ids]
    footprint = footprint_with(sequences, context.creating(table), is_new=True)
    folded = []
    for index in table.indexes:
        if index.attached_to is not None:
            footprint |= Footprint(creates=frozenset({Part(index.id)}))
            continue
        operation = create_index(index, table, context)
        if _is_simple(operation.footprint.requires, table, context) and table.partitioning is None:
            folded.append(operation)
            footprint |= replace(operation.footprint, requires=frozenset())
        else:
            yield operation
    if table.partition_of is not None:
        footprint |= Footprint(takes=_bound_slots(table.partition_of, first="bound", other="former bound"))
    yield CreateTable(
        thing=table,
        design=context.after,
        sequences=tuple(sequences),
        indexes=tuple(folded),
        lock=_lock_on_parents(table, context),
        footprint=footprint,
    )
    yield from compare_clustering(None, table, context)
    yield from compare_triggers(None, table, context)
    yield from compare_rules(None, table, context)
    yield from compare_policies(None, table, context)
    yield from compare_rls(None, table)


def _bound_slots(partition: PartitionOf, *, first: str, other: str) -> frozenset[Slot]:
    """Both kinds for the default partition: others come to hold its rows, or it theirs, when they come and go."""
    words = (first, other) if partition.bound.upper() == "DEFAULT" else (first,)
    return frozenset((word, str(partition.table_id)) for word in words)


def _lock_on_parents(table: Table, context: Context) -> Lock:
    """Rows of a partitioned table may go elsewhere from now on, so all wait; a child that inherits keeps DDL away."""
    if table.partition_of is not None:
        return context.lock_on(Lock.ACCESS_EXCLUSIVE, table.partition_of.table_id)
    return context.lock_on(Lock.SHARE_UPDATE_EXCLUSIVE, *table.inherits)


def _drop_table(table: Table, context: Context, *, is_rebuilt: bool) -> Iterator[Operation]:
    sequences = [row for rows in owned_sequences(context.before, table.id).values() for row in rows]
    sequences = [row for row in sequences if row.id in context.gone_ids]
    footprint = footprint_with(sequences, context.dropping(table), is_new=False)
    folded = []
    for index in table.indexes:
        if index.attached_to is not None:
            footprint |= Footprint(drops=frozenset({Part(index.id)}))
            continue
        operation = drop_index(index, table, context)
        if _is_simple(operation.footprint.restores, table, context) and table.partitioning is None:
            folded.append(operation)
            footprint |= replace(operation.footprint, restores=frozenset())
        else:
            yield operation
    if table.partition_of is not None:
        footprint |= Footprint(frees=_bound_slots(table.partition_of, first="former bound", other="bound"))
    yield DropTable(
        thing=table,
        design=context.before,
        sequences=tuple(sequences),
        indexes=tuple(folded),
        is_rebuilt=is_rebuilt,
        lock=Lock.ACCESS_EXCLUSIVE,
        phase=Phase.EXPAND if is_rebuilt else Phase.CONTRACT,
        footprint=footprint,
    )
    yield from compare_clustering(table, None, context)
    yield from compare_triggers(table, None, context)
    yield from compare_rules(table, None, context)
    yield from compare_policies(table, None, context)
    if table.has_rls or table.forces_rls:
        bare = replace(table, has_rls=False, forces_rls=False)
        yield from compare_rls(table, bare)


def _alter_table(old: Table, new: Table, context: Context) -> Iterator[Operation]:
    yield from compare_columns(old, new, context)
    yield from compare_not_nulls(old, new, context)
    yield from compare_inherited_columns(old, new, context)
    yield from compare_constraints(old, new, context)
    yield from compare_indexes(old, new, context)
    yield from compare_partition(old, new, context)
    yield from compare_table_properties(old, new, context)
    yield from compare_clustering(old, new, context)
    yield from _compare_access(old, new, context)
    yield from compare_grants(old, new, context)
    yield from compare_comments(old, new, context)


def _compare_access(old: Table | None, new: Table | None, context: Context) -> Iterator[Operation]:
    """Triggers, policies and row-level security: all that may change on a table of the platform."""
    yield from compare_triggers(old, new, context)
    yield from compare_rules(old, new, context)
    yield from compare_policies(old, new, context)
    if old is not None and new is not None:
        yield from compare_rls(old, new)


def _is_simple(parts: frozenset[Part], table: Table, context: Context) -> bool:
    """Whether an index of the table depends on nothing else that comes or goes in this migration."""
    own = {table.id, *(column.id for column in table.columns)}
    return all(part.id in own or part.id not in context.moving_ids for part in parts)
