from __future__ import annotations

from typing import Any

import pytest

from designer.design import PUBLIC, Argument, Design, Enum, Grant, Identity, Schema, View
from designer.design.code import Sequence
from designer.sql.enums import write_create_enum
from designer.sql.functions import write_create_function
from designer.sql.grants import (
    PRIVILEGES,
    write_grants,
    write_initial_grants,
    write_revoke_platform_defaults,
)
from designer.sql.schemas import write_create_schema
from designer.sql.sequences import write_create_sequence
from designer.sql.tables import write_create_table
from designer.sql.views import write_create_view
from tests.sql.building import HOSTILE_NAMES, column, design, function, id_, run, table, value

A, B = column("a"), column("b, c")
NUMBER = column("number", "bigint", is_nullable=False, identity=Identity.ALWAYS)
T = table("t", A, B, NUMBER)
D = design(T)


def grant(grantee: str, *privileges: str, **attributes: Any) -> Grant:
    return Grant(grantee=grantee, privileges=privileges, **attributes)


ALL = PRIVILEGES["table"]


@pytest.mark.parametrize(
    ("old", "new", "statements"),
    [
        ((), (grant("anon", "SELECT"),), ["grant select on table public.t to anon"]),
        (
            (),
            (grant("anon", "INSERT", "SELECT"), grant("authenticated", "SELECT", "INSERT")),
            ["grant select, insert on table public.t to anon, authenticated"],
        ),
        ((), (grant("service_role", *ALL),), ["grant all on table public.t to service_role"]),
        ((), (grant(PUBLIC, *ALL[:-1]),), ["grant select, insert, update, delete, truncate, references, trigger on table public.t to public"]),
        ((grant("anon", "SELECT"),), (), ["revoke select on table public.t from anon"]),
        ((grant("anon", "SELECT"),), (grant("anon", "SELECT"),), []),
        (
            (grant("anon", "DELETE", "SELECT"),),
            (grant("anon", "INSERT", "SELECT"),),
            ["revoke delete on table public.t from anon", "grant insert on table public.t to anon"],
        ),
        (
            (),
            (grant("anon", "SELECT", "UPDATE", column_ids=(A.id, B.id)),),
            ['grant select (a, "b, c"), update (a, "b, c") on table public.t to anon'],
        ),
        (
            (),
            (grant("anon", "SELECT", column_ids=(A.id, B.id)), grant("anon", "UPDATE", column_ids=(B.id,))),
            ['grant select (a, "b, c"), update ("b, c") on table public.t to anon'],
        ),
        (
            (grant("anon", "SELECT", with_grant_option=True),),
            (grant("anon", "SELECT"),),
            ["revoke grant option for select on table public.t from anon"],
        ),
        (
            (grant("anon", "SELECT"),),
            (grant("anon", "SELECT", with_grant_option=True),),
            ["grant select on table public.t to anon with grant option"],
        ),
        (
            (grant("anon", "SELECT"), grant("anon", "SELECT", column_ids=(A.id,))),
            (grant("anon", "SELECT", column_ids=(A.id,)),),
            ["revoke select on table public.t from anon", "grant select (a) on table public.t to anon"],
        ),
    ],
)  # fmt: skip
def test_the_difference_of_two_lists_is_written_exactly(
    old: tuple[Grant, ...], new: tuple[Grant, ...], statements: list[str]
) -> None:
    assert write_grants(T, old, new, D) == statements


def test_every_kind_of_target_is_named_rightly() -> None:
    schema = Schema(id=id_("s"), name="App")
    mood = Enum(id=id_("e"), schema="App", name="mood")
    procedure = function("p", Argument(type="integer"), is_procedure=True, returns=None)
    usage = (grant("anon", "USAGE"),)
    assert write_grants(schema, (), usage, D) == ['grant usage on schema "App" to anon']
    assert write_grants(mood, None, usage, D) == [
        'revoke usage on type "App".mood from public',
        'grant usage on type "App".mood to anon',
    ]
    assert write_grants(procedure, (), None, D) == ["grant execute on procedure public.p(in integer) to public"]
    assert write_grants(T, (), usage, D, column=NUMBER) == ["grant usage on sequence public.t_number_seq to anon"]
    sequence = Sequence(id=id_("q"), schema="public", name="q")
    assert write_grants(sequence, (), (grant("anon", "SELECT", "UPDATE", "USAGE"),), D) == [
        "grant all on sequence public.q to anon"
    ]


def test_platform_defaults_are_taken_away() -> None:
    roles = "anon, authenticated, service_role"
    assert write_revoke_platform_defaults(T, D) == [f"revoke all on table public.t from {roles}"]
    assert write_revoke_platform_defaults(T, D, column=NUMBER) == [
        f"revoke all on sequence public.t_number_seq from {roles}"
    ]
    assert write_revoke_platform_defaults(function("f", grants=()), D) == [
        f"revoke all on function public.f() from public, {roles}"
    ]
    assert write_revoke_platform_defaults(function("f"), D) == []
    assert write_revoke_platform_defaults(Schema(id=id_("s"), name="s"), D) == []
    assert write_revoke_platform_defaults(Enum(id=id_("e"), schema="x", name="e", grants=()), D) == [
        "revoke all on type x.e from public"
    ]


HELD = """
select coalesce(r.rolname, 'public') as grantee, privilege_type, is_grantable, coalesce(a.attname, '') as place
from pg_class c
left join lateral (select '' as attname, c.relacl as acl union all
  select attname, attacl from pg_attribute where attrelid = c.oid and attacl is not null) a on true,
  aclexplode(a.acl) x left join pg_roles r on r.oid = x.grantee
where c.oid = 't'::regclass and x.grantee <> c.relowner order by 1, 2, 3, 4
"""

LISTS = [
    (),
    (grant("anon", "SELECT"), grant("authenticated", "DELETE", "INSERT", "SELECT", "UPDATE")),
    (grant("anon", "SELECT", column_ids=(A.id,)), grant("authenticated", "SELECT", with_grant_option=True)),
    (grant("anon", "SELECT"), grant("anon", "INSERT", "SELECT", column_ids=(A.id, B.id), with_grant_option=True)),
    (grant(PUBLIC, "REFERENCES"), grant("authenticated", "SELECT"), grant("service_role", *ALL[:-1])),
]


def expected(grants: tuple[Grant, ...]) -> list[tuple[str, str, bool, str]]:
    names = {A.id: A.name, B.id: B.name}
    return sorted(
        (one.grantee, privilege, one.with_grant_option, names[id_] if id_ else "")
        for one in grants
        for privilege in one.privileges
        for id_ in one.column_ids or (None,)
    )


def test_every_list_becomes_every_other_on_the_server(scratch: Any) -> None:
    with scratch.connect() as connection:
        run(connection, write_create_table(T, D), write_initial_grants(T, D))
        assert connection.execute(HELD).fetchall() == []
        for old in LISTS:
            for new in LISTS:
                run(connection, write_grants(T, (), old, D), write_grants(T, old, new, D))
                assert sorted(connection.execute(HELD).fetchall()) == expected(new), (old, new)
                run(connection, write_grants(T, new, (), D))


def test_new_objects_of_every_kind_hold_exactly_their_grants(scratch: Any) -> None:
    reader = (grant("anon", "SELECT"),)
    number = column(
        "number", "bigint", is_nullable=False, identity=Identity.ALWAYS, identity_grants=(grant("anon", "USAGE"),)
    )
    everything = table("all", number, grants=(grant("service_role", *ALL[:-1]),))
    view = View(id=id_("v"), schema="public", name="v", query="select 1 as a", grants=reader)
    code = function("f", grants=(grant("authenticated", "EXECUTE"),))
    procedure = function("p", is_procedure=True, returns=None, body="", grants=())
    sequence = Sequence(id=id_("q"), schema="public", name="q", grants=reader)
    mood = Enum(id=id_("e"), schema="public", name="e", grants=(grant("anon", "USAGE"),))
    schema = Schema(id=id_("s"), name="app", grants=(grant("authenticated", "CREATE", "USAGE"),))
    both = design(everything)
    with scratch.connect() as connection:
        # What Supabase's older projects do: new objects are open to the API's roles.
        for kind in ("tables", "sequences", "functions"):
            run(connection, f"alter default privileges in schema public grant all on {kind} to anon, authenticated")
        run(connection, write_create_table(everything, both), write_create_view(view), write_create_function(code))
        run(connection, write_create_function(procedure), write_create_sequence(sequence), write_create_enum(mood))
        run(connection, write_create_schema(schema))
        for target in (everything, view, code, procedure, sequence, mood, schema):
            run(connection, write_initial_grants(target, both))

        def held(catalog: str, column_: str, name: str) -> list[str] | None:
            entries = value(connection, f"select {column_}::text[] from {catalog} where {name}")
            owner = value(connection, "select current_role")
            return sorted(entry.partition("/")[0] for entry in entries if not entry.startswith(f"{owner}="))

        assert held("pg_class", "relacl", "oid = 'public.all'::regclass") == ["service_role=arwdDxt"]
        assert held("pg_class", "relacl", "oid = 'public.all_number_seq'::regclass") == ["anon=U"]
        assert held("pg_class", "relacl", "oid = 'v'::regclass") == ["anon=r"]
        assert held("pg_proc", "proacl", "proname = 'f' and pronamespace = 'public'::regnamespace") == [
            "authenticated=X"
        ]
        assert held("pg_proc", "proacl", "proname = 'p' and pronamespace = 'public'::regnamespace") == []
        assert held("pg_class", "relacl", "oid = 'q'::regclass") == ["anon=r"]
        assert held("pg_type", "typacl", "oid = 'e'::regtype") == ["anon=U"]
        assert held("pg_namespace", "nspacl", "nspname = 'app'") == ["authenticated=UC"]


def test_maintain_is_written_only_where_it_is_held(scratch: Any) -> None:
    with scratch.connect() as connection:
        run(connection, write_create_table(T, D), write_grants(T, (), (grant("anon", *ALL),), D))
        if connection.info.server_version >= 170000:
            assert value(connection, "select has_table_privilege('anon', 't', 'MAINTAIN')")
    assert "maintain" not in write_grants(T, (), (grant("anon", *ALL[:-1]),), Design())[0]


def test_hostile_grantees_survive(scratch: Any) -> None:
    with scratch.connect() as connection:
        run(connection, write_create_table(T, D))
        for name in HOSTILE_NAMES:
            quoted = name.replace('"', '""')
            run(connection, f'create role "{quoted}"', write_grants(T, (), (grant(name, "SELECT"),), D))
            assert value(connection, "select has_table_privilege(%s, 't', 'SELECT')", name)
            run(connection, write_grants(T, (grant(name, "SELECT"),), (), D), f'drop role "{quoted}"')
