"""What the rules read of a built design: relations, policies, functions, as PostgreSQL resolved them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from psycopg import Connection

_RELATIONS = """
select c.oid::int8, n.nspname, c.relname, c.relkind::text, c.relrowsecurity, c.relforcerowsecurity, c.relispartition,
       (select i.inhparent::int8 from pg_catalog.pg_inherits i where i.inhrelid = c.oid limit 1),
       r.rolname, r.rolbypassrls or r.rolsuper, coalesce(c.reloptions, '{}'), c.relreplident::text,
       case when c.relkind in ('v', 'm') then pg_catalog.pg_get_viewdef(c.oid) end,
       array(select distinct v.refobjid::int8
             from pg_catalog.pg_rewrite w join pg_catalog.pg_depend v on v.classid = 'pg_rewrite'::regclass
             and v.objid = w.oid and v.refclassid = 'pg_class'::regclass and v.refobjid <> c.oid
             where w.ev_class = c.oid)
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_roles r on r.oid = c.relowner
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by n.nspname, c.relname"""
_PRIVILEGES = """
select r.name, c.oid::int8, p.name
from pg_catalog.pg_class c, unnest(%s::text[]) r(name), unnest(%s::text[]) p(name)
where c.oid = any(%s::oid[]) and pg_catalog.has_table_privilege(r.name, c.oid, p.name)
  and pg_catalog.has_schema_privilege(r.name, c.relnamespace, 'USAGE')"""
_COLUMN_PRIVILEGES = """
select r.name, a.attrelid::int8, p.name, a.attname
from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid,
     unnest(%s::text[]) r(name), unnest(array['SELECT', 'INSERT', 'UPDATE']) p(name)
where a.attrelid = any(%s::oid[]) and a.attnum > 0 and not a.attisdropped
  and pg_catalog.has_column_privilege(r.name, a.attrelid, a.attnum, p.name)
  and pg_catalog.has_schema_privilege(r.name, c.relnamespace, 'USAGE')"""
_POLICIES = """
select p.oid::int8, p.polrelid::int8, p.polname, p.polcmd::text, p.polpermissive,
       array(select r.rolname::text from pg_catalog.pg_roles r where r.oid = any(p.polroles)),
       array(select a.name from unnest(%s::text[]) a(name)
             where p.polroles = '{0}' or exists (
               select 1 from unnest(p.polroles) o where pg_catalog.pg_has_role(a.name, o, 'USAGE'))),
       pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid),
       array(select distinct d.refobjid::int8 from pg_catalog.pg_depend d
             where d.classid = 'pg_policy'::regclass and d.objid = p.oid and d.refclassid = 'pg_proc'::regclass)
from pg_catalog.pg_policy p order by p.polrelid, p.polname"""
_FUNCTIONS = """
select f.oid::int8, n.nspname, f.proname, pg_catalog.pg_get_function_identity_arguments(f.oid),
       coalesce(f.proargnames, '{}'), l.lanname, f.prosecdef, coalesce(f.proconfig, '{}'), f.proleakproof,
       f.provolatile::text, r.rolname, r.rolbypassrls or r.rolsuper, f.prosrc, f.prorettype = 'trigger'::regtype,
       array(select a.name from unnest(%s::text[]) a(name)
             where pg_catalog.has_function_privilege(a.name, f.oid, 'EXECUTE')
             and pg_catalog.has_schema_privilege(a.name, n.oid, 'USAGE')),
       pg_catalog.pg_get_functiondef(f.oid),
       array(select coalesce(pg_catalog.format_type(t, null), '') from unnest(f.proargtypes::oid[]) t)
from pg_catalog.pg_proc f
join pg_catalog.pg_namespace n on n.oid = f.pronamespace
join pg_catalog.pg_language l on l.oid = f.prolang
join pg_catalog.pg_roles r on r.oid = f.proowner
where f.prokind in ('f', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by n.nspname, f.proname, 4"""
_TRIGGERS = """
select t.tgrelid::int8, t.tgfoid::int8, t.tgname, t.tgtype::int4
from pg_catalog.pg_trigger t where not t.tgisinternal"""
_SEQUENCES = """
select a.adrelid::int8, c.attname, d.refobjid::int8, n.nspname || '.' || s.relname,
       array(select r.name from unnest(%s::text[]) r(name)
             where pg_catalog.has_sequence_privilege(r.name, s.oid, 'USAGE'))
from pg_catalog.pg_attrdef a
join pg_catalog.pg_attribute c on c.attrelid = a.adrelid and c.attnum = a.adnum
join pg_catalog.pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = a.oid
  and d.refclassid = 'pg_class'::regclass
join pg_catalog.pg_class s on s.oid = d.refobjid and s.relkind = 'S'
join pg_catalog.pg_namespace n on n.oid = s.relnamespace
where c.attidentity = ''"""
_LEADING = """
select i.indrelid::int8, a.attname
from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_am m on m.oid = c.relam and m.amname in ('btree', 'hash')
join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
where i.indisvalid and i.indpred is null"""
_CASCADES = """
select c.oid::int8, c.confdeltype::text from pg_catalog.pg_constraint c where c.contype = 'f'"""
_PUBLISHED = """
select p.pubname, c.oid::int8, g.pubdelete
from pg_catalog.pg_publication_tables p
join pg_catalog.pg_publication g on g.pubname = p.pubname
join pg_catalog.pg_namespace n on n.nspname = p.schemaname
join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = p.tablename"""


class RelationRow(Struct, frozen=True):
    """One table, view, materialized view or foreign table, with what its query reads."""

    oid: int
    schema: str
    name: str
    kind: str
    has_rls: bool
    forces_rls: bool
    is_partition: bool
    parent: int | None
    owner: str
    owner_bypasses: bool
    options: list[str]
    replica_identity: str
    query: str | None
    reads: list[int]

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def is_table(self) -> bool:
        return self.kind in {"r", "p"}


class PolicyRow(Struct, frozen=True):
    """One policy; `roles` empty is PUBLIC, `applies_to` the API's roles that it is asked for."""

    oid: int
    table: int
    name: str
    command: str
    is_permissive: bool
    roles: list[str]
    applies_to: list[str]
    using: str | None
    check: str | None
    functions: list[int]

    def covers(self, command: str) -> bool:
        """Whether it is asked at a command, by its first letter as pg_policy has it."""
        return self.command in {command, "*"}

    @property
    def new_rows(self) -> str | None:
        """What new rows are held against: USING stands in for a missing WITH CHECK."""
        return self.check if self.check is not None else self.using


class FunctionRow(Struct, frozen=True):
    """One function or procedure; `executable_by` are roles of the API."""

    oid: int
    schema: str
    name: str
    identity: str
    argument_names: list[str]
    language: str
    is_definer: bool
    settings: list[str]
    is_leakproof: bool
    volatility: str
    owner: str
    owner_bypasses: bool
    source: str
    is_trigger: bool
    executable_by: list[str]
    definition: str
    argument_types: list[str]

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}({self.identity})"

    @property
    def has_search_path(self) -> bool:
        return any(setting.startswith("search_path=") for setting in self.settings)


class TriggerRow(Struct, frozen=True):
    table: int
    function: int
    name: str
    type: int

    @property
    def is_on_insert(self) -> bool:
        return bool(self.type & 4)  # TRIGGER_TYPE_INSERT


class SequenceRow(Struct, frozen=True):
    """A sequence that a column's default draws from, and who of the API may draw."""

    table: int
    column: str
    oid: int
    name: str
    usable_by: list[str]


class Catalog(Struct, frozen=True):
    """All of it, by oid where it has one. Privileges are per role and relation, or role, relation and privilege."""

    relations: dict[int, RelationRow]
    policies: list[PolicyRow]
    functions: dict[int, FunctionRow]
    triggers: list[TriggerRow]
    sequences: list[SequenceRow]
    privileges: dict[tuple[str, int], set[str]]
    columns: dict[tuple[str, int, str], set[str]]
    cascades: dict[int, str]
    published: list[tuple[str, int, bool]]
    leading: set[tuple[int, str]]
    """Relations and columns that an index over all rows begins with."""
    server_version: int


def read_catalog(connection: Connection[Any], roles: Sequence[str]) -> Catalog:
    """A dozen queries, whatever the size of the database. Names in texts come out qualified."""
    connection.execute("set search_path = ''")
    names = list(roles)
    relations = {row[0]: RelationRow(*row) for row in connection.execute(_RELATIONS)}
    oids = list(relations)
    version = connection.info.server_version
    wanted = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"]
    wanted += ["MAINTAIN"] if version >= 170000 else []
    privileges: dict[tuple[str, int], set[str]] = {}
    for role, oid, privilege in connection.execute(_PRIVILEGES, (names, wanted, oids)):
        privileges.setdefault((role, oid), set()).add(privilege)
    columns: dict[tuple[str, int, str], set[str]] = {}
    for role, oid, privilege, column in connection.execute(_COLUMN_PRIVILEGES, (names, oids)):
        columns.setdefault((role, oid, privilege), set()).add(column)
    return Catalog(
        relations=relations,
        policies=[PolicyRow(*row) for row in connection.execute(_POLICIES, (names,))],
        functions={row[0]: FunctionRow(*row) for row in connection.execute(_FUNCTIONS, (names,))},
        triggers=[TriggerRow(*row) for row in connection.execute(_TRIGGERS)],
        sequences=[SequenceRow(*row) for row in connection.execute(_SEQUENCES, (names,))],
        privileges=privileges,
        columns=columns,
        cascades=dict(connection.execute(_CASCADES).fetchall()),
        published=[(row[0], row[1], row[2]) for row in connection.execute(_PUBLISHED)],
        leading={(row[0], row[1]) for row in connection.execute(_LEADING)},
        server_version=version,
    )
