"""Questions about what a migration would lose: columns, tables, values that a type no longer holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from designer.design import Column, Enum, EnumValue, Table
from designer.migrations.column_changes import ChangeColumnType, DropColumn
from designer.migrations.composites import AlterComposite
from designer.migrations.conversions import may_lose_values
from designer.migrations.kept_rows import keep_column, keep_table, number_copy
from designer.migrations.operations import Operation
from designer.migrations.questions import Answer, Choice, Question
from designer.migrations.scopes import Scope
from designer.migrations.tables import DropTable
from designer.migrations.types import ReplaceType
from designer.postgres.platform import KEPT_SCHEMA
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.sql.types import write_type

_DROP = Choice(name="drop", words="Drop it; going back restores the structure, not the rows", effect="drop")
_KEEP = f"Keep a copy in the schema {KEPT_SCHEMA}, closed to the API; going back restores from it"


def ask_about_columns(operation: Operation, scope: Scope) -> Iterator[Question]:
    """Dropped columns whose values cannot be computed again."""
    if not isinstance(operation, DropColumn) or operation.is_rebuilt or not scope.has_rows(operation.owner.id):
        return
    if operation.thing.generated is not None:
        return
    keep = [] if _key_of(operation, scope) is None else [_keep()]
    without = "" if keep else " Without a primary key that stays, a copy could not be put back."
    yield Question(
        id=f"drop column:{operation.thing.id}",
        topic="drop column",
        subject=operation.subject,
        text=f"{operation.subject} is dropped. What becomes of its values?{without}",
        choices=(*keep, _DROP),
        default="drop",
    )


def drop_column(operation: DropColumn, answer: Answer, scope: Scope) -> list[Operation]:
    """The drop, after its values were copied if that was chosen."""
    key = _key_of(operation, scope)
    if answer.choice != "keep" or key is None:
        return [operation]
    kept = keep_column(operation.thing, operation.owner, key, operation.design)
    return [number_copy(kept, scope.copies), replace(operation, is_kept=True)]


def ask_about_tables(operation: Operation, scope: Scope) -> Iterator[Question]:
    """Dropped tables; the rows of partitions are their parent's where that goes too."""
    if not isinstance(operation, DropTable) or operation.is_rebuilt or not scope.has_rows(operation.thing.id):
        return
    table: Table = operation.thing
    if table.partition_of is not None and table.partition_of.table_id in scope.dropped_tables:
        return
    yield Question(
        id=f"drop table:{table.id}",
        topic="drop table",
        subject=operation.subject,
        text=f"{operation.subject} is dropped. What becomes of its rows?",
        choices=(_keep(), _DROP),
        default="drop",
    )


def drop_table(operation: DropTable, answer: Answer, scope: Scope) -> list[Operation]:
    """The drop, after its rows were copied if that was chosen."""
    if answer.choice != "keep":
        return [operation]
    kept = keep_table(operation.thing, operation.design)
    return [number_copy(kept, scope.copies), replace(operation, is_kept=True)]


def ask_about_casts(operation: Operation, scope: Scope) -> Iterator[Question]:
    """Changes of type that may cut, round or refuse a value."""
    if not isinstance(operation, ChangeColumnType) or not scope.has_rows(operation.table.id):
        return
    types = write_type(operation.old.type, operation.before), write_type(operation.new.type, operation.after)
    is_replaced = operation.old.type == operation.new.type
    if is_replaced or operation.new.generated is not None or not may_lose_values(*types):
        return
    (cast,) = operation.up()
    yield Question(
        id=f"cast:{operation.new.id}",
        topic="cast",
        subject=operation.subject,
        text=f"{operation.subject} changes from {types[0]} to {types[1]}. How are its values converted?",
        choices=(
            Choice(name="automatic", words="By PostgreSQL's cast; a value that does not fit stops it", effect=cast),
            Choice(
                name="expression",
                words="By an expression over the old columns",
                effect=f"{cast.partition(' using ')[0]} using …",
                takes_expression=True,
            ),
        ),
        default="automatic",
    )


def cast_column(operation: ChangeColumnType, answer: Answer, _: Scope) -> list[Operation]:
    """The change, by the author's expression if there is one."""
    return [replace(operation, using=answer.expression)] if answer.choice == "expression" else [operation]


def ask_about_values(operation: Operation, scope: Scope) -> Iterator[Question]:
    """Each value that an enum loses while columns have the type."""
    if not isinstance(operation, ReplaceType) or not isinstance(operation.old, Enum):
        return
    users = [row for row in scope.retyped if row.new.type.type_id == operation.new.id]
    if not any(scope.has_rows(row.table.id) for row in users):
        return
    for value in _gone_values(operation):
        moves = [
            Choice(name=f"to {kept.name}", words=f"They get {quote_literal(kept.name)}")
            for kept in operation.new.values
        ]
        yield Question(
            id=f"enum value:{value.id}",
            topic="enum value",
            subject=f"{operation.subject}.{value.name}",
            text=f"The value {quote_literal(value.name)} of {operation.subject} goes. What becomes of rows with it?",
            choices=(
                Choice(name="refuse", words="Stop if there are any"),
                *moves,
                Choice(name="null", words="They get NULL; in arrays the value is left out", effect="null"),
            ),
            default="refuse",
        )


def convert_values(operations: Iterable[Operation], answers: dict[str, Answer]) -> Iterator[Operation]:
    """Every column of a replaced enum, converted as the answers say what becomes of each value that goes."""
    rows = list(operations)
    moved: dict[object, dict[str, str | None]] = {}
    for row in rows:
        if isinstance(row, ReplaceType) and isinstance(row.old, Enum):
            choices = {value.name: answers.get(f"enum value:{value.id}") for value in _gone_values(row)}
            moved[row.new.id] = {
                name: None if answer.choice == "null" else answer.choice.removeprefix("to ")
                for name, answer in choices.items()
                if answer is not None and answer.choice != "refuse"
            }
    for row in rows:
        moves = moved.get(row.new.type.type_id) if isinstance(row, ChangeColumnType) else None
        yield replace(row, using=_write_moves(row, moves)) if isinstance(row, ChangeColumnType) and moves else row


def _write_moves(operation: ChangeColumnType, moves: dict[str, str | None]) -> str:
    text = f"{quote_identifier(operation.old.name)}::text"
    written = write_type(operation.new.type, operation.after)
    if operation.new.type.dimensions:
        text += "[]" * operation.new.type.dimensions
        for old, new in moves.items():
            name = quote_literal(old)
            moved = (
                f"array_remove({text}, {name})"
                if new is None
                else f"array_replace({text}, {name}, {quote_literal(new)})"
            )
            text = moved
        return f"{text}::{written}"
    cases = " ".join(
        f"when {quote_literal(old)} then {'null' if new is None else quote_literal(new)}" for old, new in moves.items()
    )
    return f"(case {text} {cases} else {text} end)::{written}"


def ask_about_attributes(operation: Operation, _: Scope) -> Iterator[Question]:
    """Attributes that a composite type loses."""
    if not isinstance(operation, AlterComposite) or not operation.hazards:
        return
    yield Question(
        id=f"drop attribute:{operation.new.id}",
        topic="drop attribute",
        subject=operation.subject,
        text=f"{operation.hazards[0].message} May they go?",
        choices=(Choice(name="drop", words="Yes, drop them", effect="drop attribute"),),
        default="drop",
    )


def _gone_values(operation: ReplaceType) -> list[EnumValue]:
    kept = {value.id for value in operation.new.values}
    return [value for value in operation.old.values if value.id not in kept]


def _key_of(operation: DropColumn, scope: Scope) -> tuple[Column, ...] | None:
    """A primary key, old or new, whose columns are there before and after."""
    after = scope.tables_after.get(operation.owner.id)
    if after is None:
        return None
    columns = {column.id: column for column in after.columns}
    known = {column.id for column in operation.owner.columns}
    for key in (operation.owner.primary_key, after.primary_key):
        if key is not None and all(id_ in columns and id_ in known for id_ in key.column_ids):
            return tuple(columns[id_] for id_ in key.column_ids)
    return None


def _keep() -> Choice:
    return Choice(name="keep", words=_KEEP, effect=f"create table {KEPT_SCHEMA}.… as select …")
