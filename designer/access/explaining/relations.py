"""Relations and policies as the server knows them, seen by one role."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from psycopg import Connection

from designer.access.explaining.requests import Relation
from designer.postgres.quoting import quote_identifier

_RELATION = """
select c.oid::int8, n.nspname, c.relname, c.relkind::text, c.relrowsecurity, c.relforcerowsecurity,
       case when not c.relrowsecurity then 'Row-level security is off on this table.'
            when r.rolsuper then 'The role is a superuser.'
            when r.rolbypassrls then 'The role has BYPASSRLS: no policy is asked.'
            when not c.relforcerowsecurity and pg_catalog.pg_has_role(r.oid, c.relowner, 'USAGE')
            then 'The role has the rights of the owner, and row-level security is not forced.'
            else '' end,
       array(select a.attname::text from pg_catalog.pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum)
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace, pg_catalog.pg_roles r
where c.oid = pg_catalog.to_regclass(%s) and r.rolname = %s"""
_POLICIES = """
select p.oid::int8, p.polname, p.polcmd::text, p.polpermissive,
       array(select case when role = 0 then 'PUBLIC' else pg_catalog.pg_get_userbyid(role)::text end
             from unnest(p.polroles) role),
       (select bool_or(case when role = 0 then true else pg_catalog.pg_has_role(%s, role, 'USAGE') end)
        from unnest(p.polroles) role),
       pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
from pg_catalog.pg_policy p where p.polrelid = %s order by p.polpermissive desc, p.polname"""
_COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE", "*": "ALL"}


class StoredPolicy(Struct, frozen=True, kw_only=True):
    """A policy as the server has it: with every name as it was resolved."""

    oid: int
    name: str
    command: str
    is_permissive: bool
    roles: tuple[str, ...]
    is_for_role: bool
    using: str | None
    check: str | None

    def is_for(self, command: str) -> bool:
        """Whether it speaks of this command."""
        return self.command in {command, "ALL"}

    def condition(self, clause: str) -> str | None:
        """The condition of a clause; without WITH CHECK, USING holds for new rows too."""
        return self.using if clause == "USING" else self.check or self.using


class KnownRelation(Struct, frozen=True, kw_only=True):
    """A relation of a statement; `bypass` says why its policies are not asked, empty where they are."""

    oid: int
    schema: str
    name: str
    kind: str
    is_protected: bool
    is_forced: bool
    bypass: str
    columns: tuple[str, ...]
    relation: Relation
    policies: tuple[StoredPolicy, ...]

    @property
    def full_name(self) -> str:
        """Schema and name, for people."""
        return f"{self.schema}.{self.name}"

    @property
    def quoted(self) -> str:
        """Schema and name as statements write them."""
        return f"{quote_identifier(self.schema)}.{quote_identifier(self.name)}"

    @property
    def is_table(self) -> bool:
        """Whether it holds rows and may have policies."""
        return self.kind in {"r", "p"}


def know_relation(connection: Connection[Any], relation: Relation, role: str) -> KnownRelation | None:
    """Looks it up as the session's search path finds it; None where there is none."""
    name = quote_identifier(relation.name)
    if relation.schema:
        name = f"{quote_identifier(relation.schema)}.{name}"
    row = connection.execute(_RELATION, (name, role)).fetchone()
    if row is None:
        return None
    policies = connection.execute(_POLICIES, (role, row[0])).fetchall()
    return KnownRelation(
        oid=row[0],
        schema=row[1],
        name=row[2],
        kind=row[3],
        is_protected=row[4],
        is_forced=row[5],
        bypass=row[6],
        columns=tuple(row[7]),
        relation=relation,
        policies=tuple(
            StoredPolicy(
                oid=oid,
                name=policy,
                command=_COMMANDS[command],
                is_permissive=is_permissive,
                roles=tuple(roles),
                is_for_role=is_for_role,
                using=using,
                check=check,
            )
            for oid, policy, command, is_permissive, roles, is_for_role, using, check in policies
        ),
    )
