"""Columns that contradict themselves."""

from __future__ import annotations

from collections.abc import Iterator

from designer.design.designs import Design
from designer.design.integrity.ancestors import columns_of
from designer.design.integrity.problems import Problem, column_title, report, title
from designer.design.tables import Column

MAX_COLUMNS = 1600
"""PostgreSQL docs, Limits."""

_IDENTITY_TYPES = frozenset({"smallint", "integer", "bigint", "int2", "int4", "int8", "int"})
_SERIALS = {
    "smallserial": "smallint", "serial2": "smallint", "serial": "integer", "serial4": "integer",
    "bigserial": "bigint", "serial8": "bigint",
}  # fmt: skip


def check_columns(design: Design) -> Iterator[Problem]:
    """Default, identity and generation exclude each other; identity needs an integer that is not null."""
    for table in design.tables:
        if table.is_managed:
            continue
        if len(table.columns) > MAX_COLUMNS:
            text = f"it has {len(table.columns)} columns, PostgreSQL allows {MAX_COLUMNS}. Split the table."
            yield report(table, title(table), text)
        for column in table.columns:
            for text in _contradictions(column):
                yield report(table, column_title(table, column), text, column.id)
        ids = {column.id for column in columns_of(table, design)} if table.not_nulls else set()
        if any(row.column_id not in ids for row in table.not_nulls):
            yield report(table, title(table), "a not-null constraint names a column the table lacks. Remove it.")


def _contradictions(column: Column) -> Iterator[str]:
    if column.generated is not None and column.default is not None:
        yield "a generated column cannot have a default. Remove one of the two."
    if column.generated is not None and column.identity is not None:
        yield "a generated column cannot be an identity. Remove one of the two."
    if column.is_virtual and column.generated is None:
        yield "only a generated column can be virtual. Give it an expression."
    if column.identity is not None:
        yield from _identity_contradictions(column)
    if column.type.name in _SERIALS:
        yield f"{column.type.name} is no type of its own. Choose {_SERIALS[column.type.name]} and make it an identity."


def _identity_contradictions(column: Column) -> Iterator[str]:
    if column.default is not None:
        yield "an identity column cannot have a default. Remove one of the two."
    if column.is_nullable:
        yield "an identity column cannot be nullable. Make it NOT NULL."
    if column.type.dimensions or column.type.name not in _IDENTITY_TYPES:
        yield "an identity column must be smallint, integer or bigint. Change its type or remove the identity."
