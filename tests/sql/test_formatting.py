from __future__ import annotations

import pytest

from designer.design import Verbatim
from designer.sql.expressions import enclose, enclose_default, enclose_key, lower_keywords
from designer.sql.formatting import end_statement, format_script
from designer.sql.object_names import (
    identity_sequence_name,
    index_name,
    not_null_name,
    primary_key_name,
    unique_key_name,
)
from designer.sql.verbatim import write_create_verbatim, write_drop_verbatim
from tests.sql.building import id_, run


def test_related_lines_stand_together() -> None:
    script = format_script(
        ["create table a (\n)", "comment on table a is 'x'", "comment on column a.b is 'y'", "grant all on a to b"]
    )
    assert script == (
        "create table a (\n);\n\ncomment on table a is 'x';\ncomment on column a.b is 'y';\n\ngrant all on a to b;\n"
    )
    assert format_script([]) == ""


def test_a_comment_at_the_end_does_not_swallow_the_semicolon() -> None:
    assert end_statement("select 1 -- one\n") == "select 1 -- one\n;"
    assert end_statement("select '--'\nfrom t") == "select '--'\nfrom t;"


@pytest.mark.parametrize(
    ("text", "enclosed"),
    [
        ("a > 0", "(a > 0)"),
        ("(a > 0)", "(a > 0)"),
        ("(a) or (b)", "((a) or (b))"),
        ("(a = ')')", "(a = ')')"),
        ("(a = ')') or (b)", "((a = ')') or (b))"),
        ("(a = $x$)$x$)", "(a = $x$)$x$)"),
        ('(a = ")")', '(a = ")")'),
        ("(a = E'\\')')", "(a = E'\\')')"),
        ("(a /* ) */)", "(a /* ) */)"),
        ("lower(a)", "(lower(a))"),
        (" (a)\n", "(a)"),
        ("(select f())", "((select f()))"),
        ("( WITH x AS (SELECT 1) SELECT true FROM x)", "(( WITH x AS (SELECT 1) SELECT true FROM x))"),
        ("(selected)", "(selected)"),
    ],
)
def test_an_expression_gets_exactly_one_pair_of_parentheses(text: str, enclosed: str) -> None:
    assert enclose(text) == enclosed


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a", "a"),
        ('"A b"', '"A b"'),
        ("user", "(user)"),
        ("lower(a)", "lower(a)"),
        ("public.f(a)", "public.f(a)"),
        ("lower(a) || lower(b)", "(lower(a) || lower(b))"),
        ("(a + 1)", "(a + 1)"),
        ("not(a)", "(not(a))"),
        ("a::text", "(a::text)"),
    ],
)
def test_keys_of_indexes_are_enclosed_where_the_grammar_needs_it(text: str, written: str) -> None:
    assert enclose_key(text) == written


def test_keywords_are_lowered_outside_quotes_only() -> None:
    text = """FOR VALUES FROM ('A TO B', MINVALUE, "Ä", Ä) TO ($$IN$$, E'\\'X')"""
    lowered = """for values from ('A TO B', minvalue, "Ä", Ä) to ($$IN$$, E'\\'X')"""
    assert lower_keywords(text) == lowered


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("now()", "now()"),
        ("'{}'::jsonb", "'{}'::jsonb"),
        ("a or b", "(a or b)"),
        ("now() at time zone 'utc'", "(now() at time zone 'utc')"),
        ("x in (1, 2)", "(x in (1, 2))"),
    ],
)
def test_defaults_are_enclosed_where_the_grammar_needs_it(text: str, written: str) -> None:
    assert enclose_default(text) == written


def test_names_chosen_by_the_server_are_foreseen(scratch: object) -> None:
    long, wide = "t" * 60, "ä" * 30
    with scratch.connect() as connection:  # type: ignore[attr-defined]
        for table, column in (("t", "c"), (long, "c"), ("t2", wide), (long[:55], wide), (wide, long)):
            run(
                connection,
                f"create table {table} ({column} int primary key, i int generated always as identity,"
                f" unique ({column}, i))",
                f"create index on {table} (i, {column})",
            )
            names = connection.execute(
                f"select conname from pg_constraint where conrelid = '{table}'::regclass"
                f" union select relname from pg_index join pg_class on oid = indexrelid where indrelid = '{table}'::regclass"
                f" union select relname from pg_depend join pg_class on oid = objid where refobjid = '{table}'::regclass and deptype = 'i'"
                " and classid = 'pg_class'::regclass and objid <> refobjid"
            ).fetchall()
            found = {name for (name,) in names if "toast" not in name}
            foreseen = {
                primary_key_name(table),
                unique_key_name(table, [column, "i"]),
                index_name(table, ["i", column]),
                identity_sequence_name(table, "i"),
            }
            if connection.info.server_version >= 180000:
                foreseen |= {not_null_name(table, column), not_null_name(table, "i")}
            assert found == foreseen
            run(connection, f"drop table {table}")


def test_verbatim_objects_come_back_as_single_statements() -> None:
    rule = Verbatim(
        id=id_("v"),
        kind="RULE",
        schema="public",
        name="r",
        create_sql="CREATE RULE r AS ON INSERT TO t DO NOTHING;\nCOMMENT ON RULE r ON t IS 'a;b';\n",
        drop_sql="DROP RULE r ON t;",
        reason="rules are not modelled",
    )
    assert write_create_verbatim(rule) == [
        "CREATE RULE r AS ON INSERT TO t DO NOTHING",
        "COMMENT ON RULE r ON t IS 'a;b'",
    ]
    assert write_drop_verbatim(rule) == ["DROP RULE r ON t"]
