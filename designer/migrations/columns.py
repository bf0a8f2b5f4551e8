"""The columns of a table, compared property by property."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from designer.design import Column, Range, Table
from designer.migrations.column_changes import (
    AddColumn,
    ChangeColumnType,
    ChangeDefault,
    ChangeIdentity,
    ChangeStorage,
    ColumnChange,
    DropColumn,
    DropDefault,
    DropExpression,
    DropIdentity,
)
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context
from designer.migrations.conversions import base_name
from designer.migrations.grants import compare_identity_grants
from designer.migrations.held_values import (
    HoldValues,
    PutValues,
    changing_row_type,
    holding,
    is_filled,
    putting,
    row_type_of,
)
from designer.migrations.operations import Footprint, Lock, Operation, Part, Phase
from designer.migrations.sequences import footprint_with, owned_sequences
from designer.migrations.things import identity_slot, pair_by_id
from designer.migrations.types import design_aside, is_inherited_both, parent_ids
from designer.sql.identities import write_identity


def is_retyped(old: Column, new: Column) -> bool:
    """Whether the values must be converted or sorted otherwise."""
    return old.type != new.type or old.collation != new.collation


def must_rebuild_column(old: Column, new: Column) -> bool:
    """Whether the column is computed otherwise than before: it is dropped and added, as its values can be had anew."""
    if new.generated is None:
        return old.is_virtual and old.generated is not None
    return old.generated != new.generated or old.is_virtual != new.is_virtual or is_retyped(old, new)


def compare_columns(before: Table, after: Table, context: Context) -> Iterator[Operation]:
    """The columns of one table that exists before and after; what a child takes over from its parent is left out."""
    seen = set()
    for old, new in pair_by_id(before.columns, after.columns):
        column = new or old
        seen.add(column.id)
        if (old is None or new is None) and _comes_from_parents(column.name, before, after, context):
            yield from _own_default(old, new, after, context)
            continue
        if old is not None and new is not None and not context.is_rebuilt(new):
            yield from _alter_column(old, new, after, context)
            continue
        if old is not None:
            yield _drop_column(old, before, context, is_rebuilt=new is not None)
        if new is not None:
            yield _add_column(new, after, context)
    rebuilds = context.rebuilds
    for column in after.columns:
        if column.id in seen:
            continue
        if column.id in rebuilds.objects:
            yield _drop_column(column, before, context, is_rebuilt=True)
            yield _add_column(column, after, context)
        elif column.id in rebuilds.columns or column.id in rebuilds.defaults:
            yield from _alter_column(column, column, after, context)


def _comes_from_parents(name: str, before: Table, after: Table, context: Context) -> bool:
    """Whether a column comes or goes with parents: with what they do, or because the table joins or leaves them.

    On leaving a parent, a child keeps the columns as its own; on joining one it must have them already.
    """
    if is_inherited_both(after, name, context):
        return True
    left, joined = set(before.inherits) - set(after.inherits), set(after.inherits) - set(before.inherits)
    parents = [context.before.tables_by_id[id_] for id_ in left] + [context.after.tables_by_id[id_] for id_ in joined]
    return any(column.name == name for parent in parents for column in parent.columns)


def _add_column(column: Column, table: Table, context: Context) -> Operation:
    sequences = owned_sequences(context.after, table.id).get(column.id, [])
    sequences = [row for row in sequences if row.id in context.new_ids]
    footprint = footprint_with(sequences, context.creating(column, table), is_new=True)
    footprint |= _filling(column, table, context)
    return AddColumn(
        thing=column,
        owner=table,
        design=context.after,
        sequences=tuple(sequences),
        lock=Lock.ACCESS_EXCLUSIVE,
        footprint=footprint,
    )


def _drop_column(column: Column, table: Table, context: Context, *, is_rebuilt: bool) -> Operation:
    sequences = owned_sequences(context.before, table.id).get(column.id, [])
    sequences = [row for row in sequences if row.id in context.gone_ids]
    footprint = footprint_with(sequences, context.dropping(column, table), is_new=False)
    footprint |= _filling(column, table, context)
    return DropColumn(
        thing=column,
        owner=table,
        design=context.before,
        sequences=tuple(sequences),
        is_rebuilt=is_rebuilt,
        children=() if is_rebuilt else _keepers(column, table, context),
        phase=Phase.EXPAND if is_rebuilt else Phase.CONTRACT,
        lock=Lock.ACCESS_EXCLUSIVE,
        footprint=footprint,
    )


def _filling(column: Column, table: Table, context: Context) -> Footprint:
    is_waiting = table.id in context.rebuilds.row_types and is_filled(column)
    return changing_row_type(table) if is_waiting else Footprint()


def _keepers(column: Column, table: Table, context: Context) -> tuple[Table, ...]:
    """The children that have the column as their own from now on."""
    children = (child for child in context.after.tables if table.id in child.inherits)
    kept = (child for child in children if any(row.name == column.name for row in child.columns))
    former = context.before.tables_by_id
    # What was their own already merges with the parent's when that comes back.
    return tuple(
        child
        for child in kept
        if child.id not in former or all(row.name != column.name for row in former[child.id].columns)
    )


def _own_default(old: Column | None, new: Column | None, table: Table, context: Context) -> Iterator[Operation]:
    """What a child has as a default instead of the parent's, with whose column its own comes or goes."""
    column, design = (new, context.after) if new is not None else (old, context.before)
    if column is None or column.generated is not None:
        return
    for parent_id in parent_ids(design.tables_by_id[table.id]):
        theirs = next((row for row in design.tables_by_id[parent_id].columns if row.name == column.name), None)
        if theirs is not None and theirs.default != column.default:
            given = replace(column, default=theirs.default)
            pair, part = ((given, column) if new is not None else (column, given)), frozenset({Part(theirs.id)})
            needs = context.needs_after if new is not None else context.needs_before
            needed = part | frozenset(needs.of_expression(column.default))
            footprint = Footprint(requires=needed) if new is not None else Footprint(restores=needed)
            yield _Changes(column, column, table, context).change(ChangeDefault, *pair, footprint)


def _alter_column(old: Column, new: Column, after: Table, context: Context) -> Iterator[Operation]:
    changes = _Changes(old, new, after, context)
    follows = is_inherited_both(after, new.name, context) and _parent_changes_alike(old, new, after, context)
    if not follows:
        yield from changes.of_identity()
        yield from changes.of_default()
        yield from changes.of_type()
        yield from changes.of_expression()
    elif old.default != new.default and not _parent_sets_default(new, after, context):
        yield from changes.of_default()
    yield from changes.of_storage()
    yield from compare_comments(old, new, context, owner=after)


class _Changes:
    """The operations on one column, property by property."""

    def __init__(self, old: Column, new: Column, table: Table, context: Context) -> None:
        self.old, self.new, self.table, self.context = old, new, table, context
        self.rebuilds = context.rebuilds

    def change(self, kind: type[ColumnChange], old: Column, new: Column, footprint: Footprint) -> Operation:
        return kind(
            old=old,
            new=new,
            table=self.table,
            before=self.context.before,
            after=self.context.after,
            lock=Lock.ACCESS_EXCLUSIVE,
            footprint=footprint | Footprint(requires=frozenset({Part(self.table.id)})),
        )

    def of_default(self) -> Iterator[Operation]:
        old, new = self.old, self.new
        if new.generated is not None:
            return
        is_disturbed = new.id in self.rebuilds.defaults or (
            new.id in self.rebuilds.columns and (old.type == new.type or base_name(old.type) != base_name(new.type))
        )
        # An identity may not have a default: the old one goes before the identity comes, and the other way round.
        is_disturbed = is_disturbed or (old.identity is None) != (new.identity is None)
        if old.default == new.default and not is_disturbed:
            return
        needed = frozenset(self.context.needs_before.of_expression(old.default))
        needs = frozenset(self.context.needs_after.of_expression(new.default))
        part, default = Part(new.id), Part(new.id, "default")
        if not is_disturbed:
            footprint = Footprint(requires=needs - needed, restores=needed - needs)
            yield self.change(ChangeDefault, old, new, footprint | self._after_parents())
            return
        without = replace(old, default=None)
        if old.default is not None:
            footprint = Footprint(drops=frozenset({default}), restores=needed | {part})
            yield self.change(DropDefault, old, without, footprint)
        if new.default is not None:
            footprint = Footprint(creates=frozenset({default}), requires=needs | {part})
            yield self.change(ChangeDefault, replace(new, default=None), new, footprint | self._after_parents())

    def _after_parents(self) -> Footprint:
        """Setting a parent's default sets it for the child too, so the child's own comes after it."""
        takes = {("default", str(id_), self.new.name) for id_ in parent_ids(self.table)}
        return Footprint(takes=frozenset(takes), frees=frozenset({("default", str(self.table.id), self.new.name)}))

    def of_type(self) -> Iterator[Operation]:
        old, new, context = self.old, self.new, self.context
        is_replaced = new.id in self.rebuilds.columns and not is_inherited_both(self.table, new.name, context)
        if not is_retyped(old, new) and not is_replaced:
            return
        if not is_retyped(old, new) and new.id in self.rebuilds.held:
            yield from self._of_held_type()
            return
        part = frozenset({Part(new.id)})
        needed = frozenset(context.needs_before.of_type(old.type))
        replaced = frozenset(
            need
            for need in needed
            if need.id in self.rebuilds.objects and not isinstance(context.before.by_id[need.id], Range)
        )
        asides = frozenset(Part(need.id, "aside") for need in replaced)
        # A type that is replaced stands aside under another name until no column has it any more.
        footprint = Footprint(
            creates=part,
            drops=part,
            requires=frozenset(context.needs_after.of_type(new.type)) | replaced,
            restores=needed - replaced | asides,
        )
        if self.table.id in self.rebuilds.row_types:
            footprint |= changing_row_type(self.table)
        operation = self.change(ChangeColumnType, old, new, footprint)
        yield replace(operation, before=design_aside(context)) if replaced else operation

    def _of_held_type(self) -> Iterator[Operation]:
        old, new, context = self.old, self.new, self.context
        part = frozenset({Part(new.id)})
        held = Footprint(drops=part, restores=frozenset(context.needs_before.of_type(old.type)))
        put = Footprint(creates=part, requires=frozenset(context.needs_after.of_type(new.type)))
        row_type = row_type_of(old, context)
        if row_type is not None:
            held, put = held | holding(row_type), put | putting(row_type)
        for kind, footprint in ((HoldValues, held), (PutValues, put)):
            yield replace(self.change(kind, old, new, footprint), row_type=row_type)

    def of_expression(self) -> Iterator[Operation]:
        if self.old.generated is not None and self.new.generated is None:
            part = frozenset({Part(self.new.id)})
            needed = frozenset(self.context.needs_before.of_expression(self.old.generated, self.table))
            restores = needed - part
            yield self.change(
                DropExpression, self.old, self.new, Footprint(creates=part, drops=part, restores=restores)
            )

    def of_identity(self) -> Iterator[Operation]:
        old, new = self.old, self.new
        if old.identity is not None and new.identity is not None:
            yield from compare_identity_grants(old, new, self.table, self.context)
        if not write_identity(old, new, self.table):
            return
        part = frozenset({Part(new.id)})
        if new.identity is None:
            frees = frozenset({identity_slot(old, self.table)})
            yield self.change(DropIdentity, old, new, Footprint(restores=part, frees=frees))
        else:
            takes = frozenset({identity_slot(new, self.table)} if old.identity is None else ())
            yield self.change(ChangeIdentity, old, new, Footprint(requires=part, takes=takes))

    def of_storage(self) -> Iterator[Operation]:
        if _storage_of(self.old) != _storage_of(self.new):
            yield self.change(ChangeStorage, self.old, self.new, Footprint(requires=frozenset({Part(self.new.id)})))


def _storage_of(column: Column) -> tuple[object, ...]:
    return column.storage, column.compression, column.statistics_target, column.options, column.foreign_options


def _parent_changes_alike(old: Column, new: Column, table: Table, context: Context) -> bool:
    """Whether a parent's column of the same name makes the same step, which PostgreSQL then takes for the child too."""
    for parent_id in parent_ids(table):
        pair: list[Any] = [
            next((column for column in design.tables_by_id[parent_id].columns if column.name == new.name), None)
            for design in (context.before, context.after)
            if parent_id in design.tables_by_id
        ]
        if len(pair) == 2 and pair[0] is not None and pair[1] is not None and _step(*pair) == _step(old, new):
            return True
    return False


def _step(old: Column, new: Column) -> tuple[object, ...]:
    properties = [(column.type, column.collation, column.identity, column.generated) for column in (old, new)]
    return tuple(properties)


def _parent_sets_default(new: Column, table: Table, context: Context) -> bool:
    """Whether a parent takes the same default in this migration, which PostgreSQL then gives the child too."""
    for parent_id in parent_ids(table):
        parent = context.after.tables_by_id.get(parent_id)
        for column in parent.columns if parent is not None else ():
            if column.name == new.name and column.default == new.default:
                was = context.before.columns_by_id.get(column.id)
                return was is None or was.default != column.default
    return False
