"""Cells: what becomes of every command of every persona on a table, run and looked at, not inferred from policies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing

from msgspec import Struct
from msgspec.structs import replace

from designer.access.deeds import DeedWriter, quoted
from designer.access.fixtures import write_insert
from designer.access.moves import Move, condition, find_moves
from designer.access.outcomes import Deed, Outcome, outcome_of
from designer.access.owners import Row
from designer.access.personas import Persona
from designer.access.stages import Stage
from designer.design import Command, Design
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.postgres.references import references_of_expression
from designer.proofs.shapes import TableShape
from designer.sandbox.sessions import Rows, ServerMessage

_NEEDS_ROWS = frozenset({Command.INSERT, Deed.INSERT, Deed.UPSERT, Deed.RETURNING})
_REFERRED = "0A000"
_PLACES = "select tableoid::int8::text, ctid::text from "


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


class Measuring:
    """One session that becomes one persona after the other; every command is rolled back."""

    def __init__(self, stage: Stage, design: Design) -> None:
        self.stage = stage
        self._fixtures = stage.fixtures
        self._spoken_of = _spoken_of(design)
        self._writer = DeedWriter(stage)

    def cells(self, oid: int) -> Iterator[Cell]:
        """Those of one table, persona by persona, command by command."""
        table = self._fixtures.shapes.tables[oid]
        for persona in self.stage.personas:
            yield self._select(table, persona)
            yield self._insert(table, persona)
            yield self._change(table, persona, Command.UPDATE, self._writer.write_update(table, persona))
            yield self._change(table, persona, Command.DELETE, f"delete from {quoted(table)}")  # noqa: S608
            yield self._blind_update(table, persona)
            yield self._insert(table, persona, Deed.UPSERT)
            yield self._insert(table, persona, Deed.RETURNING)
            yield self._truncate(table, persona)

    def moves(self, oid: int) -> Iterator[Move]:
        """What anybody could make of the rows of one table."""
        return find_moves(self._fixtures, oid, self.stage.personas, self.stage.run, self._writer)

    def _select(self, table: TableShape, persona: Persona) -> Cell:
        rows = self._fixtures.rows[table.oid]
        found = Rows()
        error = self.stage.run(persona, f"{_PLACES}{quoted(table)}", found)
        if error is None:
            places = {(int(place or 0), ctid or "") for place, ctid in found.rows}
            return self._cell(table, persona, Command.SELECT, [row for row in rows if row.place in places])
        if _is_missing_grant(error) and self._writer.granted(table, persona, "SELECT"):
            return self._select_columns(table, persona)
        return self._cell(table, persona, Command.SELECT, [], error)

    def _select_columns(self, table: TableShape, persona: Persona) -> Cell:
        """Where only columns are granted, rows are told apart by those."""
        names = self._writer.columns(table, persona, "SELECT")
        found = Rows()
        texts = ", ".join(f"{quote_identifier(name)}::text" for name in names)
        error = self.stage.run(persona, f"select {texts} from {quoted(table)}", found)  # noqa: S608 - quoted
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
        names = self._writer.columns(table, persona, "INSERT")
        end = self._writer.write_end(table, persona, deed)
        if end is None:
            return replace(self._cell(table, persona, deed, []), outcome=Outcome.UNTRIED)
        allowed: list[Row] = []
        refused: ServerMessage | None = None
        rows = self._fixtures.rows[table.oid]
        texts = (write_insert(table, {name: row.values[name] for name in names}) + end for row in rows)
        with closing(self.stage.run_each(persona, texts)) as errors:
            for row, error in zip(rows, errors, strict=True):
                if error is None or _is_constraint(error):
                    allowed.append(row)
                else:
                    refused = error
                    if _is_missing_grant(error):
                        break
        return self._cell(table, persona, deed, allowed, refused)

    def _blind_update(self, table: TableShape, persona: Persona) -> Cell:
        """Sets a column that no policy speaks of and no key has to what it is in some row, for all rows at once."""
        taken = {name for row in table.constraints for name in table.names(row.keys)}
        taken |= {name for _, keys in table.uniques for name in table.names(keys)}
        free = [
            name
            for name in self._writer.columns(table, persona, "UPDATE")
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
            f"update {quoted(table)} set {quote_identifier(free[0])} = {text}",  # noqa: S608 - quoted
        )
        return self._cell(table, persona, Deed.BLIND_UPDATE, [row for row in rows if row.place in changed], error)

    def _truncate(self, table: TableShape, persona: Persona) -> Cell:
        """Privileges are asked before anything that refers to the table stands in the way."""
        error = self.stage.run(persona, f"truncate {quoted(table)}")
        is_allowed = error is None or error.sqlstate == _REFERRED
        rows = self._fixtures.rows[table.oid] if is_allowed else []
        return self._cell(table, persona, Deed.TRUNCATE, rows, None if is_allowed else error)

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
        after = f"{statement}; set local role postgres; {_PLACES}{quoted(table)}"
        error = self.stage.run(persona, after, found)
        if error is not None:
            return set(), error
        there = {(int(place or 0), ctid or "") for place, ctid in found.rows}
        return {row.place for row in self._fixtures.rows[table.oid]} - there, None

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
            table=f"{table.schema}.{table.name}",
            persona=persona.name,
            command=command.value,
            outcome=Outcome.ROWS if rows else outcome_of(error, total if command in _NEEDS_ROWS else 1),
            rows=len(rows),
            total=total,
            own=len(own),
            tenant=len(near),
            foreign=len(foreign),
            message=error.message if error is not None else "",
            places=tuple(row.place for row in rows),
            whose=tuple(sorted(self.stage.whose(table, row) for row in rows)),
        )


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


def _is_missing_grant(error: ServerMessage) -> bool:
    return outcome_of(error) is Outcome.NO_GRANT


def _is_constraint(error: ServerMessage) -> bool:
    return error.sqlstate.startswith("23")
