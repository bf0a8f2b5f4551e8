"""One consistent reading of the system catalogs: a fixed number of queries in one snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
from psycopg import Connection
from psycopg.pq import TransactionStatus
from psycopg.rows import tuple_row

from designer.catalog.rows import Rows
from designer.postgres.stored_texts import is_read_differently, read_alike

_QUERIES = Path(__file__).with_name("queries")

_STORED_TEXTS = frozenset({
    "check_expression", "definition", "expression", "keys", "predicate", "query", "sql_body", "text",
    "using_expression",
})  # fmt: skip
"""Columns of the queries with what PostgreSQL prints of stored expressions."""

_SETTINGS = """
select
  set_config('search_path', 'pg_catalog', true),
  set_config('DateStyle', 'ISO, MDY', true),
  set_config('IntervalStyle', 'postgres', true),
  set_config('TimeZone', 'UTC', true),
  set_config('extra_float_digits', '1', true),
  set_config('quote_all_identifiers', 'off', true)
"""
"""What decides how PostgreSQL prints stored expressions. With pg_catalog alone every other name comes out qualified."""


def read_rows(connection: Connection[Any]) -> Rows:
    """All rows of all queries. Raises psycopg.Error; the connection's own settings are untouched."""
    with snapshot(connection):
        return Rows(**{name: run_query(connection, name, row_type) for name, row_type in _row_types().items()})


@contextmanager
def snapshot(connection: Connection[Any]) -> Iterator[None]:
    """A transaction in which every query sees the same catalogs and prints expressions schema-qualified.

    Inside a transaction of the caller its own snapshot rules count, and the settings end with a savepoint.
    """
    is_own = connection.info.transaction_status == TransactionStatus.IDLE
    with connection.transaction(force_rollback=True):
        if is_own:
            connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute(_SETTINGS)
        yield


def run_query(
    connection: Connection[Any], name: str, row_type: Any, parameters: dict[str, object] | None = None
) -> Any:
    """The rows of one .sql file as values of `row_type`; JSON on the way, because it decodes typed and fast."""
    # Percent signs count as placeholders only when there are parameters.
    with connection.cursor(row_factory=tuple_row) as cursor:
        cursor.execute(_statement(name), parameters)
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 - an aggregate always returns one row
    if is_read_differently(row[0]):
        return msgspec.convert([_read_alike(found) for found in msgspec.json.decode(row[0])], row_type)
    return msgspec.json.decode(row[0], type=row_type)


def _read_alike(row: dict[str, Any]) -> dict[str, Any]:
    """The row with texts that are stored again as they are."""
    for name in _STORED_TEXTS & row.keys():
        if isinstance(row[name], str):
            row[name] = read_alike(row[name])
        elif isinstance(row[name], list):
            row[name] = [read_alike(text) for text in row[name]]
    return row


@cache
def _statement(name: str) -> str:
    query = (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")
    return f"select coalesce(json_agg(catalog_row), '[]')::text from (\n{query}\n) as catalog_row"  # noqa: S608 - ours


@cache
def _row_types() -> dict[str, Any]:
    return get_type_hints(Rows)
