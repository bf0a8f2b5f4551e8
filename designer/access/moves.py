"""Moves: what a persona can make of rows beyond reading and writing them as they are: join, hop, give away, rise.

Each is tried and taken back. What no error stops is possible; whether it is meant is for a person to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from msgspec import Struct

from designer.access.deeds import DeedWriter, quoted
from designer.access.fixtures import Fixtures, write_insert
from designer.access.owners import Row, key_columns
from designer.access.personas import Persona
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.proofs.shapes import TableShape
from designer.sandbox.sessions import Rows, ServerMessage

_RANK = re.compile(
    r"(^|_)(roles?|is_admin|is_superuser|is_staff|admin|permissions?|plan|tier|credits?|balance|verified|approved)$"
)
"""Columns that say what a person may do or has; a convention, not a rule."""
_DUPLICATE = "23505"
_ROWS, _VALUES, _LINKS = 2, 6, 2
"""How many rows, values and keys of foreign rows are tried before a move counts as impossible."""

Send: TypeAlias = Callable[[Persona, str, Rows | None], ServerMessage | None]


class Move(Struct, frozen=True, kw_only=True):
    """Something a persona could do: `what` says it in words, `action` is join, hop, give or rise."""

    table: str
    persona: str
    action: str
    column: str
    what: str


def find_moves(
    fixtures: Fixtures, oid: int, personas: Iterable[Persona], send: Send, writer: DeedWriter
) -> Iterator[Move]:
    """Tries them on one table, as everybody in tenant A and everybody in none."""
    table = fixtures.shapes.tables[oid]
    for persona in personas:
        if persona.number is not None and not persona.tenants - {0} and persona.role == "authenticated":
            yield from _Trial(fixtures, table, persona, send, writer).moves()


class _Trial:
    """One table and one persona."""

    def __init__(self, fixtures: Fixtures, table: TableShape, persona: Persona, send: Send, writer: DeedWriter) -> None:
        self._fixtures = fixtures
        self._rows = fixtures.rows[table.oid]
        self._table = table
        self._persona = persona
        self._send = send
        self._insertable = set(writer.columns(table, persona, "INSERT"))
        self._people = [column for column in self._columns() if _values(self._rows, column) & set(fixtures.people)]
        self._me = fixtures.people[persona.number or 0]
        self._others = [id_ for id_ in fixtures.people if id_ != self._me]
        membership = fixtures.tenancy.membership
        self._is_membership = membership is not None and table.oid == membership.table
        self._tenants: list[str] = []
        """The columns that name the tenant, and what they name for tenant B."""
        self._far: str | None = None
        if membership is not None and membership.tenants and table.oid != membership.tenants:
            self._find_tenant(fixtures, membership.tenants)

    def moves(self) -> Iterator[Move]:
        yield from self._join()
        mine = [row for row in self._rows if self._persona.number in row.people or self._persona.tenants & row.tenants]
        for column in self._tenants:
            if self._far and self._sets(mine, (column,), [(self._far,)]):
                yield self._move("hop", column, f"can move a row to the other tenant by {column}")
        for names, keys in self._links():
            yield from self._lead(mine, names, keys)
        for column in self._people:
            own = [row for row in mine if row.values[column] == self._me]
            if self._sets(own, (column,), [(id_,) for id_ in self._others]):
                yield self._move("give", column, f"can give an own row to somebody else by {column}")
        for column in self._columns():
            if not _RANK.search(column) or column in self._people:
                continue
            own = [row for row in mine if self._persona.number in row.people]
            if self._sets(own, (column,), [(value,) for value in sorted(_values(self._rows, column))]):
                yield self._move("rise", column, f"can change {column} of an own row")

    def _join(self) -> Iterator[Move]:
        """A row like one of somebody else's, in one's own name."""
        far = [row for row in self._rows if row.tenants and not self._persona.tenants & row.tenants]
        if not self._people or not self._tenants:
            return
        for row in far:
            if self._adds(row, {name: self._me for name in self._people if row.values[name] is not None}):
                words = "can make itself a member" if self._is_membership else "can add a row in its own name"
                yield self._move("join", self._tenants[0], f"{words} in {self._elsewhere} by INSERT")
                return

    def _links(self) -> Iterator[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
        """The keys that lead to rows of tenants, but neither to tenants nor to people, with some to a foreign row."""
        membership = self._fixtures.tenancy.membership
        ends = {*self._fixtures.tenancy.users, membership.tenants if membership else 0}
        for key in self._table.constraints:
            target = self._fixtures.shapes.tables.get(key.target)
            if key.kind != "f" or target is None or target.oid in ends:
                continue
            rows = self._fixtures.rows.get(target.oid, [])
            far = [row for row in rows if row.tenants and not self._persona.tenants & row.tenants]
            theirs = target.names(key.target_keys)
            values = [tuple(text for name in theirs if (text := row.values[name]) is not None) for row in far]
            whole = [row for row in values if len(row) == len(theirs)]
            if whole:
                yield self._table.names(key.keys), whole[:_LINKS]

    def _lead(self, mine: list[Row], names: tuple[str, ...], keys: list[tuple[str, ...]]) -> Iterator[Move]:
        """An own row that refers to a row of somebody else's tenant, by UPDATE or else as a new one."""
        column = ", ".join(names)
        if self._sets(mine, names, keys):
            yield self._move("hop", column, f"can lead a row to one of {self._elsewhere} by {column}")
        elif any(self._adds(row, dict(zip(names, keys[0], strict=True))) for row in mine[:_ROWS]):
            yield self._move("hop", column, f"can add a row that leads to one of {self._elsewhere} by {column}")

    def _adds(self, row: Row, changes: dict[str, str]) -> bool:
        """Whether a row like this one can be added with these values; what is unique and has a default gets that."""
        unique = {name for _, keys in self._table.uniques for name in self._table.names(keys)}
        made = {column.name for column in self._table.columns if column.has_default or column.identity}
        left_out = (unique & made) - set(changes)
        values = {name: value for name, value in row.values.items() if name in self._insertable - left_out}
        if not set(changes) <= set(values):
            return False
        error = self._send(self._persona, write_insert(self._table, {**values, **changes}), None)
        return error is None or error.sqlstate == _DUPLICATE

    @property
    def _elsewhere(self) -> str:
        return "the other tenant" if self._persona.tenants else "a tenant"

    def _sets(self, rows: list[Row], columns: tuple[str, ...], values: list[tuple[str, ...]]) -> bool:
        """Whether any of these values can be put into any of these rows."""
        target = quoted(self._table)
        for row in rows[:_ROWS]:
            place = f"where ctid = {quote_literal(row.place[1])} and tableoid = {row.place[0]}"
            present = tuple(row.values[name] for name in columns)
            for texts in [texts for texts in values if texts != present][:_VALUES]:
                pairs = zip(map(quote_identifier, columns), map(quote_literal, texts), strict=True)
                change = ", ".join(f"{name} = {text}" for name, text in pairs)
                update = f"update {target} set {change} where {condition(self._table, row)}"  # noqa: S608 - quoted
                found = Rows()
                text = f"{update}; set local role postgres; select 1 from {target} {place}"  # noqa: S608 - quoted
                if self._send(self._persona, text, found) is None and not found.rows:
                    return True
        return False

    def _find_tenant(self, fixtures: Fixtures, tenants: int) -> None:
        keys = fixtures.shapes.tables[tenants]
        ids = {
            number: next(
                (row.values[key_columns(keys)[0]] for row in fixtures.rows[tenants] if number in row.tenants), None
            )
            for number in (0, 1)
        }
        self._far = ids[1]
        for row in self._table.constraints:
            for name in self._table.names(row.keys) if row.kind == "f" else ():
                if (
                    name not in self._tenants
                    and _values(self._rows, name)
                    and _values(self._rows, name) <= set(ids.values())
                ):
                    self._tenants.append(name)

    def _columns(self) -> list[str]:
        return [column.name for column in self._table.columns if not column.generated]

    def _move(self, action: str, column: str, what: str) -> Move:
        name = f"{self._table.schema}.{self._table.name}"
        return Move(table=name, persona=self._persona.name, action=action, column=column, what=what)


def _values(rows: list[Row], column: str) -> set[str]:
    return {value for row in rows if (value := row.values[column]) is not None}


def condition(table: TableShape, row: Row) -> str:
    """What finds one row by its key."""
    parts = []
    for name in key_columns(table):
        value = row.values[name]
        left = quote_identifier(name)
        parts.append(f"{left} is null" if value is None else f"{left} = {quote_literal(value)}")
    return " and ".join(parts)
