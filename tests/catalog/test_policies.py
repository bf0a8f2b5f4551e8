"""Policies, triggers, grants and roles, from SQL to values."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from designer.catalog import read_design
from designer.design import Command, Grant, Policy, Trigger, id_from_path
from designer.sandbox.databases import ScratchDatabase
from designer.sql.policies import write_create_policy
from tests.catalog.conftest import Read

TOUCH = "create function touch() returns trigger language plpgsql as 'begin return new; end';"


def test_every_property_of_a_policy(read: Read) -> None:
    table = read("""
        create table t (owner uuid, a int);
        create policy "All of it" on t;
        create policy own on t as restrictive for update to authenticated, anon
          using (owner = (select auth.uid())) with check (a > 0 and owner is not null);
        comment on policy own on t is 'Mine';
    """).table("public", "t")
    assert table.policies == (
        Policy(id=id_from_path("policy", "public", "t", "All of it"), name="All of it"),
        Policy(
            id=id_from_path("policy", "public", "t", "own"),
            name="own",
            command=Command.UPDATE,
            is_permissive=False,
            roles=("anon", "authenticated"),
            using="owner = ( SELECT auth.uid() AS uid)",
            check="(a > 0) AND (owner IS NOT NULL)",
            comment="Mine",
        ),
    )


def test_a_policy_that_is_nothing_but_a_subquery(read: Read) -> None:
    design = read("""
        create function is_admin() returns boolean language sql as 'select true';
        create table t (a int);
        create policy p on t using ((select is_admin())) with check (((select is_admin())));
    """)
    [policy] = design.table("public", "t").policies
    assert (policy.using, policy.check) == ("( SELECT public.is_admin() AS is_admin)",) * 2
    assert "using (( SELECT public.is_admin() AS is_admin))" in write_create_policy(policy, design.tables[0])[0]


def test_every_property_of_a_trigger(read: Read) -> None:
    design = read(
        TOUCH
        + """
        create table t (a int, "B b" text);
        create trigger a after insert or update of a, "B b" or delete on t
          for each row when (pg_trigger_depth() < 1) execute function touch('x', 'it''s (', '');
        create trigger b after update on t referencing old table as gone new table as came
          for each statement execute function touch();
        create constraint trigger c after insert on t deferrable initially deferred
          for each row when (new.a > 1 and new."B b" <> ') WHEN (') execute function touch();
        alter table t disable trigger b;
        comment on trigger a on t is 'A';
        """
    )
    a, b, c = design.table("public", "t").triggers
    assert a == Trigger(
        id=id_from_path("trigger", "public", "t", "a"),
        name="a",
        timing="after",
        events=("insert", "update", "delete"),
        update_column_ids=(id_from_path("column", "public", "t", "a"), id_from_path("column", "public", "t", "B b")),
        for_each_row=True,
        condition="pg_trigger_depth() < 1",
        function_id=design.functions[0].id,
        arguments=("x", "it's (", ""),
        comment="A",
    )
    assert (b.old_table, b.new_table, b.for_each_row, b.enabled, b.condition) == ("gone", "came", False, "D", None)
    assert (c.is_constraint, c.is_deferrable, c.is_initially_deferred) == (True, True, True)
    assert c.condition == """(new.a > 1) AND (new."B b" <> ') WHEN ('::text)"""


def test_a_trigger_on_a_view_and_with_a_function_of_an_extension(read: Read) -> None:
    design = read(
        TOUCH
        + """
        create extension tsm_system_rows with schema extensions; create view v as select 1 as a;
        create trigger i instead of insert on v for each row execute function touch();
        create table t (a tsvector, b text);
        create trigger search before insert on t for each row
          execute function tsvector_update_trigger(a, 'pg_catalog.english', b);
        """
    )
    assert design.views[0].triggers[0].timing == "instead of"
    (search,) = design.table("public", "t").triggers
    assert (search.function_id, search.function_name) == (None, "pg_catalog.tsvector_update_trigger")


def test_tables_of_the_platform_appear_with_what_the_project_adds(read: Read) -> None:
    design = read(
        TOUCH
        + """
        create table profiles (id uuid primary key references auth.users on delete cascade);
        create policy own on storage.objects for select using (owner = auth.uid());
        create trigger on_sign_up after insert on auth.users for each row execute function touch();
        """
    )
    managed = {f"{table.schema}.{table.name}": table for table in design.tables if table.is_managed}
    assert sorted(managed) == ["auth.users", "storage.objects"]
    users, objects = managed["auth.users"], managed["storage.objects"]
    assert [trigger.name for trigger in users.triggers] == ["on_sign_up"]
    assert users.primary_key is not None
    assert [policy.name for policy in objects.policies] == ["own"]
    assert objects.triggers == ()
    assert (users.checks, users.indexes, users.grants) == ((), (), ())
    assert design.relationships[0].target_table_id == users.id


def test_grants_are_complete_lists_without_the_owners(read: Read) -> None:
    design = read("""
        create table t (a int, b int, c int);
        revoke all on t from anon, authenticated, service_role;
        grant select, insert on t to authenticated;
        grant select on t to service_role with grant option;
        grant update (a, c), select (a, c), references (b) on t to anon;
        create schema app; grant usage on schema app to anon; grant create on schema public to authenticated;
        create view v as select 1 as a;
        revoke all on v from anon, authenticated, service_role; grant select on v to public;
    """)
    a, b, c = (id_from_path("column", "public", "t", name) for name in "abc")
    assert design.table("public", "t").grants == (
        Grant(grantee="anon", privileges=("REFERENCES",), column_ids=(b,)),
        Grant(grantee="anon", privileges=("SELECT", "UPDATE"), column_ids=(a, c)),
        Grant(grantee="authenticated", privileges=("INSERT", "SELECT")),
        Grant(grantee="service_role", privileges=("SELECT",), with_grant_option=True),
    )
    assert {schema.name: schema.grants for schema in design.schemas} == {
        "app": (Grant(grantee="anon", privileges=("USAGE",)),),
        "public": (Grant(grantee="authenticated", privileges=("CREATE",)),),
    }
    assert design.views[0].grants == (Grant(grantee="public", privileges=("SELECT",)),)


def test_a_schema_of_the_platform_appears_with_extra_grants_only(read: Read) -> None:
    design = read("grant usage on schema extensions to public")
    assert [(schema.name, schema.grants) for schema in design.schemas if schema.name != "public"] == [
        ("extensions", (Grant(grantee="public", privileges=("USAGE",)),))
    ]


@pytest.fixture
def editor(scratch: ScratchDatabase, connection: psycopg.Connection[Any]) -> str:
    """A role of the project. Roles belong to the whole server, so other tests must not tidy up meanwhile."""
    scratch.hold_roles()
    connection.execute("create role editor nologin bypassrls connection limit 3")
    return "editor"


def test_a_role_that_the_database_uses(read: Read, editor: str) -> None:
    design = read(f"""
        alter role {editor} set search_path = app, public;
        comment on role {editor} is 'Edits';
        grant {editor} to authenticator;
        grant anon to {editor};
        create table t (); grant select on t to {editor};
    """)
    (role,) = design.roles
    assert (role.name, role.can_login, role.bypasses_rls, role.connection_limit) == (editor, False, True, 3)
    assert (role.member_of, role.members) == (("anon",), ("authenticator",))
    assert (role.settings, role.comment) == ((("search_path", "app, public"),), "Edits")


def test_roles_of_others_are_read_only_by_name(connection: psycopg.Connection[Any], editor: str, read: Read) -> None:
    assert read("select").roles == ()
    assert [role.name for role in read_design(connection, roles=[editor]).roles] == [editor]
