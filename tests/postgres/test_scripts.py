"""Splitting input as psql does, and refusing what is no SQL text."""

from __future__ import annotations

import time

import pytest

from designer.postgres.scripts import Script, ScriptCommand, ScriptError, count_rows, read_script
from designer.postgres.splitting import split_text


def texts(script: Script) -> list[str]:
    return [statement.sql for statement in script.statements]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("select 1; select 2", ["select 1", "select 2"]),
        (" ;; \n-- nothing\n;/* nor here; */;", []),
        ("select ';', \"a;b\", E'\\';' , 'it''s;'; select 2;", ["select ';', \"a;b\", E'\\';' , 'it''s;'", "select 2"]),
        ("select $$;$$, $a$ ; $$ ; $b$ $a$; x", ["select $$;$$, $a$ ; $$ ; $b$ $a$", "x"]),
        ("select $1; select a$b$c; d", ["select $1", "select a$b$c", "d"]),
        ("select /* ; /* ; */ ; */ 1; -- ;\nselect 2", ["select /* ; /* ; */ ; */ 1", "select 2"]),
        ("create rule r as on insert to t do (select 1; select 2); x", ["create rule r as on insert to t do (select 1; select 2)", "x"]),
        ("select 1 -- last", ["select 1 -- last"]),
        ("select 'open; select 2;", ["select 'open; select 2;"]),
        ("select U&'d\\0061t;a'; x", ["select U&'d\\0061t;a'", "x"]),
        ("begin; case; end;", ["begin", "case", "end"]),
        ("select 1 / 2 - 3 -- ;\n, $1, $$;$$; x", ["select 1 / 2 - 3 -- ;\n, $1, $$;$$", "x"]),
        ("select e';', e'\\';', type';', \"e\"';'; x", ["select e';', e'\\';', type';', \"e\"';'", "x"]),
        ("select 1 /* ; */ + 2, ';'; x", ["select 1 /* ; */ + 2, ';'", "x"]),
        ("create table t (a int; create table b ()", ["create table t (a int", "create table b ()"]),
    ],
)  # fmt: skip
def test_semicolons_split_only_outside_quotes_comments_and_parentheses(source: str, expected: list[str]) -> None:
    assert texts(read_script(source)) == expected


def test_a_body_of_sql_is_one_statement() -> None:
    function = (
        "create or replace function f(a int) returns int begin atomic\n"
        "  select case when a > 1 then 2 else 3 end; select 4;\nend"
    )
    assert texts(read_script(f"{function}; select 5;")) == [function, "select 5"]


def test_case_in_a_default_does_not_hide_the_end_of_a_function() -> None:
    function = "create function f(a int default case when true then 1 end) returns int language sql as 'select 1'"
    assert texts(read_script(f"{function}; select 2;")) == [function, "select 2"]


def test_lines_are_those_of_the_first_word() -> None:
    script = read_script("-- head\n\n  select 1\n  , 2;\n/* two\nlines */ select 3;\nselect 4;select\n5;\n")
    assert [statement.line for statement in script.statements] == [3, 6, 7, 7]


def test_kinds_name_command_and_object() -> None:
    source = (
        "create or replace function f() returns int language sql as ''; CREATE TEMP TABLE t(); create unique index on t (a);"
        "alter default privileges grant select on tables to x; drop materialized view v; insert into t values (1);"
        "create /* c */ policy p on t; create constraint trigger c after insert on t execute function f()"
    )
    kinds = [statement.kind for statement in read_script(source).statements]
    assert kinds == [
        "CREATE FUNCTION", "CREATE TABLE", "CREATE INDEX", "ALTER DEFAULT PRIVILEGES", "DROP MATERIALIZED VIEW", "INSERT",
        "CREATE POLICY", "CREATE TRIGGER",
    ]  # fmt: skip


DUMP = "--\n-- PostgreSQL database dump\n--\n"


def test_copy_data_of_a_dump_is_counted_and_skipped() -> None:
    script = read_script(
        f"{DUMP}copy public.t (a, b) from stdin;\n1\tx;'\n2\t$$\n\\.\n\nselect 1;\ncopy t from stdin;\n3\n"
    )
    assert texts(script) == ["select 1"]
    assert [(part.line, part.what) for part in script.skipped] == [
        (4, "copy public.t (a, b) from stdin"),
        (10, "copy t from stdin"),
    ]
    assert count_rows(script) == 3


def test_inserts_of_a_dump_are_counted_by_table_and_skipped() -> None:
    script = read_script(
        f"{DUMP}create table t ();\ninsert into public.t values (1);\ninsert into public.t values (2);\n"
        "INSERT INTO public.\"U v\" VALUES\n\t(1),\n\t(2),\n\t(3);\nselect setval('s', 3);"
    )
    assert texts(script) == ["create table t ()", "select setval('s', 3)"]
    assert [(part.line, part.what, part.rows) for part in script.skipped] == [
        (5, "INSERT INTO public.t", 2),
        (7, 'INSERT INTO public."U v"', 3),
    ]
    assert script.skipped[0].why == "2 rows: data is not part of a schema and was not loaded"


def test_rows_of_other_scripts_are_part_of_their_statement() -> None:
    script = read_script(
        "copy t from stdin;\n1\tx\n\\.\nselect 1;\n\\copy u (a) from pstdin with csv\n2\n\\.\nselect 2"
    )
    assert [(statement.sql, statement.data, statement.line) for statement in script.statements] == [
        ("copy t from stdin", "1\tx\n", 1),
        ("select 1", None, 4),
        ("COPY u (a) FROM stdin with csv", "2\n", 5),
        ("select 2", None, 8),
    ]


def test_large_data_is_skipped_in_any_script() -> None:
    rows = "x" * 99 + "\n"
    script = read_script(
        f"copy t from stdin;\n{rows * 20_000}\\.\ninsert into t values ('{'x' * (5 << 20)}');\nselect 1"
    )
    assert texts(script) == ["select 1"]
    assert [part.rows for part in script.skipped] == [20_000, 1]


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_a_script_is_cut_the_same_whatever_pieces_it_comes_in(size: int) -> None:
    text = (
        "-- head; with ' and /*\n/* a ; /* b */ ; */ select 'it''s;', E'\\';', $a$;$$;$a$, \"x;y\"; select 1 \\gexec\n"
        "create function f() returns int begin atomic select case when true then 1 end; select 2; end;\n"
        "\\if :{?x}\ncopy t from stdin;\n1\t;'\n\\.\n\\endif\ninsert into t values (1); -- end\nselect\n  2"
    )
    pieces = (text[start : start + size] for start in range(0, len(text), size))
    assert list(split_text(pieces, "x.sql")) == list(read_script(text).parts)


def test_psql_commands_stand_between_statements() -> None:
    script = read_script(
        "\\restrict abc\n\\connect other\nselect 1 \\gset\n\\i more.sql\n\\copy t from stdin\n1\n\\.\nselect 2 \\; select 3;\n\\unrestrict abc"
    )
    assert texts(script) == ["select 1", "COPY t FROM stdin", "select 2", "select 3"]
    assert script.statements[0].ending == "\\gset"
    commands = [(part.line, part.name) for part in script.parts if isinstance(part, ScriptCommand)]
    assert commands == [(1, "\\restrict"), (2, "\\connect"), (4, "\\i"), (9, "\\unrestrict")]


@pytest.mark.parametrize(
    "source",
    [
        "select 'é' as ünïcode".encode(),
        "\ufeffselect 'é' as ünïcode".encode(),
        "select 'é' as ünïcode".encode("utf-16"),
    ],
)
def test_utf8_and_utf16_are_read(source: bytes) -> None:
    assert texts(read_script(source)) == ["select 'é' as ünïcode"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"select 1;\nselect '\xe9t\xe9';", r"x.sql, line 2, column 9: byte 0xe9 at offset 18 .* iconv -f latin1"),
        (b"PGDMP\x01\x0e", "pg_dump --format=plain.*pg_restore -f"),
        (b"PK\x03\x04\x14", "a zip archive"),
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary file"),
        (b"select 1;\n\0", "line 2: a NUL character at offset 10"),
    ],
)
def test_what_is_no_sql_text_is_refused_with_the_remedy(source: bytes, message: str) -> None:
    with pytest.raises(ScriptError, match=message):
        read_script(source)


def test_what_a_server_counted_for_itself_is_passed_over() -> None:
    script = read_script("ALTER TABLE ONLY public.t ALTER COLUMN id SET (pg_attver=22158904);\nselect 1;", "dump.sql")
    assert texts(script) == ["select 1"]
    assert [(part.line, part.is_harmless) for part in script.skipped] == [(1, True)]
    kept = read_script("ALTER TABLE ONLY public.t ALTER COLUMN id SET (n_distinct=5)")
    assert texts(kept) == ["ALTER TABLE ONLY public.t ALTER COLUMN id SET (n_distinct=5)"]


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(ScriptError, match=r"big.sql has 2 MB; at most 1 MB"):
        read_script(b" " * (2 << 20), "big.sql", size_limit=1 << 20)


@pytest.mark.parametrize(
    "source",
    [
        "insert into t values (1, 'abc');\n" * 30_000,
        "select '" + "x;" * 5_000_000,
        "select " + "'';" * 200_000,
        "((((" * 500_000,
    ],
    ids=["many statements", "one open literal", "empty literals", "open parentheses"],
)
def test_large_input_takes_time_in_proportion(source: str) -> None:
    started = time.perf_counter()
    read_script(source)
    # Far from a limit of seconds: quadratic behaviour would take minutes.
    assert time.perf_counter() - started < 20
