"""Questions about columns that must have a value: what fills the rows that have none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from designer.design import Column, NotNull, Table
from designer.migrations.backfills import backfill, write_fill_at_once
from designer.migrations.cleanups import CLEAN, clean_rows
from designer.migrations.column_changes import AddColumn, ChangeDefault, DropColumn, is_volatile
from designer.migrations.names import not_null_name_of
from designer.migrations.not_nulls import ChangeNullability
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part
from designer.migrations.questions import Answer, Choice, Question
from designer.migrations.scopes import Scope
from designer.postgres.quoting import quote_identifier
from designer.postgres.references import references_of_expression
from designer.sql.columns import write_add_column, write_drop_default
from designer.sql.names import name_of

_BATCHES = Choice(
    name="batches",
    words="By an expression, in batches: a script beside the migration, which waits for it",
    effect="update … where … is null, batch by batch",
    takes_expression=True,
)
_AT_ONCE = Choice(
    name="at once",
    words="By an expression, in one UPDATE of the migration; the rows stay locked until it ends",
    effect="update … where … is null",
    takes_expression=True,
)


def ask_about_nulls(operation: Operation, scope: Scope) -> Iterator[Question]:
    """Columns that become NOT NULL although rows may be NULL there."""
    if not isinstance(operation, ChangeNullability) or operation.old is not None:
        return
    if operation.new is None or not operation.new.is_validated:
        return
    if not scope.has_rows(operation.table.id) or operation.table.is_managed:
        return
    yield Question(
        id=f"fill:{operation.column.id}",
        topic="fill",
        subject=operation.subject,
        text=f"{operation.subject} becomes NOT NULL. What fills rows that are NULL there?",
        choices=(
            Choice(name="refuse", words="Nothing: stop if there are any"),
            _BATCHES,
            _AT_ONCE,
            Choice(name="delete", words="Delete those rows", effect="delete … where … is null"),
        ),
        default="refuse",
    )


def fill_nulls(operation: ChangeNullability, answer: Answer, _: Scope) -> list[Operation]:
    """NOT NULL, after the rows were filled."""
    if answer.choice == "refuse":
        return [operation]
    return [*_filled(operation.column, operation, answer), _after_filling(operation)]


def ask_about_required(operation: Operation, scope: Scope) -> Iterator[Question]:
    """New columns that rows cannot do without, but that give them nothing."""
    if not _is_added(operation, scope) or not _is_required(operation.thing):  # type: ignore[attr-defined]
        return
    yield Question(
        id=f"new column:{operation.thing.id}",  # type: ignore[attr-defined]
        topic="new column",
        subject=operation.subject,
        text=f"{operation.subject} is NOT NULL and has no default. What do rows get that are there already?",
        choices=(
            Choice(name="refuse", words="Nothing: stop if there are any rows"),
            Choice(
                name="value",
                words="A constant: a default for as long as it takes to add the column",
                effect="add column … default …; alter column … drop default",
                takes_expression=True,
            ),
            _BATCHES,
            _AT_ONCE,
        ),
        default="refuse",
    )


def fill_required(operation: AddColumn, answer: Answer, _: Scope) -> list[Operation]:
    """The column with its values, or without NOT NULL until it has been filled."""
    if answer.choice == "refuse":
        return [operation]
    is_constant = not references_of_expression(answer.expression).columns and not is_volatile(answer.expression)
    if answer.choice == "value" and is_constant:
        return [AddFilledColumn(**_fields(operation), value=answer.expression)]
    return _split(operation, replace(operation.thing, is_nullable=True), answer)


def ask_about_volatile(operation: Operation, scope: Scope) -> Iterator[Question]:
    """New columns whose default is another for every row: adding them rewrites the table."""
    if not _is_added(operation, scope) or not is_volatile(operation.thing.default):  # type: ignore[attr-defined]
        return
    if operation.sequences:  # type: ignore[attr-defined]
        return
    yield Question(
        id=f"volatile default:{operation.thing.id}",  # type: ignore[attr-defined]
        topic="volatile default",
        subject=operation.subject,
        text=f"The default of {operation.subject} is another value for every row. When do rows get theirs?",
        choices=(
            Choice(
                name="rewrite", words="At once; the table is rewritten while nobody can use it", effect="add column"
            ),
            replace(_BATCHES, takes_expression=False, words="In batches, by a script beside the migration"),
        ),
        default="rewrite",
    )


def fill_volatile(operation: AddColumn, answer: Answer, _: Scope) -> list[Operation]:
    """The column as it is, or empty at first and filled in batches."""
    column: Column = operation.thing
    if answer.choice == "rewrite" or column.default is None:
        return [operation]
    bare = replace(column, default=None, is_nullable=True)
    design = operation.design
    change = ChangeDefault(
        old=bare,
        new=replace(column, is_nullable=True),
        table=operation.owner,
        before=design,
        after=design,
        lock=Lock.ACCESS_EXCLUSIVE,
        footprint=Footprint(creates=frozenset({Part(column.id, "default")}), requires=frozenset({Part(column.id)})),
    )
    return [*_split(operation, bare, Answer("batches", column.default)), change]


class AddFilledColumn(AddColumn, frozen=True, kw_only=True, eq=False):
    """Adds a column that rows have a constant in from the start, though it has no default afterwards."""

    value: str

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.DATA_LOSS_ON_ROLLBACK, f"Going back loses the values of {self.subject}."),)

    def create(self) -> list[str]:
        _, *rest = AddColumn.create(self)
        first = write_add_column(replace(self.thing, default=self.value), self.owner, self.design)[0]
        return [first, *rest, *write_drop_default(self.thing, self.owner)]


def _split(operation: AddColumn, bare: Column, answer: Answer) -> list[Operation]:
    """The column without NOT NULL, what fills it, and NOT NULL if it is to be."""
    column, table, design = operation.thing, operation.owner, operation.design
    added = replace(operation, thing=bare)
    if column.is_nullable:
        return [added, *_fill(bare, table, answer)]
    strict = ChangeNullability(
        column=column,
        old=None,
        new=NotNull(column_id=column.id, name=not_null_name_of(column, table, design)),
        table=table,
        lock=Lock.ACCESS_EXCLUSIVE,
        footprint=Footprint(requires=frozenset({Part(column.id), Part(table.id)})),
    )
    return [added, *_fill(bare, table, answer), _after_filling(strict)]


def _filled(column: Column, operation: ChangeNullability, answer: Answer) -> list[Operation]:
    if answer.choice == "delete":
        table = operation.table
        words = f"Delete rows that are NULL in {operation.subject}"
        statement = f"delete from {name_of(table)}\nwhere {quote_identifier(column.name)} is null"
        parts = frozenset({Part(column.id)})
        return [clean_rows(column.id, table, words, statement, deletes=True, requires=parts)]
    return _fill(column, operation.table, answer)


def _fill(column: Column, table: Table, answer: Answer) -> list[Operation]:
    if answer.choice == "at once":
        words = f"Fill {table.schema}.{table.name}.{column.name} at once"
        statement = write_fill_at_once(column, table, answer.expression)
        parts = frozenset({Part(column.id)})
        return [clean_rows(column.id, table, words, statement, deletes=False, requires=parts)]
    return [backfill(column, table, answer.expression)]


def _after_filling(operation: ChangeNullability) -> Operation:
    footprint = operation.footprint
    return replace(
        operation, footprint=replace(footprint, requires=footprint.requires | {Part(operation.column.id, CLEAN)})
    )


def _is_added(operation: Operation, scope: Scope) -> bool:
    if not isinstance(operation, AddColumn) or isinstance(operation, DropColumn):
        return False
    return scope.has_rows(operation.owner.id) and operation.thing.id not in scope.dropped


def _is_required(column: Column) -> bool:
    has_value = column.default is not None or column.generated is not None or column.identity is not None
    return not column.is_nullable and not has_value


def _fields(operation: AddColumn) -> dict[str, Any]:
    return {name: getattr(operation, name) for name in AddColumn.__struct_fields__}
