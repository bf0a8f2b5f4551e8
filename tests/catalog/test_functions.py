"""Functions and procedures, from SQL to values."""

from __future__ import annotations

from designer.design import Argument, Function, Grant, id_from_path
from tests.catalog.conftest import Read


def only(read: Read, sql: str) -> Function:
    (function,) = read(sql).functions
    return function


def test_every_property_of_a_function(read: Read) -> None:
    function = only(
        read,
        """
        create function f(a int, b text default 'x, y', variadic rest text[] default '{}') returns setof uuid
          language plpgsql stable strict security definer parallel safe cost 7 rows 5
          set search_path = '' set statement_timeout = '5s' as 'begin return; end';
        revoke all on function f from public, anon, authenticated, service_role;
        grant execute on function f to service_role;
        comment on function f is 'Does';
        """,
    )
    assert function == Function(
        id=id_from_path("function", "public", "f", "integer, text, text[]"),
        schema="public",
        name="f",
        arguments=(
            Argument(type="integer", name="a"),
            Argument(type="text", name="b", default="'x, y'::text"),
            Argument(type="text[]", name="rest", mode="variadic", default="'{}'::text[]"),
        ),
        returns="SETOF uuid",
        language="plpgsql",
        body="begin return; end",
        volatility="stable",
        is_strict=True,
        is_security_definer=True,
        parallel="safe",
        cost=7,
        rows=5,
        settings=(("search_path", '""'), ("statement_timeout", "5s")),
        grants=(Grant(grantee="service_role", privileges=("EXECUTE",)),),
        comment="Does",
    )


def test_defaults_are_not_recorded(read: Read) -> None:
    function = only(read, "create function f() returns setof int language sql as 'select 1'")
    assert (function.cost, function.rows, function.grants, function.support) == (None, None, None, None)


def test_results_given_by_arguments(read: Read) -> None:
    design = read("""
        create function a(out x int, inout y text) language sql as 'select 1, y';
        create function b(out x int, out y text) returns setof record language sql as 'select 1, ''z''';
        create function c() returns table (x int, y text) language sql as 'select 1, ''z''';
        create procedure d(a int, out b int) language plpgsql as 'begin b := a; end';
    """)
    a, b, c, d = design.functions
    assert (a.returns, [argument.mode for argument in a.arguments]) == (None, ["out", "inout"])
    assert b.returns == "SETOF record"
    assert (c.returns, [argument.mode for argument in c.arguments]) == (None, ["table", "table"])
    assert (d.is_procedure, d.returns) == (True, None)


def test_a_body_in_sql_is_qualified(read: Read) -> None:
    design = read("""
        create table t (a int);
        create function one() returns int language sql return 1 + (select max(a) from t);
        create procedure two() language sql begin atomic insert into t values (1); delete from t; end;
    """)
    one, two = design.functions
    assert one.is_sql_body
    assert two.is_sql_body
    assert one.body == "RETURN (1 + (SELECT max(t.a) AS max FROM public.t))"
    assert two.body.startswith("BEGIN ATOMIC\n INSERT INTO public.t")


def test_overloads_are_told_apart_by_argument_types(read: Read) -> None:
    design = read("""
        create type mood as enum ();
        create function f(mood[]) returns int language sql as 'select 1';
        create function f(timestamptz) returns int language sql as 'select 1';
    """)
    assert {function.id for function in design.functions} == {
        id_from_path("function", "public", "f", "public.mood[]"),
        id_from_path("function", "public", "f", "timestamp with time zone"),
    }


def test_aggregates_are_left_to_pg_dump(read: Read) -> None:
    design = read("create aggregate total(int) (sfunc = int4pl, stype = int, initcond = '0')")
    assert design.functions == ()
