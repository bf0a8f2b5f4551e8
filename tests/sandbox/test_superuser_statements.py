"""What Supabase lets postgres do though PostgreSQL asks for a superuser works here too, and gives nobody a superuser."""

from __future__ import annotations

import psycopg
import pytest

from designer.postgres.scripts import read_script
from designer.postgres.superuser_statements import for_sandbox
from designer.sandbox.databases import ScratchDatabase
from designer.sandbox.scripts import apply_script

WATCH = """
create table seen (tag text, as_user text);
create function watch() returns event_trigger language plpgsql as
  $$ begin insert into public.seen values (tg_tag, current_user); end $$;
create event trigger "Watch it" on ddl_command_end when tag in ('CREATE TABLE', 'CREATE FUNCTION', 'CREATE TYPE')
  execute function watch();
"""


def apply(database: ScratchDatabase, sql: str) -> list[str]:
    with database.connect() as connection:
        return [row.error.message for row in apply_script(connection, read_script(sql)) if row.error is not None]


def fetch(database: ScratchDatabase, query: str) -> list[tuple[object, ...]]:
    with database.connect() as connection:
        return connection.execute(query).fetchall()


def test_event_triggers_are_made_changed_and_dropped(scratch: ScratchDatabase) -> None:
    sql = (
        WATCH
        + """
        create table t ();
        alter event trigger "Watch it" enable always; comment on event trigger "Watch it" is 'x';
        alter event trigger "Watch it" owner to postgres; alter event trigger "Watch it" rename to w;
    """
    )
    assert apply(scratch, sql) == []
    assert fetch(scratch, "select * from seen") == [("CREATE TABLE", "postgres")]
    entries = {entry.kind: entry for entry in scratch.dump_entries() if entry.name in {"w", "EVENT TRIGGER w"}}
    assert entries["EVENT TRIGGER"].owner == "postgres"
    assert apply(scratch, "drop event trigger w") == []


def test_an_event_trigger_never_runs_as_a_superuser(scratch: ScratchDatabase) -> None:
    assert apply(scratch, WATCH + 'alter event trigger "Watch it" rename to "\x02";') == []
    assert apply(scratch, "set session_replication_role = replica; create extension citext; create type c as ();") == []
    assert fetch(scratch, "select distinct as_user from seen") == []
    assert (
        apply(scratch, 'alter event trigger "\x02" enable always; create extension hstore; create type d as ();') == []
    )
    assert fetch(scratch, "select distinct as_user from seen") == [("postgres",)]
    with scratch.run.cluster.connect(scratch.name) as superuser, pytest.raises(psycopg.errors.InsufficientPrivilege):
        superuser.execute("create table made_by_a_superuser ()")
    assert apply(scratch, "create event trigger l on login execute function watch()") == [
        "event triggers on login are not allowed here"
    ]


def test_what_serves_this_cannot_be_misused(scratch: ScratchDatabase) -> None:
    refused = apply(
        scratch,
        """
        select extensions.rowhouse_create_event_trigger('x; alter role postgres superuser', 'y', null, 'now()');
        delete from extensions.rowhouse_aside;
        alter event trigger rowhouse_guard_start disable;
        drop event trigger U&"\\0001";
        select extensions.rowhouse_publish_schema('no such', 'public');
        set role anon; select extensions.rowhouse_publish_all_tables('supabase_realtime');
        """,
    )
    assert len(refused) == 6


def test_publications_of_everything(scratch: ScratchDatabase) -> None:
    sql = """
        create schema "S 1"; create table t (a int primary key); create table "S 1".u ();
        create publication every for all tables with (publish = 'insert');
        create publication few for tables in schema "S 1", public;
        create publication mixed for table t, tables in schema "S 1";
        alter publication few set tables in schema current_schema;
        alter publication supabase_realtime add tables in schema "S 1";
        alter publication mixed drop tables in schema "S 1";
        alter publication every owner to postgres;
    """
    assert apply(scratch, sql) == []
    found = {(entry.kind, entry.name) for entry in scratch.dump_entries() if "PUBLICATION" in entry.kind}
    assert found == {
        ("PUBLICATION", "every"),
        ("PUBLICATION", "few"),
        ("PUBLICATION", "mixed"),
        ("PUBLICATION", "supabase_realtime"),
        ("PUBLICATION TABLE", "mixed t"),
        ("PUBLICATION TABLES IN SCHEMA", "few public"),
        ("PUBLICATION TABLES IN SCHEMA", "supabase_realtime S 1"),
    }
    assert fetch(scratch, "select puballtables from pg_publication where pubname = 'every'") == [(True,)]
    assert apply(scratch, 'drop schema "S 1" cascade; drop publication every, few, mixed;') == []


@pytest.mark.parametrize(
    "sql", ["select 'event trigger'", "create publication p for table t", "create event trigger ("]
)
def test_other_statements_are_sent_as_they_are(sql: str) -> None:
    assert for_sandbox(sql) == sql


def test_functions_may_be_leakproof(scratch: ScratchDatabase) -> None:
    sql = """
        create function f(a int) returns int language sql leakproof as $$ select 1 $$;
        create function "F x"() returns int language sql immutable leakproof begin atomic select 2; end;
        create function f(a text) returns int language sql not leakproof as $$ select 3 $$;
    """
    assert apply(scratch, sql) == []
    found = fetch(
        scratch, "select oid::regprocedure::text, proleakproof from pg_proc where prosrc <> '' and proname = 'f'"
    )
    assert sorted(found) == [("f(integer)", True), ("f(text)", False)]
    assert fetch(scratch, "select proleakproof from pg_proc where proname = 'F x'") == [(True,)]


def test_what_belongs_to_the_owner_of_the_database_belongs_to_postgres(scratch: ScratchDatabase) -> None:
    # So begins every dump of the Supabase CLI.
    assert apply(scratch, 'ALTER SCHEMA "public" OWNER TO "pg_database_owner"; create schema s;') == []
    assert apply(scratch, "alter schema s owner to pg_database_owner") == []
    owners = "select distinct nspowner::regrole::text from pg_namespace where nspname in ('public', 's')"
    assert fetch(scratch, owners) == [("postgres",)]
