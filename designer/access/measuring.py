"""Measuring: every command as every persona on every table, run and looked at, not inferred from policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import replace
from psycopg import Connection

from designer.access.fixtures import Fixtures, make_fixtures, write_insert
from designer.access.moves import Move, condition, find_moves
from designer.access.openings import Opening, try_openings
from designer.access.outcomes import Deed, Outcome
from designer.access.owners import Row
from designer.access.personas import Persona, make_personas
from designer.access.recognising import recognise_model
from designer.access.statements import Expectation, expect_access
from designer.design import Command, Design
from designer.design.access_models import AccessModel
from designer.migrations import write_design
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.postgres.references import references_of_expression
from designer.proofs.proving import ProofError
from designer.proofs.shapes import TableShape, read_shapes
from designer.sandbox.clusters import Cluster
from designer.sandbox.databases import GrantMode, ScratchDatabase, sandbox_run
from designer.sandbox.limits import LimitError, Limits
from designer.sandbox.sessions import Rows, ServerMessage, run_text

COMMANDS = (Command.SELECT, Command.INSERT, Command.UPDATE, Command.DELETE)
LIMITS = Limits(run_seconds=600, statement_seconds=20)
EXPOSED = ("public",)
"""The schemas whose views and functions the API offers."""
CELL_SECONDS = 3
"""Seconds one command may take: a policy that sleeps costs its cell and no other."""
_NEEDS_ROWS = frozenset({Command.INSERT, Deed.INSERT, Deed.UPSERT, Deed.RETURNING})
_REFERRED = "0A000"
_PRIVILEGE, _MISSING = "42501", "permission denied"
_PLACES = "select tableoid::int8::text, ctid::text from "

Progress: TypeAlias = Callable[[int, int, str], None]


class Cell(Struct, frozen=True, kw_only=True):
    """One persona, table and command. `rows` and `total` count; the rest says whose the rows are.

    `foreign` rows are neither the persona's `own` nor of the persona's `tenant`, but somebody's. `message` is
    PostgreSQL's.
    """

    table: str
    persona: str
    command: str
    outcome: Outcome
    rows: int
    total: int
    own: int = 0
    tenant: int = 0
    foreign: int = 0
    message: str = ""
    places: tuple[tuple[int, str], ...] = ()
    whose: tuple[str, ...] = ()
    """Of each row that was reached: for which person, or as which tenant, it was made."""
    stated: Outcome | None = None
    """What is stated to become of it; None where that could not be worked out."""
    missing: int = 0
    """Rows that are stated to be reached and were not."""
    beyond: int = 0
    """Rows that were reached and are not stated to be."""

    @property
    def differs(self) -> bool:
        """Whether something else happened than is stated. Two ways to reach nothing are not the same."""
        was_tried = self.stated is not None and self.outcome is not Outcome.UNTRIED
        return was_tried and bool(self.missing or self.beyond or self._is_other_nothing)

    @property
    def _is_other_nothing(self) -> bool:
        nothing = {Outcome.NO_ROWS, Outcome.NO_GRANT, Outcome.REFUSED, Outcome.ERROR}
        return self.outcome != self.stated and {self.outcome, self.stated} <= nothing

    @property
    def words(self) -> str:
        """The cell for a person to read."""
        if self.outcome is not Outcome.ROWS:
            return self.outcome.value
        if self.rows == self.total:
            return "all rows"
        if self.rows == self.own:
            return "own rows"
        if self.rows == self.tenant:
            return "rows of the tenant"
        return f"{self.rows} of {self.total}"


class Measurement(Struct, frozen=True, kw_only=True):
    """The measured matrix, and on what it was measured."""

    server_version: int
    personas: tuple[str, ...]
    tables: tuple[str, ...]
    cells: tuple[Cell, ...]
    moves: tuple[Move, ...]
    openings: tuple[Opening, ...]
    unfilled: tuple[str, ...]
    tenants: str
    """The table that people belong to, empty where none was recognised."""


def measure_access(
    design: Design,
    *,
    cluster: Cluster,
    grants: GrantMode = GrantMode.EXPLICIT,
    limits: Limits = LIMITS,
    cell_seconds: float = CELL_SECONDS,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Measurement:
    """Builds the design, fills it with rows for every persona, and runs everything. Nothing is kept on the server.

    Raises ProofError when the design cannot be built, LimitError at the run's limits or when `should_stop` says so.
    """
    with sandbox_run(cluster, grants=grants, limits=limits) as run:
        if design.roles:
            run.hold_roles(should_stop)
        database = run.database()
        _build(database, design)
        roles = [role.name for role in design.roles if "authenticator" in role.members]
        model = model_of(design)
        with database.connect() as connection:
            names = {(table.schema, table.name) for table in design.tables}
            fixtures = make_fixtures(connection, read_shapes(connection), names)
            personas = make_personas(
                fixtures.tenancy,
                fixtures.people,
                marks=_marks(fixtures),
                roles=roles,
                with_second_factor=_asks_for_second_factor(design),
            )
            connection.execute(f"set statement_timeout = {cell_seconds * 1000:.0f}")
            measuring = _Measuring(connection, fixtures, personas, _spoken_of(design))
            with run.watchdog.statement(connection.info.backend_pid, should_stop, has_time=True):
                measured = list(measuring.cells(progress))
                expected = expect_access(connection, design, model, fixtures, personas, deeds=tuple(Deed))
                moves = tuple(find_moves(fixtures, personas, measuring.run))
                openings = tuple(try_openings(connection, EXPOSED, personas, measuring.run))
            if run.watchdog.reason is not None:
                raise LimitError(run.watchdog.reason)
    shapes, membership = fixtures.shapes, fixtures.tenancy.membership
    return Measurement(
        server_version=cluster.server_version,
        personas=tuple(persona.name for persona in personas),
        tables=tuple(_name(shapes.tables[oid]) for oid in fixtures.rows),
        cells=_compared(measured, expected),
        moves=moves,
        openings=openings,
        unfilled=tuple(f"{name}: {reason}" for name, reason in fixtures.unfilled.items()),
        tenants=_name(shapes.tables[membership.tenants]) if membership else "",
    )


def model_of(design: Design) -> AccessModel:
    """What is stated, or else what the design seems to follow."""
    return design.access_models[0] if design.access_models else recognise_model(design)


def _compared(cells: Sequence[Cell], expected: Sequence[Expectation]) -> tuple[Cell, ...]:
    """The cells with what is stated of them."""
    by_key = {(row.table, row.persona, row.command): row for row in expected}
    return tuple(_with_stated(cell, by_key.get((cell.table, cell.persona, cell.command))) for cell in cells)


def _with_stated(cell: Cell, expectation: Expectation | None) -> Cell:
    if expectation is None:
        return cell
    reached, stated = set(cell.places), {row.place for row in expectation.rows}
    return replace(cell, stated=expectation.outcome, missing=len(stated - reached), beyond=len(reached - stated))


def _build(database: ScratchDatabase, design: Design) -> None:
    with database.connect() as connection:
        error = run_text(connection, ";\n".join(write_design(design)))
    if error is not None:
        raise ProofError(
            f"Access cannot be measured, because the design cannot be built. PostgreSQL says: {error.message}. "
            "Put the design right first."
        )


def _asks_for_second_factor(design: Design) -> bool:
    """Whether a policy looks at the token's level of assurance."""
    texts = (text for table in design.tables for row in table.policies for text in (row.using, row.check) if text)
    return any("'aal'" in text for text in texts)


def _spoken_of(design: Design) -> dict[tuple[str, str], set[str]]:
    """The columns of each table that its policies, triggers or stated conditions mention."""
    found: dict[tuple[str, str], set[str]] = {}
    for table in design.tables:
        texts = [text for row in table.policies for text in (row.using, row.check)]
        texts += [row.condition for row in table.triggers]
        names = set().union(*(references_of_expression(text).columns for text in texts if text))
        changed = {id_ for row in table.triggers for id_ in row.update_column_ids}
        found[table.schema, table.name] = names | {row.name for row in table.columns if row.id in changed}
    return found


def _marks(fixtures: Fixtures) -> list[str]:
    return [fixtures.shapes.tables[oid].name for oid in fixtures.tenancy.marks]


def _name(table: TableShape) -> str:
    return f"{table.schema}.{table.name}"


def _quoted(table: TableShape) -> str:
    return f"{quote_identifier(table.schema)}.{quote_identifier(table.name)}"


class _Measuring:
    """One session that becomes one persona after the other; every command is rolled back."""

    def __init__(
        self,
        connection: Connection[Any],
        fixtures: Fixtures,
        personas: Sequence[Persona],
        spoken_of: dict[tuple[str, str], set[str]],
    ) -> None:
        self._connection = connection
        self._spoken_of = spoken_of
        self._fixtures = fixtures
        self._personas = personas
        self._granted: dict[str, dict[tuple[int, str], set[str]]] = {}

    def cells(self, progress: Progress | None) -> Iterator[Cell]:
        """Table by table, persona by persona, command by command."""
        tables = [self._fixtures.shapes.tables[oid] for oid in self._fixtures.rows]
        for number, table in enumerate(tables):
            if progress is not None:
                progress(number, len(tables), _name(table))
            for persona in self._personas:
                if persona.role not in self._granted:
                    self._granted[persona.role] = self._read_granted(persona.role)
                yield self._select(table, persona)
                yield self._insert(table, persona)
                yield self._change(table, persona, Command.UPDATE, self._write_update(table, persona))
                yield self._change(table, persona, Command.DELETE, f"delete from {_quoted(table)}")  # noqa: S608
                yield self._blind_update(table, persona)
                yield self._insert(table, persona, Deed.UPSERT)
                yield self._insert(table, persona, Deed.RETURNING)
                yield self._truncate(table, persona)

    def _read_granted(self, role: str) -> dict[tuple[int, str], set[str]]:
        """The columns a role may name, per table and privilege; the server decides later whether that is enough."""
        found: dict[tuple[int, str], set[str]] = {}
        query = """
            select a.attrelid::int8, privilege, a.attname
            from pg_catalog.pg_attribute a, unnest(array['SELECT', 'INSERT', 'UPDATE']) privilege
            where a.attrelid = any(%s::oid[]) and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
              and pg_catalog.has_column_privilege(%s, a.attrelid, a.attnum, privilege)"""
        for oid, privilege, column in self._connection.execute(query, (list(self._fixtures.rows), role)):
            found.setdefault((oid, privilege), set()).add(column)
        return found

    def _columns(self, table: TableShape, persona: Persona, privilege: str) -> list[str]:
        """In the table's order; all of them where none is granted, so that the server says no."""
        granted = self._granted[persona.role].get((table.oid, privilege), set())
        usable = [column.name for column in table.columns if not column.generated]
        return [name for name in usable if name in granted] or usable

    def _select(self, table: TableShape, persona: Persona) -> Cell:
        rows = self._fixtures.rows[table.oid]
        found = Rows()
        error = self.run(persona, f"{_PLACES}{_quoted(table)}", found)
        if error is None:
            places = {(int(place or 0), ctid or "") for place, ctid in found.rows}
            return self._cell(table, persona, Command.SELECT, [row for row in rows if row.place in places])
        if _is_missing_grant(error) and self._granted[persona.role].get((table.oid, "SELECT")):
            return self._select_columns(table, persona)
        return self._cell(table, persona, Command.SELECT, [], error)

    def _select_columns(self, table: TableShape, persona: Persona) -> Cell:
        """Where only columns are granted, rows are told apart by those."""
        names = self._columns(table, persona, "SELECT")
        found = Rows()
        texts = ", ".join(f"{quote_identifier(name)}::text" for name in names)
        error = self.run(persona, f"select {texts} from {_quoted(table)}", found)  # noqa: S608 - quoted
        if error is not None:
            return self._cell(table, persona, Command.SELECT, [], error)
        seen = list(found.rows)
        rows = []
        for row in self._fixtures.rows[table.oid]:
            values = tuple(row.values[name] for name in names)
            if values in seen:
                seen.remove(values)
                rows.append(row)
        return self._cell(table, persona, Command.SELECT, rows)

    def _insert(self, table: TableShape, persona: Persona, deed: Deed = Deed.INSERT) -> Cell:
        """Every row once more. Policies are asked before keys: a duplicate key means that they had let it in."""
        names = self._columns(table, persona, "INSERT")
        end = self._write_end(table, persona, deed)
        if end is None:
            return replace(self._cell(table, persona, deed, []), outcome=Outcome.UNTRIED)
        allowed: list[Row] = []
        refused: ServerMessage | None = None
        for row in self._fixtures.rows[table.oid]:
            error = self.run(persona, write_insert(table, {name: row.values[name] for name in names}) + end)
            if error is None or _is_constraint(error):
                allowed.append(row)
            else:
                refused = error
                if _is_missing_grant(error):
                    break
        return self._cell(table, persona, deed, allowed, refused)

    def _write_end(self, table: TableShape, persona: Persona, deed: Deed) -> str | None:
        """What follows the values; None where the table has no key that an upsert could meet."""
        if deed is Deed.RETURNING:
            readable = ", ".join(map(quote_identifier, self._columns(table, persona, "SELECT")))
            return f" returning {readable or 'null'}"
        if deed is not Deed.UPSERT:
            return ""
        keys = [name for row in table.constraints if row.kind == "p" for name in table.names(row.keys)]
        if not keys or not set(keys) <= set(self._columns(table, persona, "INSERT")):
            return None
        column = quote_identifier(self._updated_column(table, persona))
        return f" on conflict ({', '.join(map(quote_identifier, keys))}) do update set {column} = excluded.{column}"

    def _blind_update(self, table: TableShape, persona: Persona) -> Cell:
        """Sets a column that no policy speaks of and no key has to what it is in some row, for all rows at once."""
        taken = {name for row in table.constraints for name in table.names(row.keys)}
        taken |= {name for _, keys in table.uniques for name in table.names(keys)}
        free = [
            name
            for name in self._columns(table, persona, "UPDATE")
            if name not in taken and name not in self._spoken_of.get((table.schema, table.name), ())
        ]
        rows = self._fixtures.rows[table.oid]
        if not free or not rows:
            return replace(self._cell(table, persona, Deed.BLIND_UPDATE, []), outcome=Outcome.UNTRIED)
        value = rows[0].values[free[0]]
        text = "null" if value is None else quote_literal(value)
        changed, error = self._changed(
            table,
            persona,
            f"update {_quoted(table)} set {quote_identifier(free[0])} = {text}",  # noqa: S608 - quoted
        )
        return self._cell(table, persona, Deed.BLIND_UPDATE, [row for row in rows if row.place in changed], error)

    def _truncate(self, table: TableShape, persona: Persona) -> Cell:
        """Privileges are asked before anything that refers to the table stands in the way."""
        error = self.run(persona, f"truncate {_quoted(table)}")
        is_allowed = error is None or error.sqlstate == _REFERRED
        rows = self._fixtures.rows[table.oid] if is_allowed else []
        return self._cell(table, persona, Deed.TRUNCATE, rows, None if is_allowed else error)

    def _write_update(self, table: TableShape, persona: Persona) -> str:
        """Sets a column to itself."""
        name = self._updated_column(table, persona)
        # A table without columns has nothing to set; the server says so.
        column = quote_identifier(name)
        return f"update {_quoted(table)} set {column} = {column}"  # noqa: S608 - quoted

    def _updated_column(self, table: TableShape, persona: Persona) -> str:
        """One that may be read too, and no key, where there is one."""
        names = self._columns(table, persona, "UPDATE")
        readable = self._granted[persona.role].get((table.oid, "SELECT"), set())
        keys = {name for row in table.constraints if row.kind in "pf" for name in table.names(row.keys)}
        names.sort(key=lambda name: (name not in readable, name in keys))
        return names[0] if names else "ctid"

    def _change(self, table: TableShape, persona: Persona, command: Command, statement: str) -> Cell:
        """All rows at once; where one of them stands in the way of the others, each by itself."""
        rows = self._fixtures.rows[table.oid]
        changed, error = self._changed(table, persona, statement)
        if error is None or _is_missing_grant(error) or not rows:
            return self._cell(table, persona, command, [row for row in rows if row.place in changed], error)
        allowed: list[Row] = []
        refused: ServerMessage | None = None
        for row in rows:
            changed, error = self._changed(table, persona, f"{statement} where {condition(table, row)}")
            if row.place in changed or (error is not None and _is_constraint(error)):
                allowed.append(row)
            refused = error or refused
        return self._cell(table, persona, command, allowed, refused)

    def _changed(
        self, table: TableShape, persona: Persona, statement: str
    ) -> tuple[set[tuple[int, str]], ServerMessage | None]:
        """The places of the rows that are no longer where they were."""
        found = Rows()
        after = f"{statement}; set local role postgres; {_PLACES}{_quoted(table)}"
        error = self.run(persona, after, found)
        if error is not None:
            return set(), error
        there = {(int(place or 0), ctid or "") for place, ctid in found.rows}
        return {row.place for row in self._fixtures.rows[table.oid]} - there, None

    def run(self, persona: Persona, statement: str, rows: Rows | None = None) -> ServerMessage | None:
        """One transaction as PostgREST makes it, taken back."""
        connection = self._connection
        error = run_text(connection, f"begin; {persona.become()}")
        try:
            return error or run_text(connection, statement, rows=rows)
        finally:
            run_text(connection, "rollback")

    def _whose(self, table: TableShape, row: Row) -> str:
        """What to call a row in words that mean the same on another database."""
        membership = self._fixtures.tenancy.membership
        if row.number is None:
            return "nobody"
        if membership is not None and table.oid == membership.tenants:
            return f"tenant {'AB'[row.number]}"
        names = (persona.name for persona in self._personas if persona.number == row.number)
        return next((name for name in names if name != "anonymous sign-in"), f"person {row.number + 1}")

    def _cell(
        self,
        table: TableShape,
        persona: Persona,
        command: Command | Deed,
        rows: Sequence[Row],
        error: ServerMessage | None = None,
    ) -> Cell:
        total = len(self._fixtures.rows[table.oid])
        own = [row for row in rows if persona.number in row.people]
        near = [row for row in rows if persona.tenants & row.tenants]
        foreign = [row for row in rows if row not in own and row not in near and (row.people or row.tenants)]
        return Cell(
            table=_name(table),
            persona=persona.name,
            command=command.value,
            outcome=Outcome.ROWS if rows else _outcome(error, total if command in _NEEDS_ROWS else 1),
            rows=len(rows),
            total=total,
            own=len(own),
            tenant=len(near),
            foreign=len(foreign),
            message=error.message if error is not None else "",
            places=tuple(row.place for row in rows),
            whose=tuple(sorted(self._whose(table, row) for row in rows)),
        )


def _outcome(error: ServerMessage | None, tried: int = 1) -> Outcome:
    if error is None:
        return Outcome.NO_ROWS if tried else Outcome.UNTRIED
    if error.sqlstate != _PRIVILEGE:
        return Outcome.ERROR
    # A trigger that refuses a row says so with the same code, in its own words.
    return Outcome.NO_GRANT if error.message.startswith(_MISSING) else Outcome.REFUSED


def _is_missing_grant(error: ServerMessage) -> bool:
    return _outcome(error) is Outcome.NO_GRANT


def _is_constraint(error: ServerMessage) -> bool:
    return error.sqlstate.startswith("23")
