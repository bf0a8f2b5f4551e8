from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from designer.design import Argument, Function
from designer.sql.functions import (
    can_replace_function,
    signature,
    write_create_function,
    write_drop_function,
)
from designer.sql.options import split_list, write_setting
from designer.sql.schemas import write_rename, write_set_schema
from tests.sql.building import HOSTILE_NAMES, function, run, value

SAFE = function(
    "is_member",
    Argument(name="team_id", type="uuid"),
    Argument(name="role", type="text", default="'x'::text"),
    returns="boolean",
    body="select true",
    volatility="stable",
    is_security_definer=True,
    settings=(("search_path", '""'),),
)


def test_functions_are_written_exactly() -> None:
    assert write_create_function(SAFE) == [
        """\
create or replace function public.is_member(team_id uuid, role text default 'x'::text)
  returns boolean
  language sql
  stable
  security definer
  set search_path = ''
as $$select true$$"""
    ]
    assert signature(SAFE) == "public.is_member(uuid, text)"
    assert write_drop_function(SAFE) == ["drop function public.is_member(uuid, text)"]


def test_long_argument_lists_stand_one_per_line() -> None:
    many = function("f", *(Argument(name=f"argument_{number}", type="character varying") for number in range(3)))
    assert write_create_function(many)[0].splitlines()[1:4] == [
        "  argument_0 character varying,",
        "  argument_1 character varying,",
        "  argument_2 character varying",
    ]


@pytest.mark.parametrize(
    ("name", "stored", "text"),
    [
        ("search_path", '""', "set search_path = ''"),
        ("search_path", "", "set search_path = ''"),
        ("search_path", "public, extensions", "set search_path = public, extensions"),
        ("search_path", '"$user", public, "A""b"', "set search_path = '$user', public, 'A\"b'"),
        ("statement_timeout", "3s", "set statement_timeout = '3s'"),
        ("request.jwt", "it's", "set request.jwt = 'it''s'"),
        ("DateStyle", "ISO, DMY", "set \"DateStyle\" = 'ISO, DMY'"),
    ],
)
def test_settings_are_written_by_their_kind(name: str, stored: str, text: str) -> None:
    assert write_setting(name, stored) == text


def test_list_settings_are_split_like_the_server_does() -> None:
    assert split_list(' a , "b, c" ,d') == ["a", "b, c", "d"]


FORMS = [
    SAFE,
    function("out", Argument(name="a", type="integer", mode="out"), Argument(name="b", type="text", mode="inout"), returns=None, body="select 1, $1"),
    function("rows", Argument(name="Id", type="integer", mode="table"), Argument(name="t", type="text[]", mode="table"), returns=None, body="select 1, null::text[]", rows=5.0, cost=12.5),
    function("setof", returns="SETOF integer", is_strict=True, parallel="safe", volatility="immutable"),
    function("many", Argument(name="a", type="text[]", mode="variadic"), returns="void", body=""),
    function("unnamed", Argument(type="integer"), Argument(type="double precision")),
    function("atomic", Argument(name="a", type="integer"), body="BEGIN ATOMIC\n SELECT (a + 1);\nEND", is_sql_body=True),
    function("returning", Argument(name="a", type="integer"), body="RETURN (a + 1)", is_sql_body=True),
    function("proc", Argument(name="a", type="integer"), Argument(name="b", type="text", mode="inout"), returns=None, is_procedure=True, language="plpgsql", body="begin end"),
    function("dollars", language="plpgsql", body="begin return $$x$$ || $body1$y$body1$; end; -- $"),
    function("paths", settings=(("search_path", '"$user", public'), ("statement_timeout", "5s"), ("DateStyle", "ISO, DMY"))),
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_runs_twice_and_keeps_its_body(scratch: Any, form: Function) -> None:
    with scratch.connect() as connection:
        run(connection, write_create_function(form, or_replace=False), write_create_function(form))
        if form.is_sql_body:
            assert (
                value(
                    connection, "select btrim(pg_get_function_sqlbody(oid)) from pg_proc where proname = %s", form.name
                )
                == form.body
            )
        else:
            assert value(connection, "select prosrc from pg_proc where proname = %s", form.name) == form.body
        stored = value(connection, "select proconfig from pg_proc where proname = %s", form.name) or []
        assert stored == [f"{name}={text}" for name, text in form.settings]
        run(connection, write_rename(form, replace(form, name="Other")))
        run(connection, "create schema app", write_set_schema(replace(form, name="Other"), replace(form, schema="app")))
        run(connection, write_drop_function(replace(form, name="Other", schema="app")))


def test_window_functions_and_links_to_c_are_written() -> None:
    linked = function(
        "w", language="c", body="$libdir/x", link_symbol="w_sym", is_window=True, is_leakproof=True, support="public.s"
    )
    assert write_create_function(linked)[0].splitlines()[2:] == [
        "  language c",
        "  window",
        "  leakproof",
        "  support public.s",
        "as '$libdir/x', 'w_sym'",
    ]


CHANGES = [
    (replace(SAFE, body="select false", volatility="volatile"), True),
    (replace(SAFE, returns="integer", body="select 1"), False),
    (replace(SAFE, arguments=(replace(SAFE.arguments[0], name="other"), SAFE.arguments[1])), False),
    (replace(SAFE, arguments=(SAFE.arguments[0], replace(SAFE.arguments[1], default=None))), False),
    (replace(SAFE, arguments=(SAFE.arguments[0], replace(SAFE.arguments[1], default="'y'"))), True),
]


@pytest.mark.parametrize(("changed", "can"), CHANGES)
def test_the_server_agrees_on_what_can_be_replaced(scratch: Any, changed: Function, can: bool) -> None:
    assert can_replace_function(SAFE, changed) is can
    with scratch.connect() as connection:
        run(connection, write_create_function(SAFE))
        if can:
            run(connection, write_create_function(changed))
        else:
            with pytest.raises(Exception, match="cannot"):
                run(connection, write_create_function(changed))


def test_hostile_names_and_bodies_survive(scratch: Any) -> None:
    with scratch.connect() as connection:
        for name in HOSTILE_NAMES:
            body = f"select 1 /* {name} $$ $body1$ ' \\ */ -- $"
            evil = function(
                name,
                Argument(name=name, type="integer", default="1"),
                body=body,
                settings=(("application_name", name[:40]),),
            )
            run(connection, write_create_function(evil))
            assert value(connection, "select prosrc from pg_proc where proname = %s", name) == body
            assert value(connection, "select proconfig from pg_proc where proname = %s", name) == [
                f"application_name={name[:40]}"
            ]
            run(connection, write_drop_function(evil))
