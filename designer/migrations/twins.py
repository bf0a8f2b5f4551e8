"""Which changes of type are made by way of a twin, because their author chose so, and the steps in place of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import NAMESPACE_OID, UUID, uuid5

from msgspec.structs import replace

from designer.design import Check, Column, Index, Relationship, Table
from designer.design.edits import put
from designer.migrations.alignments import name_beside
from designer.migrations.column_changes import ChangeColumnType, DropDefault
from designer.migrations.constraints import ValidateConstraint
from designer.migrations.contexts import footprint_of
from designer.migrations.key_indexes import index_of_key
from designer.migrations.operations import Footprint, Lock, Operation, Part
from designer.migrations.questions import Answer, Choice, Question
from designer.migrations.scopes import Scope
from designer.migrations.sequences import owned_sequences
from designer.migrations.twin_columns import AddTwin, CreateTwinIndex, FillTwin, ProveTwin, TakePlace
from designer.migrations.twin_dependants import Dependants, find_dependants, find_obstacle
from designer.postgres.quoting import quote_identifier
from designer.sql.types import write_type

_MANY = 100_000
"""Fewer rows are rewritten in less than a second."""
_FILLED = "filled"
"""Aspect of a twin: every row has its value."""
_READY = "twin ready"
"""Aspect of a column: its twin has all that it needs to take its place."""


def ask_about_rewrites(operation: Operation, scope: Scope) -> Iterator[Question]:
    """Changes of type that rewrite a table with many rows, where a twin of the column can take its place."""
    if not isinstance(operation, ChangeColumnType) or not scope.has_rows(operation.table.id):
        return
    if scope.rows.get(operation.table.id, _MANY) < _MANY:
        return
    if not operation.is_rewriting or find_obstacle(operation, scope.operations):
        return
    types = write_type(operation.old.type, operation.before), write_type(operation.new.type, operation.after)
    place = f"{operation.table.schema}.{operation.table.name}"
    yield Question(
        id=f"rewrite:{operation.new.id}",
        topic="rewrite",
        subject=operation.subject,
        text=f"{operation.subject} changes from {types[0]} to {types[1]}, which rewrites {place}. How?",
        choices=(
            Choice(
                name="twin",
                words="By a second column, filled in batches while everybody goes on, that takes its place as the last",
                effect="add column …; update … batch by batch; drop column …; rename column …",
            ),
            Choice(
                name="at once",
                words="In one step; nobody can use the table until it is rewritten",
                effect=operation.up()[0],
            ),
        ),
        default="at once",
    )


def choose_twin(operation: ChangeColumnType, answer: Answer, _: Scope) -> list[Operation]:
    """The change, marked where a twin is to take the column's place (see `use_twins`)."""
    return [replace(operation, has_twin=answer.choice == "twin")]


def use_twins(operations: Sequence[Operation]) -> list[Operation]:
    """The operations with the steps of a twin in place of every change of type that is to be done that way.

    Others that rewrite a table say why they do.
    """
    rows = list(operations)
    for change in [row for row in operations if isinstance(row, ChangeColumnType) and row.has_twin]:
        ready = Part(change.new.id, _READY)
        steps = list(_steps(change, rows, ready))
        held = _hold(rows, change, ready)
        rows = [step for row in held for step in (steps if row is change else [row])]
    return [_explain(row, operations) for row in (_prove_once(rows) if len(rows) > len(operations) else rows)]


def _prove_once(rows: Sequence[Operation]) -> Iterator[Operation]:
    """A foreign key between two columns that both have a twin is proven when both have taken their places."""
    proofs: dict[UUID, list[ValidateConstraint]] = {}
    for row in rows:
        if isinstance(row, ValidateConstraint):
            proofs.setdefault(row.constraint.id, []).insert(0 if row.undo else len(proofs), row)
    for row in rows:
        if not isinstance(row, ValidateConstraint):
            yield row
        elif row is proofs[row.constraint.id][0]:  # The planner's own, if there is one: it knows its reverse.
            required = (proof.footprint.requires for proof in proofs[row.constraint.id])
            yield replace(row, footprint=replace(row.footprint, requires=frozenset().union(*required)))


def _explain(operation: Operation, operations: Sequence[Operation]) -> Operation:
    if type(operation) is not ChangeColumnType or not operation.is_rewriting:
        return operation
    reason = find_obstacle(operation, operations)
    return replace(operation, plain_because=reason) if reason else operation


def _hold(rows: list[Operation], change: ChangeColumnType, ready: Part) -> list[Operation]:
    """What must go before the column changes, and what that takes along, waits until the twin is ready."""
    gone = set(change.footprint.drops)
    held: set[int] = set()
    while found := [row for row in rows if row is not change and id(row) not in held and row.footprint.restores & gone]:
        held.update(id(row) for row in found)
        gone.update(part for row in found for part in row.footprint.drops)
    return [_require(row, ready) if id(row) in held else row for row in rows]


def _require(row: Operation, part: Part) -> Operation:
    return replace(row, footprint=replace(row.footprint, requires=row.footprint.requires | {part}))


def _steps(change: ChangeColumnType, rows: Sequence[Operation], ready: Part) -> Iterator[Operation]:
    """Every step of one change of type, in the order in which they run."""
    twin = _twin_of(change.new)
    guard = None if change.old.is_nullable else _guard_of(twin, change.table)
    filled = Part(twin.id, _FILLED)
    adding = _adding(change, twin, guard)
    yield adding
    yield FillTwin(
        column=twin,
        twin_of=change.new,
        table=change.table,
        expression=change.conversion,
        footprint=Footprint(creates=frozenset({filled, ready}), requires=frozenset({Part(twin.id)})),
    )
    dependants = find_dependants(change, rows)
    for step in _preparing(change, twin, guard, dependants):
        yield replace(step, footprint=Footprint(creates=frozenset({ready}), requires=frozenset({filled})))
    yield _taking_place(change, adding, dependants, rows, ready)
    constraints: tuple[Check | Relationship, ...] = (*dependants.checks, *dependants.relationships)
    for constraint in constraints:
        if constraint.is_validated and constraint.is_enforced:
            yield ValidateConstraint(
                constraint=constraint,
                table=change.after.tables_by_id[getattr(constraint, "table_id", change.table.id)],
                lock=Lock.SHARE_UPDATE_EXCLUSIVE,
                footprint=footprint_of(requires=[change.new.id]),
            )


def _adding(change: ChangeColumnType, twin: Column, guard: Check | None) -> AddTwin:
    return AddTwin(
        old=change.old,
        new=change.new,
        table=change.table,
        before=change.before,
        after=change.after,
        twin=twin,
        guard=guard,
        expression=change.conversion,
        is_by_author=bool(change.using),
        lock=Lock.ACCESS_EXCLUSIVE,
        footprint=Footprint(creates=frozenset({Part(twin.id)}), requires=change.footprint.requires),
    )


def _preparing(
    change: ChangeColumnType, twin: Column, guard: Check | None, dependants: Dependants
) -> Iterator[Operation]:
    """What the twin needs before it can take the column's place: to be known as filled, and its indexes."""
    lock = Lock.SHARE_UPDATE_EXCLUSIVE
    if guard is not None:
        yield ProveTwin(constraint=guard, table=change.table, lock=lock)
    wide = replace(change.table, columns=(*change.table.columns, twin))
    design = put(change.after, wide)
    for index in (*dependants.indexes, *map(index_of_key, dependants.keys)):
        thing = _index_of_twin(index, change.new.id, twin.id)
        yield CreateTwinIndex(thing=thing, owner=wide, design=design, lock=lock)


def _taking_place(
    change: ChangeColumnType, adding: AddTwin, dependants: Dependants, rows: Sequence[Operation], ready: Part
) -> TakePlace:
    has_no_default = any(isinstance(row, DropDefault) and row.new.id == change.new.id for row in rows)
    return TakePlace(
        old=change.old,
        new=change.new,
        table=change.table,
        before=change.before,
        after=change.after,
        using=change.using,
        adding=adding,
        default=None if has_no_default else change.old.default,
        dependants=dependants,
        sequences=tuple(owned_sequences(change.after, change.table.id).get(change.new.id, [])),
        lock=Lock.ACCESS_EXCLUSIVE,
        footprint=replace(change.footprint, requires=change.footprint.requires | {ready}),
    )


def _twin_of(column: Column) -> Column:
    """As its successor will be, but for what only rows that are all filled can have."""
    return replace(
        column,
        id=uuid5(NAMESPACE_OID, f"{column.id} twin"),
        name=name_beside(column.name, "new"),
        is_nullable=True,
        default=None,
        identity=None,
        identity_options=None,
        identity_sequence=None,
        identity_grants=(),
        comment=None,
    )


def _guard_of(twin: Column, table: Table) -> Check:
    return Check(
        id=uuid5(NAMESPACE_OID, f"{twin.id} filled"),
        name=name_beside(f"{table.name}{twin.name}", "filled"),
        expression=f"{quote_identifier(twin.name)} is not null",
    )


def _index_of_twin(index: Index, column_id: UUID, twin_id: UUID) -> Index:
    return replace(
        index,
        name=name_beside(index.name, "new"),
        keys=tuple(replace(key, column_id=twin_id) if key.column_id == column_id else key for key in index.keys),
        include=tuple(twin_id if id_ == column_id else id_ for id_ in index.include),
        statistics_targets=(),
        comment=None,
    )
