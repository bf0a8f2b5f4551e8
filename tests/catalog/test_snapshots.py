"""How the catalogs are read: by few queries, in one snapshot, without traces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

import designer.catalog
from designer.catalog import read_design
from designer.catalog.rows import Rows
from designer.catalog.snapshots import read_rows
from tests.catalog.conftest import Read

TABLES = """
do $$ begin for i in 1..%s loop
  execute format('create table t%%s (id int primary key, p int references t1, check (p > 0))', i);
  execute format('create policy p on t%%s using (id > 0)', i);
  execute format('create view v%%s as select * from t%%s', i, i);
end loop; end $$
"""


def statements(connection: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> int:
    count = 0
    execute = psycopg.Cursor.execute

    def counting(self: Any, *arguments: Any, **options: Any) -> Any:
        nonlocal count
        # The sandbox's watchdog runs beside us on a connection of its own.
        count += self.connection is connection
        return execute(self, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", counting)
        read_design(connection)
    return count


def test_the_number_of_queries_does_not_grow_with_the_database(
    connection: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.execute((TABLES % 1).encode())
    few = statements(connection, monkeypatch)
    connection.execute("drop schema public cascade; create schema public")
    connection.execute((TABLES % 50).encode())
    many = statements(connection, monkeypatch)
    assert few == many == len(Rows.__struct_fields__) + 2


def test_every_query_has_a_file_that_says_what_it_reads() -> None:
    files = {path.stem: path.read_text() for path in Path(designer.catalog.__file__).parent.glob("queries/*.sql")}
    assert files.keys() == {*Rows.__struct_fields__, "dependents", "stand_ins"}
    assert all(text.startswith("-- ") for text in files.values())


def test_the_sessions_settings_are_untouched_and_do_not_matter(connection: psycopg.Connection[Any], read: Read) -> None:
    first = read("""
        create table t (at timestamptz default '2026-01-01 00:00+02', "Odd" text) partition by range (at);
        create table p partition of t for values from ('2026-01-01') to ('2026-02-01');
    """)
    connection.execute("set search_path = public, auth; set timezone = 'Asia/Tokyo'; set datestyle = 'German'")
    connection.execute("set quote_all_identifiers = on; set extra_float_digits = -3")
    assert read("select") == first
    assert connection.execute("select current_setting('datestyle')").fetchone() == ("German, DMY",)


def test_a_transaction_of_the_caller_is_respected(connection: psycopg.Connection[Any]) -> None:
    with connection.transaction(force_rollback=True):
        connection.execute("create table t (a int)")
        assert read_design(connection).table("public", "t").name == "t"
        connection.execute("select 1")
    assert read_design(connection).tables == ()


def test_temporary_tables_are_nobodys_design(connection: psycopg.Connection[Any]) -> None:
    connection.execute("create temporary table scrap (id serial primary key)")
    design = read_design(connection)
    assert (design.tables, design.sequences) == ((), ())


def test_rows_are_decoded_with_their_types(connection: psycopg.Connection[Any]) -> None:
    connection.execute("create table t (a int)")
    (row,) = [row for row in read_rows(connection).columns if row.name == "a" and row.type_name == "integer"]
    assert (row.number, row.is_nullable, row.expression) == (1, True, None)
