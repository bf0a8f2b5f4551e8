"""The world that rules look at: a design, its catalog, rows in it and people to act as."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

import psycopg

from designer.access.fixtures import Fixtures, write_insert
from designer.access.moves import condition
from designer.access.owners import Row, key_columns
from designer.access.personas import Persona
from designer.advisor.catalogs import Catalog, FunctionRow, PolicyRow, RelationRow
from designer.advisor.expressions import parse_condition, relations
from designer.advisor.findings import Finding, Fix, Level
from designer.advisor.trials import Trial
from designer.design import Design, Function, Policy, Table
from designer.postgres.parsing import Node, SqlSyntaxError, parse_statements, procedure_queries
from designer.postgres.quoting import quote_identifier
from designer.proofs.shapes import TableShape

EXPOSED = ("public", "graphql_public")
"""The schemas the API serves unless a project says otherwise."""
COMMANDS = {"r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}
"""Privileges by the letter of a policy's command."""


class World:
    """What the rules of one run share. Nothing here is changed by them."""

    def __init__(
        self,
        design: Design,
        catalog: Catalog,
        fixtures: Fixtures,
        personas: Sequence[Persona],
        connection: psycopg.Connection[Any],
        exposed: Sequence[str] = EXPOSED,
    ) -> None:
        self.design = design
        self.catalog = catalog
        self.fixtures = fixtures
        self.tenancy = fixtures.tenancy
        self.personas = list(personas)
        self.connection = connection
        self.exposed = set(exposed)
        self.roles = ["anon", "authenticated", *api_roles(design)]
        self._named = {(row.schema, row.name): row for row in catalog.relations.values()}
        self._objects = {(row.schema, row.name): ("table", row.id) for row in design.tables}
        self._objects |= {(row.schema, row.name): ("view", row.id) for row in design.views}

    # What there is.

    @cached_property
    def relations(self) -> list[RelationRow]:
        """The project's own relations: not the platform's."""
        managed = {(row.schema, row.name) for row in self.design.tables if row.is_managed}
        return [row for key, row in self._named.items() if key in self._objects and key not in managed]

    @cached_property
    def tables(self) -> list[RelationRow]:
        return [row for row in self.relations if row.is_table]

    @cached_property
    def functions(self) -> list[FunctionRow]:
        """The project's own functions."""
        names = {(row.schema, row.name) for row in self.design.functions}
        return [row for row in self.catalog.functions.values() if (row.schema, row.name) in names]

    @cached_property
    def policies(self) -> list[tuple[RelationRow, PolicyRow]]:
        """The project's policies, those on tables of the platform too."""
        names = {(row.schema, row.name, policy.name) for row in self.design.tables for policy in row.policies}
        found = []
        for policy in self.catalog.policies:
            table = self.catalog.relations.get(policy.table)
            if table is not None and (table.schema, table.name, policy.name) in names:
                found.append((table, policy))
        return found

    def relation(self, schema: str, name: str) -> RelationRow | None:
        """By name; one without a schema is looked for in public and then anywhere."""
        if schema:
            return self._named.get((schema, name))
        return self._named.get(("public", name)) or next((row for row in self.relations if row.name == name), None)

    def shape(self, relation: RelationRow) -> TableShape | None:
        return self.fixtures.shapes.tables.get(relation.oid)

    # Who may do what, by privileges and policies.

    def is_exposed(self, schema: str) -> bool:
        return schema in self.exposed

    def may(self, role: str, relation: RelationRow, privilege: str, column: str | None = None) -> bool:
        """Whether a role holds a privilege on the whole relation, or on this or any of its columns."""
        if privilege in self.catalog.privileges.get((role, relation.oid), set()):
            return True
        columns = self.catalog.columns.get((role, relation.oid, privilege), set())
        return column in columns if column is not None else bool(columns)

    def who_may(self, relation: RelationRow, *privileges: str) -> list[str]:
        """The API's roles that hold one of these privileges."""
        return [role for role in self.roles if any(self.may(role, relation, name) for name in privileges)]

    def policies_on(self, relation: RelationRow, command: str, role: str) -> list[PolicyRow]:
        """The permissive policies that are asked, for the command by its letter."""
        return [
            row
            for row in self.catalog.policies
            if row.table == relation.oid and row.is_permissive and row.covers(command) and role in row.applies_to
        ]

    @cached_property
    def owned(self) -> set[int]:
        """The tables whose rows are somebody's or some tenant's, through any number of foreign keys."""
        membership = self.tenancy.membership
        found = {*self.tenancy.users, *self.tenancy.marks}
        found |= {membership.table, membership.tenants} if membership else set()
        shapes = self.fixtures.shapes.tables
        while True:
            more = {
                oid
                for oid, shape in shapes.items()
                if oid not in found and any(row.kind == "f" and row.target in found for row in shape.constraints)
            }
            if not more:
                return found
            found |= more

    @cached_property
    def sources(self) -> dict[int, set[int]]:
        """For each table, the tables that its policies ask, in subqueries or by functions."""
        found: dict[int, set[int]] = {}
        for policy in self.catalog.policies:
            asked = found.setdefault(policy.table, set())
            for text in (policy.using, policy.check):
                node = parse_condition(text)
                named = (self.relation(*name) for name in relations(node)) if node is not None else ()
                asked |= {row.oid for row in named if row is not None}
            for oid in policy.functions:
                if oid in self.catalog.functions:
                    asked |= {row.oid for row in self.reads(self.catalog.functions[oid])}
        return {oid: asked for oid, asked in found.items() if oid in self.catalog.relations}

    # Rows, and whose they are.

    def rows(self, relation: RelationRow) -> list[Row]:
        return self.fixtures.rows.get(relation.oid, [])

    def person_columns(self, relation: RelationRow) -> list[str]:
        """The columns that hold ids of people."""
        people = set(self.fixtures.people)
        return [
            name
            for name in self.writable(relation)
            if any(row.values[name] in people for row in self.rows(relation) if row.values[name])
        ]

    def tenant_columns(self, relation: RelationRow) -> list[str]:
        """The columns that name the tenant."""
        shape, ids = self.shape(relation), set(self.tenant_ids)
        membership = self.tenancy.membership
        if shape is None or membership is None or relation.oid == membership.tenants:
            return []
        found: dict[str, None] = {}
        for key in shape.constraints:
            for name in shape.names(key.keys) if key.kind == "f" else ():
                values = {row.values[name] for row in self.rows(relation) if row.values[name] is not None}
                if values and values <= ids:
                    found[name] = None
        return list(found)

    @cached_property
    def tenant_ids(self) -> tuple[str, ...]:
        """What names tenant A and tenant B; empty without tenants."""
        membership = self.tenancy.membership
        if membership is None or membership.tenants not in self.fixtures.rows:
            return ()
        column = key_columns(self.fixtures.shapes.tables[membership.tenants])[0]
        rows = self.fixtures.rows[membership.tenants]
        found = [next((row.values[column] for row in rows if number in row.tenants), None) for number in (0, 1)]
        return tuple(value for value in found if value is not None)

    def writable(self, relation: RelationRow) -> list[str]:
        """The columns that are not computed."""
        shape = self.shape(relation)
        return [column.name for column in shape.columns if not column.generated] if shape else []

    def id_of(self, persona: Persona) -> str | None:
        return self.fixtures.people[persona.number] if persona.number is not None and self.fixtures.people else None

    def copy(self, relation: RelationRow, row: Row, persona: Persona) -> dict[str, str | None]:
        """A row once more: the columns the persona may fill, in its name; what has a default and is unique is left to
        that.
        """
        shape = self.fixtures.shapes.tables[relation.oid]
        unique = {name for _, keys in shape.uniques for name in shape.names(keys)}
        made = {column.name for column in shape.columns if column.has_default or column.identity}
        people = set(self.person_columns(relation))
        return {
            name: self.id_of(persona) if name in people and row.values[name] is not None else row.values[name]
            for name in self.writable(relation)
            if name not in unique & made and self.may(persona.role, relation, "INSERT", name)
        }

    def insert(self, relation: RelationRow, values: dict[str, str | None]) -> str:
        return write_insert(self.fixtures.shapes.tables[relation.oid], values)

    def where(self, relation: RelationRow, row: Row) -> str:
        return condition(self.fixtures.shapes.tables[relation.oid], row)

    # People to act as.

    @cached_property
    def anon(self) -> Persona:
        return next(row for row in self.personas if row.role == "anon")

    @cached_property
    def stranger(self) -> Persona:
        return next(row for row in self.personas if row.name == "stranger")

    @cached_property
    def people(self) -> list[Persona]:
        """Everybody in tenant A, then everybody in none: those who try things."""
        found = [row for row in self.personas if row.role == "authenticated" and row.number is not None]
        found = [row for row in found if not row.tenants - {0} and row.name != "anonymous sign-in"]
        return sorted(found, key=lambda row: not row.tenants)

    def persona_of(self, role: str) -> Persona:
        """Somebody with this role and nothing else."""
        if role == "authenticated":
            return self.stranger
        return next((row for row in self.personas if row.role == role), self.anon)

    def trial(self, persona: Persona) -> Trial:
        return Trial(self.connection, persona)

    # What is in functions.

    def body(self, function: FunctionRow) -> Iterator[Node]:
        """The statements and expressions of a function as trees; what does not parse is left out."""
        try:
            if function.language == "plpgsql":
                texts = procedure_queries(function.definition)
            else:
                texts = [function.source or function.definition] if function.language == "sql" else []
        except SqlSyntaxError:
            return
        for text in texts:
            for candidate in (text, f"select {text}"):
                try:
                    yield from parse_statements(candidate)
                    break
                except SqlSyntaxError:
                    continue

    def reads(self, function: FunctionRow) -> list[RelationRow]:
        """The relations that a function names."""
        found = (self.relation(*name) for tree in self.body(function) for name in relations(tree))
        return list({row.oid: row for row in found if row is not None}.values())

    # Findings.

    def finding(
        self, row: int, rule: str, title: str, level: Level, relation: RelationRow, reason: str, **more: Any
    ) -> Finding:
        """A finding about a relation, or with `part` about a policy (or another part) of it."""
        kind, object_id = self._objects.get((relation.schema, relation.name), ("table", None))
        part = more.pop("part", "")
        name = f"{relation.full_name}: {part}" if part else relation.full_name
        return Finding(
            row=row,
            rule=rule,
            title=title,
            level=level,
            kind=kind,
            object_id=object_id,
            name=name,
            reason=reason,
            **more,
        )

    def function_finding(
        self, row: int, rule: str, title: str, level: Level, function: FunctionRow, reason: str, **more: Any
    ) -> Finding:
        """A finding about a function."""
        own = self.function_of(function)
        return Finding(
            row=row,
            rule=rule,
            title=title,
            level=level,
            kind="function",
            object_id=own.id if own else None,
            name=function.full_name,
            reason=reason,
            **more,
        )

    def function_of(self, function: FunctionRow) -> Function | None:
        """The design's function: of the same name, and of several the one with as many arguments."""
        found = [row for row in self.design.functions if (row.schema, row.name) == (function.schema, function.name)]
        same = [
            row
            for row in found
            if sum(a.mode in {"in", "inout", "variadic"} for a in row.arguments) == len(function.argument_types)
        ]
        return next(iter(same or found), None)

    def table_of(self, relation: RelationRow) -> Table | None:
        try:
            return self.design.table(relation.schema, relation.name)
        except KeyError:
            return None

    def policy_of(self, relation: RelationRow, policy: PolicyRow) -> Policy | None:
        table = self.table_of(relation)
        return next((row for row in table.policies if row.name == policy.name), None) if table else None

    def policy_fix(self, relation: RelationRow, policy: PolicyRow, label: str, **changes: Any) -> Fix | None:
        """An edit of a policy; without changes it is removed."""
        table, own = self.table_of(relation), self.policy_of(relation, policy)
        if table is None or own is None:
            return None
        action = "change_policy" if changes else "remove_policy"
        return Fix(action=action, label=label, object_id=table.id, part_id=own.id, values=changes)

    def object_id(self, relation: RelationRow) -> UUID | None:
        return self._objects.get((relation.schema, relation.name), ("", None))[1]


def hold(who: Sequence[str]) -> str:
    """The roles as the subject of "hold"."""
    return f"{' and '.join(who)} hold{'s' if len(who) == 1 else ''}"


def api_roles(design: Design) -> list[str]:
    """The roles of the project that a token may name."""
    return [role.name for role in design.roles if "authenticator" in role.members]


def quoted(relation: RelationRow) -> str:
    """As it stands in a statement."""
    return f"{quote_identifier(relation.schema)}.{quote_identifier(relation.name)}"


def try_command(world: World, trial: Trial, table: RelationRow, letter: str) -> None:
    """One of the four commands on all rows: INSERT of a known row, UPDATE of a column to itself."""
    rows = world.rows(table)
    columns = world.writable(table)
    if letter == "r":
        trial.count(quoted(table))
    elif letter == "d":
        trial.run(f"delete from {quoted(table)}")  # noqa: S608 - quoted
    elif letter == "w" and columns:
        column = quote_identifier(columns[-1])
        trial.run(f"update {quoted(table)} set {column} = {column}")  # noqa: S608 - quoted
    elif letter == "a" and rows:
        trial.run(world.insert(table, {name: rows[0].values[name] for name in columns}))
