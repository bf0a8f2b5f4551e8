"""Privileges: those that a statement and the policies it meets ask of a role, and whether and how it holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg import Connection

from designer.access.explaining.relations import KnownRelation, StoredPolicy
from designer.access.explaining.requests import Asked
from designer.access.explaining.results import Privilege

_GRANTEES = """
select distinct case when a.grantee = 0 then 'PUBLIC' else pg_catalog.pg_get_userbyid(a.grantee)::text end
from pg_catalog.pg_class c, pg_catalog.aclexplode(coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner))) a
where c.oid = %s and a.privilege_type = %s
  and case when a.grantee = 0 then true else pg_catalog.pg_has_role(%s, a.grantee, 'USAGE') end
order by 1"""
_SCHEMA = """
select pg_catalog.has_schema_privilege(%s, n.oid, 'USAGE'),
       array(select distinct case when a.grantee = 0 then 'PUBLIC' else pg_catalog.pg_get_userbyid(a.grantee)::text end
             from pg_catalog.aclexplode(coalesce(n.nspacl, pg_catalog.acldefault('n', n.nspowner))) a
             where a.privilege_type = 'USAGE'
               and case when a.grantee = 0 then true else pg_catalog.pg_has_role(%s, a.grantee, 'USAGE') end)
from pg_catalog.pg_namespace n where n.nspname = %s"""
_COLUMNS = """
select a.attname from pg_catalog.pg_attribute a
where a.attrelid = %s and a.attname = any(%s) and not pg_catalog.has_column_privilege(%s, a.attrelid, a.attnum, %s)
order by a.attnum"""
_NEEDED = """
select distinct 'FUNCTION ' || p.oid::regprocedure::text, 'EXECUTE',
       pg_catalog.has_function_privilege(%(role)s, p.oid, 'EXECUTE'), n.nspname::text
from pg_catalog.pg_depend d join pg_catalog.pg_proc p on p.oid = d.refobjid
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where d.classid = 'pg_catalog.pg_policy'::regclass and d.objid = %(policy)s
  and d.refclassid = 'pg_catalog.pg_proc'::regclass
union all
select distinct 'TABLE ' || n.nspname || '.' || c.relname, 'SELECT',
       pg_catalog.has_table_privilege(%(role)s, c.oid, 'SELECT')
       or pg_catalog.has_any_column_privilege(%(role)s, c.oid, 'SELECT'), n.nspname::text
from pg_catalog.pg_depend d join pg_catalog.pg_class c on c.oid = d.refobjid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where d.classid = 'pg_catalog.pg_policy'::regclass and d.objid = %(policy)s
  and d.refclassid = 'pg_catalog.pg_class'::regclass and c.oid <> %(own)s"""


class PrivilegeReader:
    """Asks the server what one role holds."""

    def __init__(self, connection: Connection[Any], role: str) -> None:
        self._connection = connection
        self._role = role

    def read(
        self, relations: Sequence[KnownRelation], policies: Sequence[tuple[KnownRelation, StoredPolicy]]
    ) -> list[Privilege]:
        """Everything asked, schemas first; each thing once, the statement's own before what policies ask."""
        found: dict[tuple[str, str, tuple[str, ...]], Privilege] = {}
        own = [row for relation in relations for row in self._of_relation(relation)]
        asked = [row for relation, policy in policies for row in self._of_policy(relation, policy)]
        for row in (*own, *asked):
            found.setdefault((row.privilege, row.target, row.columns), row)
        return sorted(found.values(), key=lambda row: (bool(row.asked_by), not row.target.startswith("SCHEMA")))

    def _of_relation(self, relation: KnownRelation) -> Iterator[Privilege]:
        yield self._of_schema(relation.schema)
        for asked in relation.relation.asked:
            yield self._of_asked(relation, asked)

    def _of_schema(self, schema: str, asked_by: str = "") -> Privilege:
        is_held, grantees = self._connection.execute(_SCHEMA, (self._role, self._role, schema)).fetchone() or (
            False,
            [],
        )
        return Privilege(
            privilege="USAGE", target=f"SCHEMA {schema}", is_held=is_held, how=self._how(grantees), asked_by=asked_by
        )

    def _of_asked(self, relation: KnownRelation, asked: Asked) -> Privilege:
        target = f"TABLE {relation.full_name}"
        grantees = [row[0] for row in self._ask(_GRANTEES, relation.oid, asked.privilege, self._role)]
        names = relation.columns if asked.columns is None else asked.columns
        columns = tuple(name for name in names if name in relation.columns)
        if grantees or asked.privilege in {"DELETE", "TRUNCATE"}:
            return Privilege(
                privilege=asked.privilege,
                target=target,
                columns=columns,
                is_held=bool(grantees),
                how=self._how(grantees),
            )
        if not columns:
            is_held = bool(
                self._ask(
                    "select where pg_catalog.has_any_column_privilege(%s, %s::oid, %s)",
                    self._role,
                    relation.oid,
                    asked.privilege,
                )
            )
            return Privilege(
                privilege=asked.privilege, target=target, is_held=is_held, how="on some columns" if is_held else ""
            )
        missing = tuple(row[0] for row in self._ask(_COLUMNS, relation.oid, list(columns), self._role, asked.privilege))
        return Privilege(
            privilege=asked.privilege,
            target=target,
            columns=columns,
            is_held=not missing,
            how="on columns" if len(missing) < len(columns) else "",
            missing=missing,
        )

    def _of_policy(self, relation: KnownRelation, policy: StoredPolicy) -> Iterator[Privilege]:
        """What the condition of a policy asks of whoever is asked: functions it calls, tables it reads."""
        values = {"role": self._role, "policy": policy.oid, "own": relation.oid}
        for target, privilege, is_held, schema in self._connection.execute(_NEEDED, values):
            yield self._of_schema(schema, policy.name)
            yield Privilege(privilege=privilege, target=target, is_held=is_held, asked_by=policy.name)

    def _how(self, grantees: Sequence[str]) -> str:
        if self._role in grantees:
            return f"granted to {self._role}"
        if "PUBLIC" in grantees:
            return "granted to PUBLIC, so to everybody"
        return f"granted to {grantees[0]}, whose rights {self._role} has" if grantees else ""

    def _ask(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values).fetchall()
