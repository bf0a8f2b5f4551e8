"""What a strict reviewer would ask of the example, asked of the catalogs: every query must find nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, LiteralString

import pytest

from designer.postgres.scripts import read_script
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import RunConnection, scratch_database
from designer.sandbox.scripts import apply_script

COUSIN = Path(__file__).parents[1] / "cases" / "coaching" / "supabase" / "migrations"
CLEAN_IN_COUSIN = {"a policy for everybody", "a helper that is told who is asking"}

OURS: LiteralString = "n.nspname in ('public', 'private')"
FINDINGS: dict[str, LiteralString] = {
    "a table without forced row-level security": f"""
        select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where {OURS} and c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)""",
    "a table without a policy": f"""
        select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where {OURS} and c.relkind in ('r', 'p') and not exists (select from pg_policy where polrelid = c.oid)""",
    "several permissive policies for a role and command": """
        select polrelid::regclass, role, command from pg_policy, unnest(polroles) as role,
          unnest(case polcmd when '*' then array['r', 'a', 'w', 'd'] else array[polcmd::text] end) as command
        where polpermissive group by 1, 2, 3 having count(*) > 1""",
    "a policy for everybody": "select polname from pg_policy where polroles = '{0}'",
    "a policy without a comment": f"""
        select polname from pg_policy p join pg_class c on c.oid = p.polrelid
        join pg_namespace n on n.oid = c.relnamespace
        where {OURS} and obj_description(p.oid, 'pg_policy') is null""",
    "a policy that calls auth.uid() for every row": """
        select tablename, policyname from pg_policies
        where schemaname in ('public', 'private')
          and replace(coalesce(qual, '') || coalesce(with_check, ''), 'SELECT auth.uid() AS uid', '') like '%auth.uid()%'""",
    "an update policy without a check": """
        select tablename, policyname from pg_policies
        where schemaname in ('public', 'private') and cmd in ('UPDATE', 'ALL') and with_check is null""",
    "a foreign key without an index": f"""
        select conname from pg_constraint f join pg_class c on c.oid = f.conrelid
        join pg_namespace n on n.oid = c.relnamespace
        where {OURS} and f.contype = 'f' and not exists (
          select from pg_index i where i.indrelid = f.conrelid and i.indpred is null
            and (i.indkey::int2[])[0:cardinality(f.conkey) - 1] = f.conkey)""",
    "a duplicate or redundant index": f"""
        select i.indexrelid::regclass from pg_index i join pg_class c on c.oid = i.indrelid
        join pg_namespace n on n.oid = c.relnamespace
        join pg_index wider on wider.indrelid = i.indrelid and wider.indexrelid <> i.indexrelid
        where {OURS} and not i.indisunique and i.indpred is null and wider.indpred is null
          and wider.indkey::text || ' ' like i.indkey::text || ' %'""",
    "a table or view without a comment": f"""
        select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where {OURS} and c.relkind in ('r', 'p', 'v') and obj_description(c.oid, 'pg_class') is null""",
    "a function or type without a comment": f"""
        select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where {OURS} and obj_description(p.oid, 'pg_proc') is null
        union all select t.oid::regtype::text from pg_type t join pg_namespace n on n.oid = t.typnamespace
        where {OURS} and t.typtype in ('e', 'd') and obj_description(t.oid, 'pg_type') is null""",
    "a function without an empty search_path": f"""
        select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where {OURS} and not coalesce(p.proconfig @> array['search_path=""'], false)""",
    "a function everybody may call": f"""
        select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where {OURS} and (p.proacl is null or has_function_privilege('anon', p.oid, 'execute'))""",
    "a security definer function the API shows": """
        select oid::regprocedure from pg_proc where prosecdef and pronamespace = 'public'::regnamespace""",
    "a helper that is told who is asking": f"""
        select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where {OURS} and p.prosecdef and p.proargnames::text ~ 'user|profile'""",
    "a privilege for anon": f"""
        select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where {OURS} and c.relacl::text ~ 'anon='""",
    "a privilege on rows that ignores policies": f"""
        select c.oid::regclass, a.grantee::regrole, a.privilege_type
        from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) as a
        where {OURS} and a.grantee <> c.relowner and c.relkind <> 'S'
          and a.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')""",
    "a table-wide update or insert for people": f"""
        select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace,
          aclexplode(c.relacl) as a
        where {OURS} and a.grantee = 'authenticated'::regrole and a.privilege_type in ('UPDATE', 'INSERT')""",
    "a view with its owner's rights": """
        select oid::regclass from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace
          and not coalesce(reloptions @> array['security_invoker=true'], false)""",
    "a time without a zone, a serial, or an outdated type": f"""
        select c.oid::regclass, attname from pg_attribute a join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
        where {OURS} and c.relkind in ('r', 'p') and a.attnum > 0 and (
          a.atttypid in ('timestamp'::regtype, 'money'::regtype, 'json'::regtype, 'int4'::regtype, 'varchar'::regtype)
          or pg_get_expr((select adbin from pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum), a.attrelid)
            like 'nextval%'
        )""",
    "an updated_at that nothing keeps": f"""
        select c.oid::regclass from pg_attribute a join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
        where {OURS} and c.relkind in ('r', 'p') and a.attname = 'updated_at' and not exists (
          select from pg_trigger t where t.tgrelid = c.oid and t.tgfoid = 'private.set_updated_at()'::regprocedure)""",
    "a default action on delete": f"""
        select conname from pg_constraint f join pg_class c on c.oid = f.conrelid
        join pg_namespace n on n.oid = c.relnamespace where {OURS} and f.contype = 'f' and f.confdeltype = 'a'""",
}


@pytest.mark.parametrize("finding", FINDINGS)
def test_the_example_has_no_finding(database: RunConnection, finding: str) -> None:
    rows: list[Any] = database.execute(FINDINGS[finding].encode()).fetchall()
    assert rows == [], f"{finding}: {rows}"


@pytest.fixture(scope="module")
def faulty(cluster: Cluster) -> Iterator[RunConnection]:
    """The example's cousin, which has faults on purpose."""
    with scratch_database(cluster) as scratch, scratch.connect() as connection:
        for path in sorted(COUSIN.glob("*.sql")):
            apply_script(connection, read_script(path.read_bytes(), path.name))
        connection.execute(
            "create function private.set_updated_at() returns trigger language plpgsql as 'begin return new; end'"
        )
        yield connection


@pytest.mark.parametrize("finding", sorted(FINDINGS.keys() - CLEAN_IN_COUSIN))
def test_its_faulty_cousin_has_every_finding(faulty: RunConnection, finding: str) -> None:
    assert faulty.execute(FINDINGS[finding].encode()).fetchall()
