"""Tests of tables and views: columns with their types, keys, references, checks; which views act for whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psycopg import Connection

from designer.access.suites.files import Step, SuiteFile, write_array, write_is
from designer.design import Design, Relationship, Table, View
from designer.postgres.quoting import quote_literal
from designer.sql.names import name_of

_COLUMNS = """\
array(select attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then ' not null' else '' end
    from pg_attribute where attrelid = {table}::regclass and attnum > 0 and not attisdropped order by attnum)"""
_INVOKER = "security_invoker"


def write_schema_file(connection: Connection[Any], design: Design) -> SuiteFile:
    """Asks the database, which holds the design, how it spells types: as it will when the tests ask it."""
    tables = sorted((table for table in design.tables if not table.is_managed), key=name_of)
    steps = [step for table in tables for step in _table(connection, design, table)]
    steps += [step for view in sorted(design.views, key=name_of) for step in _view(view)]
    return SuiteFile(
        name="000_schema.test.sql", title="Tables with their columns and constraints, and views.", steps=tuple(steps)
    )


def _table(connection: Connection[Any], design: Design, table: Table) -> Iterator[Step]:
    name = f"{table.schema}.{table.name}"
    place = f"{quote_literal(table.schema)}, {quote_literal(table.name)}"
    have = _COLUMNS.format(table=quote_literal(name_of(table)))
    yield write_is(have, write_array(_read_columns(connection, have)), f"{name}: its columns")
    if table.primary_key is not None:
        columns = _columns(table, table.primary_key.column_ids)
        yield Step(f"select col_is_pk({place}, {columns}, {quote_literal(f'{name}: its primary key')})")
    for key in sorted(table.unique_keys, key=lambda key: key.name):
        about = quote_literal(f"{name}: {key.name} is unique")
        yield Step(f"select col_is_unique({place}, {_columns(table, key.column_ids)}, {about})")
    rows = sorted((row for row in design.relationships if row.table_id == table.id), key=lambda row: row.name)
    for row in rows:
        yield _reference(design, table, row)
    for check in sorted(table.checks, key=lambda check: check.name):
        yield write_is(
            "(select convalidated from pg_constraint\n"
            f"    where conrelid = {quote_literal(name_of(table))}::regclass and conname = {quote_literal(check.name)}"
            " and contype = 'c')",
            str(check.is_validated).lower(),
            f"{name}: {check.name} is checked",
        )


def _read_columns(connection: Connection[Any], query: str) -> list[str]:
    with connection.transaction():
        connection.execute("set local search_path = pg_catalog, extensions, public")
        row = connection.execute(f"select {query}".encode()).fetchone()
    return list(row[0]) if row else []


def _reference(design: Design, table: Table, row: Relationship) -> Step:
    target = design.tables_by_id[row.target_table_id]
    arguments = [
        quote_literal(table.schema),
        quote_literal(table.name),
        _columns(table, row.column_ids),
        quote_literal(target.schema),
        quote_literal(target.name),
        _columns(target, row.target_column_ids),
        quote_literal(f"{table.schema}.{table.name}: {row.name} refers to {target.schema}.{target.name}"),
    ]
    return Step(f"select fk_ok({', '.join(arguments)})")


def _view(view: View) -> Iterator[Step]:
    if view.is_materialized:
        return
    about = f"{view.schema}.{view.name}"
    asks_caller = dict(view.options).get(_INVOKER, "false").lower() in {"true", "on", "1", "yes"}
    options = f"(select reloptions from pg_class where oid = {quote_literal(name_of(view))}::regclass)"
    yield write_is(
        f"coalesce((select option_value::boolean from pg_options_to_table({options})\n"
        f"    where option_name = {quote_literal(_INVOKER)}), false)",
        str(asks_caller).lower(),
        f"{about} acts with the rights of {'whoever asks' if asks_caller else 'its owner'}",
    )


def _columns(table: Table, ids: tuple[Any, ...]) -> str:
    names = {column.id: column.name for column in table.columns}
    return f"array[{', '.join(quote_literal(names[id_]) for id_ in ids)}]::name[]"
