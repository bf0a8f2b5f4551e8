"""Settings that speak of columns and indexes: what they name exists, and what they say is in range."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from designer.design.code import View
from designer.design.designs import Design
from designer.design.integrity.ancestors import columns_of
from designer.design.integrity.problems import Problem, column_title, part_title, report, title
from designer.design.statistics import Statistics
from designer.design.tables import Column, Index, Table

MAX_STATISTICS_KEYS = 8
"""STATS_MAX_DIMENSIONS (PostgreSQL docs, CREATE STATISTICS)."""
MAX_TARGET = 10000
"""The largest statistics target (PostgreSQL docs, ALTER TABLE)."""


def check_settings(design: Design) -> Iterator[Problem]:
    """Statistics targets, what children set on inherited columns, and the index a relation is clustered on."""
    for table in design.tables:
        for column in table.columns:
            if wrong := _wrong_target(column.statistics_target):
                yield report(table, column_title(table, column), wrong, column.id)
        if table.inherited_columns:
            yield from _check_inherited(table, {column.id: column for column in columns_of(table, design)})
        yield from _check_relation(table)
        if table.foreign is not None:
            yield from (report(table, title(table), text) for text in _check_foreign(table, design))
    for statistics in design.statistics:
        for wrong in _check_statistics(statistics, design):
            yield report(statistics, title(statistics), wrong)
    for view in design.views:
        yield from _check_relation(view)
        for row in view.columns:
            if wrong := _wrong_target(row.statistics_target):
                yield report(view, f"{title(view)}, column {row.name}", wrong)


def _check_statistics(statistics: Statistics, design: Design) -> Iterator[str]:
    table = design.tables_by_id.get(statistics.table_id)
    if table is None:
        yield "the table it is about is not in the design. Choose another or remove it."
        return
    columns = {column.id for column in columns_of(table, design)}
    if any(key.column_id is not None and key.column_id not in columns for key in statistics.keys):
        yield "it names a column that the table does not have. Choose another."
    is_expression = [key.expression is not None for key in statistics.keys]
    if len(is_expression) > MAX_STATISTICS_KEYS:
        yield f"it has {len(is_expression)} keys, PostgreSQL allows {MAX_STATISTICS_KEYS}. Remove some."
    if len(is_expression) < 2 and not any(is_expression):
        yield "it needs two columns or an expression. Add another."
    if is_expression == [True] and statistics.kinds:
        yield "statistics on a single expression cannot have kinds. Remove them."
    if wrong := _wrong_target(statistics.target):
        yield wrong


def _check_inherited(table: Table, columns: dict[UUID, Column]) -> Iterator[Problem]:
    own = {column.id for column in table.columns}
    for row in table.inherited_columns:
        if row.column_id not in columns or row.column_id in own:
            text = "it sets something on a column that it does not inherit. Remove that."
            yield report(table, title(table), text)
        elif wrong := _wrong_target(row.statistics_target):
            yield report(table, column_title(table, columns[row.column_id]), wrong)


def _check_foreign(table: Table, design: Design) -> Iterator[str]:
    """What PostgreSQL docs, CREATE FOREIGN TABLE, leave out."""
    if not any(server.id == table.foreign.server_id for server in design.foreign_servers if table.foreign):
        yield "its server is not in the design. Choose another."
    if table.primary_key is not None or table.unique_keys or table.exclusions or table.indexes:
        yield "a foreign table can have no keys and no indexes. Remove them."


def _check_relation(relation: Table | View) -> Iterator[Problem]:
    for index in relation.indexes:
        for wrong in _wrong_index_targets(index):
            yield report(relation, part_title("Index", index.name, relation), wrong, index.id)
    if relation.clustered_on is not None and relation.clustered_on not in _index_ids(relation):
        text = "the index it is clustered on is not there. Choose another or none."
        yield report(relation, title(relation), text)


def _index_ids(relation: Table | View) -> set[UUID]:
    ids = {index.id for index in relation.indexes}
    if isinstance(relation, Table):
        ids |= {row.id for rows in (relation.unique_keys, relation.exclusions) for row in rows}
        ids |= {relation.primary_key.id} if relation.primary_key is not None else set()
    return ids


def _wrong_index_targets(index: Index) -> Iterator[str]:
    for place, target in index.statistics_targets:
        if not 1 <= place <= len(index.keys) or index.keys[place - 1].expression is None:
            yield f"key {place} is no expression, so it can have no statistics target. Set that on the column."
        elif wrong := _wrong_target(target):
            yield wrong


def _wrong_target(target: int | None) -> str:
    if target is None or 0 <= target <= MAX_TARGET:
        return ""
    return f"the statistics target {target} is not between 0 and {MAX_TARGET}. Choose another or none."
