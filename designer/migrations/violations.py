"""Questions about rows that a new rule does not allow: duplicates, orphans, rows that break a check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from designer.design import Check, Column, Design, Index, Key, Relationship, Table
from designer.migrations.cleanups import CLEAN, clean_rows
from designer.migrations.constraints import AddConstraint, DropConstraint, noun_of_constraint
from designer.migrations.indexes import CreateIndex, DropIndex
from designer.migrations.operations import Operation, Part
from designer.migrations.questions import Answer, Choice, Question
from designer.migrations.relationships import AddRelationship, DropRelationship
from designer.migrations.scopes import Scope
from designer.postgres.quoting import quote_identifier
from designer.sql.expressions import enclose
from designer.sql.indexes import write_index_key
from designer.sql.names import name_of

_REFUSE = Choice(name="refuse", words="Stop if there are any; nothing is changed then")
_DELETE = Choice(name="delete", words="Delete them", effect="delete from …")
_NULL = Choice(name="null", words="Their columns become NULL", effect="update … set … = null")


def ask_about_duplicates(operation: Any, scope: Scope) -> Iterator[Question]:
    """New keys and unique indexes on rows that are there."""
    found = _unique(operation)
    if found is None or not scope.has_rows(found[1].id):
        return
    thing, table = found
    if _same_columns(thing, scope.dropped.get(thing.id)):
        return
    noun = "unique index" if isinstance(thing, Index) else noun_of_constraint(thing, table)
    first = Choice(
        name="keep first",
        words="Keep the first of equal rows, by the primary key if there is one; delete the others",
        effect="delete from …",
    )
    nullable = _are_nullable(_key_columns(thing, operation.design))
    yield Question(
        id=f"duplicates:{thing.id}",
        topic="duplicates",
        subject=operation.subject,
        text=f"The {noun} {operation.subject} allows no equal rows. What becomes of those there are?",
        choices=(_REFUSE, first, *([_NULL] if nullable else [])),
        default="refuse",
    )


def remove_duplicates(operation: Any, answer: Answer, _: Scope) -> list[Operation]:
    """The key or index, after later duplicates were deleted or emptied."""
    found = _unique(operation)
    if answer.choice == "refuse" or found is None:
        return [operation]
    thing, table = found
    ranked = _write_ranked(thing, table, operation.design)
    columns = _key_columns(thing, operation.design)
    if answer.choice == "null":
        words, change = "Empty later duplicates for", f"update {name_of(table)} as t\nset {_nulls(columns)}\nfrom"
    else:
        words, change = "Delete later duplicates for", f"delete from {name_of(table)} as t\nusing"
    where = "where t.ctid = ranked.ctid and t.tableoid = ranked.tableoid and ranked.place > 1"
    words = f"{words} {operation.subject}"
    statement = f"{change} (\n{ranked}\n) as ranked\n{where}"
    return _cleaned(operation, thing, table, words, statement, columns, deletes=answer.choice != "null")


def ask_about_checks(operation: Operation, scope: Scope) -> Iterator[Question]:
    """New checks on rows that are there."""
    check = _new_check(operation)
    if check is None or not scope.has_rows(operation.owner.id):  # type: ignore[attr-defined]
        return
    former = scope.dropped.get(check.id)
    if isinstance(former, Check) and former.expression == check.expression:
        return
    yield Question(
        id=f"violations:{check.id}",
        topic="violations",
        subject=operation.subject,
        text=f"The check {operation.subject} demands {check.expression}. What becomes of rows that break it?",
        choices=(_REFUSE, _DELETE),
        default="refuse",
    )


def remove_violations(operation: AddConstraint, answer: Answer, _: Scope) -> list[Operation]:
    """The check, after rows that break it were deleted."""
    if answer.choice == "refuse":
        return [operation]
    check, table = operation.thing, operation.owner
    statement = f"delete from {name_of(table)}\nwhere not {enclose(check.expression)}"
    words = f"Delete rows that break {operation.subject}"
    return _cleaned(operation, check, table, words, statement, table.columns, deletes=True)


def ask_about_orphans(operation: Operation, scope: Scope) -> Iterator[Question]:
    """New foreign keys of rows that are there."""
    if not isinstance(operation, AddRelationship) or isinstance(operation, DropRelationship):
        return
    row: Relationship = operation.thing
    if operation.is_on_new_table or not row.is_validated or not row.is_enforced or not scope.has_rows(row.table_id):
        return
    if _same_reference(row, scope.dropped.get(row.id)):
        return
    table = operation.design.tables_by_id[row.table_id]
    target = operation.design.tables_by_id[row.target_table_id]
    nullable = any(column.is_nullable for column in table.columns if column.id in row.column_ids)
    yield Question(
        id=f"orphans:{row.id}",
        topic="orphans",
        subject=operation.subject,
        text=(
            f"The foreign key {operation.subject} refers to {target.schema}.{target.name}. "
            "What becomes of rows without a counterpart there?"
        ),
        choices=(_REFUSE, _DELETE, *([_NULL] if nullable else [])),
        default="refuse",
    )


def remove_orphans(operation: AddRelationship, answer: Answer, _: Scope) -> list[Operation]:
    """The foreign key, after rows without a counterpart were deleted or their columns emptied."""
    if answer.choice == "refuse":
        return [operation]
    row, design = operation.thing, operation.design
    table, target = design.tables_by_id[row.table_id], design.tables_by_id[row.target_table_id]
    columns = _columns(design, row.column_ids)
    pairs = zip(columns, _columns(design, row.target_column_ids), strict=True)
    matches = " and ".join(f"p.{quote_identifier(two.name)} = t.{quote_identifier(one.name)}" for one, two in pairs)
    given = " and ".join(f"t.{quote_identifier(column.name)} is not null" for column in columns)
    where = f"where {given}\n  and not exists (select from {name_of(target)} as p where {matches})"
    if answer.choice == "null":
        emptied = [column for column in columns if column.is_nullable]
        statement = f"update {name_of(table)} as t\nset {_nulls(emptied)}\n{where}"
        words = f"Empty references without a counterpart for {operation.subject}"
    else:
        statement = f"delete from {name_of(table)} as t\n{where}"
        words = f"Delete rows without a counterpart for {operation.subject}"
    return _cleaned(operation, row, table, words, statement, columns, deletes=answer.choice != "null")


def _cleaned(
    operation: Any, thing: Any, table: Table, words: str, statement: str, columns: Sequence[Column], *, deletes: bool
) -> list[Operation]:
    parts = frozenset(Part(column.id) for column in columns)
    cleanup = clean_rows(thing.id, table, words, statement, deletes=deletes, requires=parts)
    footprint = operation.footprint
    waiting = replace(footprint, requires=footprint.requires | {Part(thing.id, CLEAN)})
    return [cleanup, replace(operation, footprint=waiting)]


def _unique(operation: Operation) -> tuple[Key | Index, Table] | None:
    if not isinstance(operation, AddConstraint | CreateIndex) or isinstance(operation, DropConstraint | DropIndex):
        return None
    thing, table = operation.thing, operation.owner
    is_key = isinstance(thing, Key) and not thing.without_overlaps
    is_index = isinstance(thing, Index) and thing.is_unique and thing.attached_to is None
    return (thing, table) if isinstance(table, Table) and (is_key or is_index) else None


def _new_check(operation: Operation) -> Check | None:
    if not isinstance(operation, AddConstraint) or isinstance(operation, DropConstraint):
        return None
    check = operation.thing
    if not isinstance(check, Check) or not check.is_validated or not check.is_enforced:
        return None
    return check


def _same_columns(new: Key | Index, old: Any) -> bool:
    if isinstance(new, Key) and isinstance(old, Key):
        return set(old.column_ids) <= set(new.column_ids)
    if isinstance(new, Index) and isinstance(old, Index):
        return old.is_unique and old.keys == new.keys and old.predicate in (None, new.predicate)
    return False


def _same_reference(new: Relationship, old: Any) -> bool:
    return isinstance(old, Relationship) and (old.column_ids, old.target_table_id, old.target_column_ids) == (
        new.column_ids,
        new.target_table_id,
        new.target_column_ids,
    )


def _write_ranked(thing: Key | Index, table: Table, design: Design) -> str:
    """Every row with its place among those of equal keys."""
    if isinstance(thing, Key):
        keys = [quote_identifier(column.name) for column in _key_columns(thing, design)]
    else:
        bare = [replace(key, is_descending=False, nulls_first=None, opclass=None) for key in thing.keys]
        keys = [write_index_key(key, table, design) for key in bare]
    primary = _columns(design, table.primary_key.column_ids) if table.primary_key else []
    order = ", ".join(quote_identifier(column.name) for column in primary if column.name not in keys) or "ctid"
    conditions = [f"{key} is not null" for key in keys] if thing.nulls_distinct else []
    if isinstance(thing, Index) and thing.predicate is not None:
        conditions.append(enclose(thing.predicate))
    where = f"\n  where {' and '.join(conditions)}" if conditions else ""
    place = f"row_number() over (partition by {', '.join(keys)} order by {order})"
    return f"  select tableoid, ctid, {place} as place\n  from {name_of(table)}{where}"


def _key_columns(thing: Key | Index, design: Design) -> list[Column]:
    ids = thing.column_ids if isinstance(thing, Key) else [key.column_id for key in thing.keys if key.column_id]
    return _columns(design, ids)


def _columns(design: Design, ids: Sequence[UUID]) -> list[Column]:
    """The columns of these ids: a child's key may have those of a parent."""
    return [design.columns_by_id[id_] for id_ in ids]


def _are_nullable(columns: Sequence[Column]) -> bool:
    return bool(columns) and all(column.is_nullable and column.generated is None for column in columns)


def _nulls(columns: Sequence[Column]) -> str:
    return ", ".join(f"{quote_identifier(column.name)} = null" for column in columns)
