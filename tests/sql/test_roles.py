from __future__ import annotations

from typing import Any
from uuid import uuid4

from msgspec.structs import replace

from designer.design import Extension, Role, Schema
from designer.sql.extensions import (
    write_alter_extension,
    write_create_extension,
    write_drop_extension,
    write_move_extension,
)
from designer.sql.roles import (
    write_alter_role,
    write_create_role,
    write_drop_role,
    write_rename_role,
)
from designer.sql.schemas import write_create_schema, write_drop_schema, write_rename_schema
from tests.sql.building import HOSTILE_NAMES, id_, run, value

MODERATOR = Role(
    id=id_("m"),
    name="moderator",
    can_login=True,
    inherits=False,
    member_of=("authenticated",),
    members=("authenticator",),
    settings=(("statement_timeout", "3s"),),
)


def test_roles_are_written_exactly() -> None:
    assert write_create_role(MODERATOR) == [
        """\
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'moderator') then
    create role moderator login noinherit;
  end if;
end
$$""",
        "grant authenticated to moderator",
        "grant moderator to authenticator",
        "alter role moderator set statement_timeout = '3s'",
    ]
    changed = replace(MODERATOR, can_login=False, connection_limit=5, member_of=("anon",), members=(), settings=())
    assert write_alter_role(MODERATOR, changed) == [
        "alter role moderator nologin connection limit 5",
        "revoke authenticated from moderator",
        "revoke moderator from authenticator",
        "grant anon to moderator",
        "alter role moderator reset statement_timeout",
    ]
    assert write_rename_role(MODERATOR, replace(MODERATOR, name="M")) == ['alter role moderator rename to "M"']


def test_roles_run_and_bear_repetition(scratch: Any) -> None:
    name = f"moderator_{uuid4().hex[:8]}"
    role = replace(MODERATOR, name=name, creates_roles=True, connection_limit=3)
    found = "select rolcanlogin, rolinherit, rolcreaterole, rolconnlimit, rolconfig from pg_roles where rolname = %s"
    with scratch.connect() as connection:
        try:
            run(connection, write_create_role(role), write_create_role(role))
            assert connection.execute(found, [name]).fetchone() == (True, False, True, 3, ["statement_timeout=3s"])
            assert value(connection, "select pg_has_role(%s, 'authenticated', 'member')", name)
            assert value(connection, "select pg_has_role('authenticator', %s, 'member')", name)
            plain = Role(id=role.id, name=name, settings=(("search_path", '"$user", public'),))
            run(connection, write_alter_role(role, plain))
            assert connection.execute(found, [name]).fetchone() == (
                False,
                True,
                False,
                -1,
                ['search_path="$user", public'],
            )
            run(connection, f"create table kept (a int); grant select on kept to {name}", write_drop_role(role))
            assert connection.execute(found, [name]).fetchone() is not None
        finally:
            run(connection, "drop table if exists kept", write_drop_role(role), write_drop_role(role))
        assert connection.execute(found, [name]).fetchone() is None


def test_hostile_role_names_survive(scratch: Any) -> None:
    with scratch.connect() as connection:
        for name in HOSTILE_NAMES:
            role, other = replace(MODERATOR, name=name), replace(MODERATOR, name=f"x{name}"[:30])
            run(connection, write_create_role(role), write_rename_role(role, other), write_drop_role(other))


def test_schemas_run(scratch: Any) -> None:
    assert write_create_schema(Schema(id=id_("s"), name="App")) == ['create schema "App"']
    with scratch.connect() as connection:
        for name in HOSTILE_NAMES:
            schema, plain = Schema(id=id_("s"), name=name), Schema(id=id_("s"), name="plain")
            run(connection, write_create_schema(schema), write_rename_schema(schema, plain), write_drop_schema(plain))


def test_extensions_are_written_exactly() -> None:
    citext = Extension(id=id_("e"), name="citext", schema="extensions")
    assert write_create_extension(citext) == ["create extension if not exists citext with schema extensions"]
    pinned = replace(citext, name="pg-odd", schema="pg-odd", version="1.0")
    assert write_create_extension(pinned) == ["create extension if not exists \"pg-odd\" version '1.0'"]
    moved = replace(citext, schema="public", version="1.7")
    assert write_move_extension(moved) == ["alter extension citext set schema public"]
    assert write_alter_extension(citext, moved) == ["alter extension citext update to '1.7'"]
    assert write_alter_extension(moved, replace(moved, version=None)) == ["alter extension citext update"]


def test_extensions_run(own_scratch: Any, cluster: Any) -> None:
    citext = Extension(id=id_("e"), name="citext", schema="extensions")
    with own_scratch.connect() as connection:
        run(connection, write_create_extension(citext), write_create_extension(citext))
    # Moving one needs more than `postgres` may on a plain server: its types belong to the server's superuser.
    with cluster.connect(own_scratch.name) as connection:
        installed = value(connection, "select extversion from pg_extension where extname = 'citext'")
        moved = replace(citext, schema="public", version=installed)
        run(connection, write_move_extension(moved), write_alter_extension(citext, moved))
        where = "select extnamespace::regnamespace::text from pg_extension where extname = 'citext'"
        assert value(connection, where) == "public"
        run(connection, write_drop_extension(citext))
        assert value(connection, where) is None
