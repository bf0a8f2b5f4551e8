"""Statements: which rows everybody should reach by what is stated, worked out without any policy.

The stated cells are asked of the rows as a superuser, with the people and tenants of the persona put in as values. So a
policy, a privilege or a helper that does something else shows as a difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import psycopg
from msgspec import Struct
from psycopg import Connection

from designer.access.fixtures import Fixtures
from designer.access.outcomes import Deed, Outcome
from designer.access.owners import Row
from designer.access.personas import Persona
from designer.access.recognising import read_table_access
from designer.design import Command, Design, Relationship, Table
from designer.design.access_models import (
    SERVICE,
    AccessModel,
    Cell,
    FloorKind,
    Reach,
    RoleSource,
    TableAccess,
    Tenancy,
)
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.sql.names import name_of

FOUR = (Deed.SELECT, Deed.INSERT, Deed.UPDATE, Deed.DELETE)
_ASKED: dict[Deed, tuple[Command, ...]] = {
    Deed.SELECT: (Command.SELECT,),
    Deed.INSERT: (Command.INSERT,),
    Deed.UPDATE: (Command.UPDATE, Command.SELECT),  # a column that is set to itself is read
    Deed.DELETE: (Command.DELETE,),
    Deed.BLIND_UPDATE: (Command.UPDATE,),
    Deed.UPSERT: (Command.INSERT, Command.UPDATE, Command.SELECT),
    Deed.RETURNING: (Command.INSERT, Command.SELECT),
    Deed.TRUNCATE: (),
}
"""The commands whose privileges and policies are asked."""
_DEEPEST = 6
"""How many parents above one another are followed."""


class Expectation(Struct, frozen=True, kw_only=True):
    """What is stated of one persona, table (qualified name) and command: the outcome, and which rows."""

    table: str
    persona: str
    command: str
    outcome: Outcome
    rows: tuple[Row, ...]


def stated_access(design: Design, model: AccessModel) -> dict[UUID, TableAccess]:
    """What is stated of every table: by the model, or by what its policies were recognised to say."""
    return {
        table.id: model.table(table.id) or read_table_access(design, model, table)
        for table in design.tables
        if not table.is_managed
    }


def expect_access(
    connection: Connection[Any],
    design: Design,
    model: AccessModel,
    fixtures: Fixtures,
    personas: Sequence[Persona],
    *,
    deeds: Sequence[Deed] = FOUR,
) -> list[Expectation]:
    """Asks the database that holds the fixtures. What cannot be worked out there is left out."""
    stated = stated_access(design, model)
    found = []
    for persona in personas:
        expecting = _Expecting(connection, design, model, stated, persona)
        for oid, rows in fixtures.rows.items():
            shape = fixtures.shapes.tables[oid]
            table = design.table(shape.schema, shape.name)
            found += list(expecting.table(table, rows, deeds))
    return found


class Change(Struct, frozen=True, kw_only=True):
    """A row that is not a fixture: one of them with other values in one column or two, or as it is."""

    table: int
    place: tuple[int, str]
    command: Command
    values: tuple[tuple[str, str | None], ...] = ()
    """Column by column."""

    @property
    def columns(self) -> set[str]:
        """The columns that differ."""
        return {name for name, _ in self.values}


class Changes(Struct, frozen=True, kw_only=True):
    """What is stated of changes: those that can be made, and those that are refused though their row is found."""

    possible: frozenset[Change] = frozenset()
    refused: frozenset[Change] = frozenset()
    unknown: frozenset[Change] = frozenset()
    """Those of which it cannot be worked out."""


def expect_changes(
    connection: Connection[Any],
    design: Design,
    model: AccessModel,
    fixtures: Fixtures,
    persona: Persona,
    changes: Sequence[Change],
) -> Changes:
    """Which of these rows a persona is stated to be able to insert, or to make of the row that is there."""
    expecting = _Expecting(connection, design, model, stated_access(design, model), persona)
    possible: set[Change] = set()
    refused: set[Change] = set()
    unknown: set[Change] = set()
    for oid, command in sorted({(row.table, row.command) for row in changes}):
        shape = fixtures.shapes.tables[oid]
        group = [row for row in changes if (row.table, row.command) == (oid, command)]
        try:
            tried, made = expecting.changes(design.table(shape.schema, shape.name), command, group)
        except psycopg.Error:
            unknown.update(group)
            continue
        possible |= made
        refused |= tried - made
    return Changes(possible=frozenset(possible), refused=frozenset(refused), unknown=frozenset(unknown))


def expect_of_all(
    connection: Connection[Any],
    design: Design,
    model: AccessModel,
    fixtures: Fixtures,
    persona: Persona,
    values: dict[int, list[tuple[str, str]]],
) -> dict[int, set[tuple[str, str]]]:
    """By the oid of a table, which columns a persona is stated to be able to set to which of these values in all rows.

    All rows are those that an UPDATE without a condition finds, whether or not they are seen; there is one at least.
    """
    expecting = _Expecting(connection, design, model, stated_access(design, model), persona)
    found: dict[int, set[tuple[str, str]]] = {}
    for oid, pairs in values.items():
        shape = fixtures.shapes.tables[oid]
        with suppress(psycopg.Error):
            found[oid] = expecting.of_all(design.table(shape.schema, shape.name), oid, pairs)
    return found


def named_columns(access: TableAccess, table: Table, role: str, command: Command) -> tuple[str, ...]:
    """The columns that a database role may name in a command, in the table's order."""
    cells = [cell for cell in access.cells if cell.database_role == role and cell.command is command]
    named = {id_ for cell in cells for id_ in cell.column_ids}
    is_open = not cells or any(not cell.column_ids for cell in cells)
    preset = {row.column_id for row in access.presets} if role != SERVICE else set()
    return tuple(
        column.name
        for column in table.columns
        if not column.generated and (is_open or column.id in named) and column.id not in preset
    )


class _Holding(Struct, frozen=True):
    """A membership of the persona: the tenant's key, and the role; either may be unknown."""

    tenant: str | None
    role: str | None


class _Expecting:
    """Works out what one persona is stated to reach."""

    def __init__(
        self,
        connection: Connection[Any],
        design: Design,
        model: AccessModel,
        stated: dict[UUID, TableAccess],
        persona: Persona,
    ) -> None:
        self._connection = connection
        self._design = design
        self._model = model
        self._stated = stated
        self._persona = persona
        self._claims = persona.claims or {}
        self._id = self._claims.get("sub")
        self._bypasses = persona.role == SERVICE or any(
            row.name == persona.role and row.bypasses_rls for row in design.roles
        )
        self._holdings = list(self._read_holdings())
        self._are_apart = self._read_flag()

    def table(self, table: Table, rows: list[Row], deeds: Sequence[Deed]) -> Iterator[Expectation]:
        """What is to become of each deed on one table; `rows` are the fixtures in it."""
        for command in deeds:
            if command is Deed.TRUNCATE and self._bypasses:
                continue  # servers may have been meant to
            try:
                outcome, reached = self._deed(table, command, rows)
            except psycopg.Error:
                continue
            yield Expectation(
                table=f"{table.schema}.{table.name}",
                persona=self._persona.name,
                command=command.value,
                outcome=outcome,
                rows=tuple(reached),
            )

    def _deed(self, table: Table, deed: Deed, rows: list[Row]) -> tuple[Outcome, list[Row]]:
        access = self._stated[table.id]
        asked = _ASKED[deed]
        if deed is Deed.TRUNCATE:
            return (Outcome.ROWS, rows) if self._may_truncate(table, access) else (Outcome.NO_GRANT, [])
        if not all(access.may(self._persona.role, command) for command in asked):
            return Outcome.NO_GRANT, []
        adds = Command.INSERT in asked
        if not rows:
            return (Outcome.UNTRIED if adds else Outcome.NO_ROWS), []
        places = {row.place for row in rows}
        if adds:
            new = [Command.INSERT, Command.SELECT] if deed is Deed.RETURNING else [Command.INSERT]
            places &= self._ask(table, self._inserted(table, access), [self._rows(table, command) for command in new])
        if deed not in {Deed.INSERT, Deed.RETURNING}:
            tests = [self._rows(table, command) for command in asked if command is not Command.INSERT]
            if Command.UPDATE in asked:
                tests.append(self._rows(table, Command.UPDATE, is_for_new_rows=True))
            places &= self._ask(table, name_of(table), tests)
        reached = [row for row in rows if row.place in places]
        if reached:
            return Outcome.ROWS, reached
        return (Outcome.REFUSED if adds else Outcome.NO_ROWS), []

    def _may_truncate(self, table: Table, access: TableAccess) -> bool:
        """Nobody is stated to; privileges given by hand are taken for meant."""
        grantees = {self._persona.role, "public"}
        return access.is_read and any(row.grantee in grantees and "TRUNCATE" in row.privileges for row in table.grants)

    def changes(self, table: Table, command: Command, changes: Sequence[Change]) -> tuple[set[Change], set[Change]]:
        """The changes that privileges and the rows there let one try; and those of them whose new row is allowed."""
        access = self._stated[table.id]
        if not access.may(self._persona.role, command) or not changes:
            return set(), set()
        tests = [self._rows(table, command, is_for_new_rows=command is Command.UPDATE)]
        named = named_columns(access, table, self._persona.role, command)
        tried = [row for row in changes if row.columns <= set(named)]
        if command is Command.UPDATE:
            # The row is found by its key, so it must be seen before and after.
            seen = self._rows(table, Command.SELECT)
            tests.append(seen)
            there = self._ask(table, name_of(table), [self._rows(table, command), seen])
            tried = [row for row in tried if row.place in there]
        if not tried:
            return set(), set()
        values = self._values(table, access) if command is Command.INSERT else _as_they_are(table)
        source = " union all ".join(_write_change(table, number, change, values) for number, change in enumerate(tried))
        places = self._ask(table, f"({source})", tests)
        return set(tried), {tried[number] for number, _ in places}

    def of_all(self, table: Table, oid: int, pairs: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """The columns and values that every row an UPDATE finds may have."""
        access = self._stated[table.id]
        named = named_columns(access, table, self._persona.role, Command.UPDATE)
        if not access.may(self._persona.role, Command.UPDATE):
            return set()
        there = self._ask(table, name_of(table), [self._rows(table, Command.UPDATE)])
        changes = [
            Change(table=oid, place=place, command=Command.UPDATE, values=(pair,))
            for pair in pairs
            if pair[0] in named
            for place in there
        ]
        if not changes:
            return set()
        values = _as_they_are(table)
        source = " union all ".join(_write_change(table, number, row, values) for number, row in enumerate(changes))
        allowed = self._ask(table, f"({source})", [self._rows(table, Command.UPDATE, is_for_new_rows=True)])
        refused = {row.values for number, row in enumerate(changes) if (number, "") not in allowed}
        return {pair for pair in pairs if pair[0] in named and (pair,) not in refused}

    def _rows(self, table: Table, command: Command, *, is_for_new_rows: bool = False, depth: int = 0) -> str:
        """The condition on a table's rows, with values in the place of whatever depends on the caller."""
        if self._bypasses:
            return "true"
        access = self._stated[table.id]
        cells = [
            cell
            for cell in access.cells
            if cell.command is command and cell.database_role == self._persona.role and self._holds(cell.role)
        ]
        texts = [self._cell(table, access, cell, is_for_new_rows, depth) for cell in cells]
        whole = " or ".join(f"({text})" for text in texts) or "false"
        extra = [self._floor(table, access, kind) for kind in self._floors(access, command)]
        if access.deleted_column_id is not None and command is not Command.INSERT and not is_for_new_rows:
            extra.append(f"{_column(table, access.deleted_column_id)} is null")
        if command is Command.INSERT:
            extra += self._starts(table, access)
        return " and ".join([f"({whole})", *extra])

    def _cell(self, table: Table, access: TableAccess, cell: Cell, is_for_new_rows: bool, depth: int) -> str:
        tests = []
        if cell.reach is Reach.OWN:
            tests.append(f"{_column(table, access.owner_column_id)} = {_literal(self._id)}")
        elif cell.reach is Reach.PARENT:
            tests.append(self._parent(table, access, depth))
        by_tenant = cell.role and access.tenant_column_id and self._model.role_source is RoleSource.MEMBERSHIP
        if cell.reach is Reach.TENANT or by_tenant:
            tests.append(self._in_tenants(table, access, cell.role))
        narrowed = cell.check if is_for_new_rows and cell.check else cell.condition
        return " and ".join([*tests, *([f"({narrowed})"] if narrowed else [])]) or "true"

    def _parent(self, table: Table, access: TableAccess, depth: int) -> str:
        row = self._design.by_id.get(access.parent_id) if access.parent_id else None
        if not isinstance(row, Relationship) or depth > _DEEPEST:
            return "false"
        target = self._design.tables_by_id[row.target_table_id]
        if not target.is_managed and not self._stated[target.id].may(self._persona.role, Command.SELECT):
            return "false"
        seen = "true" if target.is_managed else self._rows(target, Command.SELECT, depth=depth + 1)
        keys = ", ".join(_column(table, id_) for id_ in row.column_ids)
        theirs = ", ".join(_column(target, id_) for id_ in row.target_column_ids)
        return f"({keys}) in (select {theirs} from {name_of(target)} where {seen})"  # noqa: S608 - quoted

    def _in_tenants(self, table: Table, access: TableAccess, role: str) -> str:
        if not self._are_apart:
            return "true" if self._holds(role) else "false"
        held = self._model.holders(role) if role else None
        values = {row.tenant for row in self._holdings if row.tenant and (held is None or row.role in held)}
        if self._model.tenancy in {Tenancy.CLAIM, Tenancy.HYBRID}:
            claimed = (self._claims.get("app_metadata") or {}).get(self._model.claim)
            by_claim = {str(claimed)} if claimed else set()
            values = by_claim if self._model.tenancy is Tenancy.CLAIM else values & by_claim
        among = ", ".join(_literal(value) for value in sorted(values))
        return f"{_column(table, access.tenant_column_id)} in ({among})" if values else "false"

    def _floors(self, access: TableAccess, command: Command) -> list[FloorKind]:
        is_meant = self._persona.role == "authenticated"
        rows = (row for row in access.floors if not row.commands or {command, Command.ALL} & set(row.commands))
        return [row.kind for row in rows] if is_meant else []

    def _floor(self, table: Table, access: TableAccess, kind: FloorKind) -> str:
        if kind is FloorKind.TENANT:
            return self._in_tenants(table, access, "")
        passes = self._claims.get("aal") == "aal2" if kind is FloorKind.MFA else not self._claims.get("is_anonymous")
        return "true" if passes else "false"

    def _starts(self, table: Table, access: TableAccess) -> list[str]:
        """The states in which the persona may begin a row, if states are stated."""
        starts = [row for row in access.transitions if not row.before]
        if not starts or access.status_column_id is None:
            return []
        mine = [row.after for row in starts if any(self._is_audience(audience) for audience in row.audiences)]
        among = ", ".join(_literal(state) for state in mine)
        return [f"{_column(table, access.status_column_id)} in ({among})" if mine else "false"]

    def _is_audience(self, audience: str) -> bool:
        role = audience.removeprefix("role:")
        return self._holds(role) if role != audience else audience == self._persona.role

    def _holds(self, role: str) -> bool:
        """Whether the persona has a role of the application, or one that includes it; everybody has none."""
        return not role or any(row.role in self._model.holders(role) for row in self._holdings)

    def _read_holdings(self) -> Iterator[_Holding]:
        """The persona's memberships and roles, as the database or the token has them."""
        model = self._model
        if self._id is None or self._persona.role != "authenticated":
            return
        if model.role_source is RoleSource.CLAIM:
            yield _Holding(None, (self._claims.get("app_metadata") or {}).get(model.role_claim))
        if model.role_source is RoleSource.PROFILE and model.profile is not None:
            yield from self._read(
                model.profile.table_id, model.profile.user_column_id, None, model.profile.role_column_id
            )
        if model.membership is not None:
            row = model.membership
            role = row.role_column_id if model.role_source is RoleSource.MEMBERSHIP else None
            yield from self._read(row.table_id, row.user_column_id, row.tenant_column_id, role)

    def _read_flag(self) -> bool:
        """Whether tenants are kept apart as the rows are."""
        flag = self._model.flag
        if flag is None:
            return True
        table = self._design.tables_by_id[flag.table_id]
        rows = self._run(f"select {_column(table, flag.column_id)} from {name_of(table)} limit 1")  # noqa: S608 - quoted
        return not rows or rows[0][0] is not False

    def _read(self, table_id: UUID, user: UUID, tenant: UUID | None, role: UUID | None) -> Iterator[_Holding]:
        table = self._design.tables_by_id[table_id]
        columns = ", ".join(f"{_column(table, id_)}::text" if id_ else "null" for id_ in (tenant, role))
        query = f"select {columns} from {name_of(table)} where {_column(table, user)} = {_literal(self._id)}"  # noqa: S608
        for row in self._run(query):
            yield _Holding(*row)

    def _ask(self, table: Table, source: str, tests: Sequence[str]) -> set[tuple[int, str]]:
        condition = " and ".join(f"({test})" for test in tests)
        alias = quote_identifier(table.name)
        places = "tableoid::int8, ctid::text" if source == name_of(table) else "place_table, place_row"
        return set(self._run(f"select {places} from {source} as {alias} where {condition}"))  # noqa: S608 - quoted

    def _run(self, query: str) -> list[tuple[Any, ...]]:
        """As the superuser of the design, with the persona's claims: conditions may ask for them."""
        with self._connection.transaction(force_rollback=True):
            self._connection.execute(self._persona.become())
            self._connection.execute("set local role postgres")
            return self._connection.execute(query).fetchall()

    def _inserted(self, table: Table, access: TableAccess) -> str:
        """The fixtures as they would arrive."""
        columns = ", ".join(
            f"{value} as {quote_identifier(name)}" for name, value in self._values(table, access).items()
        )
        return f"(select tableoid::int8 as place_table, ctid::text as place_row, {columns} from {name_of(table)})"  # noqa: S608

    def _values(self, table: Table, access: TableAccess) -> dict[str, str]:
        """What arrives in the columns of a new row: those that may not be named have their defaults."""
        cells = [cell for cell in access.cells if cell.database_role == self._persona.role]
        named = {id_ for cell in cells if cell.command is Command.INSERT for id_ in cell.column_ids}
        preset = {row.column_id for row in access.presets}
        values = {}
        for column in table.columns:
            can_name = (column.id in named or not named) and column.id not in preset
            is_own = can_name or column.identity or column.generated or self._bypasses
            values[column.name] = quote_identifier(column.name) if is_own else f"({column.default or 'null'})"
        return values


def _as_they_are(table: Table) -> dict[str, str]:
    return {column.name: quote_identifier(column.name) for column in table.columns}


def _write_change(table: Table, number: int, change: Change, values: dict[str, str]) -> str:
    """A query for the one row, numbered in the place of where it lies."""
    for name, value in change.values:
        # Of the same type as what it stands for: a bare literal would be a text.
        cast = f"nullif({quote_identifier(name)}, {quote_identifier(name)})"
        values = {**values, name: f"coalesce({cast}, {_literal(value)})"}
    columns = ", ".join(f"{value} as {quote_identifier(name)}" for name, value in values.items())
    oid, place = change.place
    where = f"tableoid = {oid} and ctid = {quote_literal(place)}"
    return f"select {number}::int8 as place_table, '' as place_row, {columns} from {name_of(table)} where {where}"  # noqa: S608


def _column(table: Table, column_id: UUID | None) -> str:
    return quote_identifier(next(row.name for row in table.columns if row.id == column_id))


def _literal(value: object) -> str:
    return "null" if value is None else quote_literal(str(value))
