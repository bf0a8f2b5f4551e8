"""Filling a database with rows that satisfy every constraint: try, read the refusal, adjust, try again.

Row `n` of a table refers to row `n` of every table it refers to, so that composite and overlapping foreign keys agree.
Tables that refer to one another in a circle are filled by one statement, because PostgreSQL checks foreign keys at the
end of a statement. Everything runs as the run's own login, never as a superuser: defaults and triggers are users' code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice, product
from random import Random
from typing import Any

import psycopg
from msgspec import Struct
from psycopg import Connection

from designer.postgres.quoting import quote_identifier, quote_literal
from designer.proofs.partitions import bounds_of, forced_values, key_columns
from designer.proofs.shapes import ColumnShape, Shapes, TableShape
from designer.proofs.values import guess_values, write_value

ROWS = 3
_TRIES = 250
_MOST_GUESSES = 40


class Wish(Struct, frozen=True, kw_only=True):
    """What rows must fulfil beyond the database's own constraints, by the names it has: what the target will demand."""

    foreign_keys: tuple[tuple[int, tuple[str, ...], int, tuple[str, ...]], ...] = ()
    not_null: frozenset[tuple[int, str]] = frozenset()
    checks: tuple[tuple[int, str], ...] = ()
    """Conditions on the rows of a table."""
    values: dict[tuple[int, str], Callable[[int], str | None]] = {}
    """Columns that will have another type: values that both types accept."""
    forced: dict[int, list[dict[str, str]]] = {}
    """Tables that will be partitioned: key values for which there is a partition."""
    closed: frozenset[int] = frozenset()
    """Tables that can hold no row in the end: partitioned ones without a partition."""
    rows: int = 0
    """Rows of every table; 0 for a few, and one for each label of an enum."""
    numbers: dict[int, Sequence[int]] = {}
    """Tables of which other rows are wanted than all from 0 on: their numbers."""
    referred: dict[int, Callable[[int], int]] = {}
    """Tables of which row n of the others refers to another row than the n-th: which one."""


class Filling(Struct):
    """What came of it: rows per table, and why a table has none."""

    rows: dict[str, int]
    unfilled: dict[str, str]
    values: dict[int, dict[int, dict[str, str | None]]]
    """Per table, by oid, and per row, by number: the values as texts."""


def fill_tables(
    connection: Connection[Any], shapes: Shapes, *, wish: Wish, demanding: bool, tell: Callable[[str], None]
) -> Filling:
    """Fills every table of the project, and those of the platform that it refers to.

    `demanding` adds rows whose nullable columns are NULL and rows that repeat another wherever nothing forbids it: what
    a careful author must reckon with.
    """
    filler = _Filler(connection, shapes, wish)
    filling = Filling({}, {}, {})
    for group in filler.groups():
        tables = [shapes.tables[oid] for oid in group]
        tell(f"{tables[0].schema}.{tables[0].name}")
        filler.fill(tables, demanding=demanding)
        for table in tables:
            name = f"{table.schema}.{table.name}"
            filling.values[table.oid] = {number: filler.values(table, number) for number in filler.filled[table.oid]}
            filling.rows[name] = len(filler.filled[table.oid])
            if not filler.filled[table.oid]:
                filling.unfilled[name] = filler.reasons.get(table.oid, "no row was accepted")
    return filling


class _Refusal(Exception):  # noqa: N818 - what a row meets, not a mistake
    """A row was not accepted; `name` is the constraint, if that was the reason."""

    def __init__(self, code: str, name: str, words: str, domain: str = "") -> None:
        super().__init__(words)
        self.code, self.name, self.domain = code, name, domain


class _Filler:
    def __init__(self, connection: Connection[Any], shapes: Shapes, wish: Wish) -> None:
        self.connection = connection
        self.shapes = shapes
        self.wish = wish
        self.filled: dict[int, list[int]] = {oid: [] for oid in shapes.tables}
        self.reasons: dict[int, str] = {}
        self._without_wishes: set[int] = set()
        self._values: dict[tuple[int, str, int], str | None] = {}
        self._keys = {oid: list(self._foreign_keys(table)) for oid, table in shapes.tables.items()}

    def groups(self) -> list[list[int]]:
        """Tables in the order in which they can be filled; those of a circle together."""
        wanted = [oid for oid, table in self.shapes.tables.items() if not (table.is_platform or table.is_partition)]
        return _components(wanted, {oid: [key[2] for key in keys] for oid, keys in self._keys.items()})

    def fill(self, tables: list[TableShape], *, demanding: bool) -> None:
        """Rows for one group of tables."""
        first = tables[0]
        if first.oid in self.wish.closed:
            self.reasons[first.oid] = "the target is partitioned and has no partition"
            return
        forced = self.wish.forced.get(first.oid) or []
        if first.kind == "p" and len(tables) == 1 and not forced:
            forced = forced_values(self.shapes, first)
        rows = max(ROWS, len(forced), *(self._labels(table) for table in tables))
        rows = self.wish.rows or rows
        for number in self.wish.numbers.get(first.oid, range(rows)):
            # Beyond one row per partition the rest of them go where there is room.
            self._add(tables, number, forced[number % len(forced)] if forced else {}, "full")
        if demanding and self.filled[first.oid]:
            self._add(tables, rows, forced[0] if forced else {}, "null")
            if len(tables) == 1:
                self._add(tables, rows + 1, forced[0] if forced else {}, "double")

    def values(self, table: TableShape, number: int) -> dict[str, str | None]:
        """What is known of a row that was filled."""
        places = {column.name: (table.oid, column.name, number) for column in table.columns}
        return {name: self._values[place] for name, place in places.items() if place in self._values}

    def _conditions(self, table: TableShape) -> list[str]:
        return [] if table.oid in self._without_wishes else [text for oid, text in self.wish.checks if oid == table.oid]

    def _forget_wishes(self, tables: list[TableShape]) -> bool:
        """A condition of the target may speak of names or types that the base has not; then it cannot be asked."""
        asked = {table.oid for table in tables if self._conditions(table)}
        self._without_wishes |= asked
        return bool(asked)

    def _labels(self, table: TableShape) -> int:
        """As many rows as the longest enum has labels, within reason, so that each one occurs."""
        types = (self.shapes.types.get(column.type) for column in table.columns)
        return min(8, max((len(type_.labels or ()) for type_ in types if type_ is not None), default=0))

    def _foreign_keys(self, table: TableShape) -> Iterator[tuple[int, tuple[str, ...], int, tuple[str, ...]]]:
        for row in table.constraints:
            target = self.shapes.tables.get(row.target)
            if row.kind == "f" and target is not None:
                yield table.oid, table.names(row.keys), target.oid, target.names(row.target_keys)
        yield from (key for key in self.wish.foreign_keys if key[0] == table.oid)

    def _add(self, tables: list[TableShape], number: int, forced: dict[str, str], sort: str) -> None:
        """One row for each table of the group, adjusted until the server takes it, or given up."""
        changes: dict[tuple[int, str], str | None] = {(tables[0].oid, name): text for name, text in forced.items()}
        guesses: dict[str, Iterator[dict[tuple[int, str], str | None]]] = {}
        silent = False
        for _ in range(_TRIES):
            try:
                self._insert(tables, number, changes, sort, silent=silent)
            except _Refusal as refusal:
                for table in tables:
                    self.reasons.setdefault(table.oid, str(refusal))
                if refusal.code in {"42883", "42703", "42804"} and self._forget_wishes(tables):
                    continue
                if refusal.code[:2] not in {"22", "23"}:
                    # A trigger, most likely. Without triggers it may go.
                    if silent:
                        return
                    silent = True
                    continue
                key = f"{refusal.code} {refusal.name or refusal.domain}"
                if key not in guesses:
                    guesses[key] = self._guess(tables, number, refusal)
                try:
                    changes.update(next(guesses[key]))
                except StopIteration:
                    return
            else:
                for table in tables:
                    self.filled[table.oid].append(number)
                return

    def _insert(
        self,
        tables: list[TableShape],
        number: int,
        changes: dict[tuple[int, str], str | None],
        sort: str,
        *,
        silent: bool,
    ) -> None:
        statements, lists = [], []
        for place, table in enumerate(tables):
            values = self._row(table, number, changes, sort, alone=len(tables) == 1)
            conditions = self._conditions(table)
            statements.append(_write_insert(table, values, conditions if len(tables) == 1 else []))
            lists.append((f"r{place}", table))
        if len(tables) == 1:
            text = statements[0]
        else:
            parts = ", ".join(f"{name} as ({sql})" for (name, _), sql in zip(lists, statements, strict=True))
            text = f"with {parts} select {', '.join(f'(select count(*) from {name})' for name, _ in lists)}"  # noqa: S608
        row = self._send(text, silent=silent)
        for table in tables:
            names = [column.name for column in table.columns]
            stored = row if len(tables) == 1 else None
            for place, name in enumerate(names):
                if stored is not None:
                    self._values[table.oid, name, number] = stored[place]
                elif (table.oid, name) in changes:
                    self._values[table.oid, name, number] = changes[table.oid, name]

    def _send(self, text: str, *, silent: bool) -> Any:
        try:
            with self.connection.transaction():
                if silent:
                    self.connection.execute("set local session_replication_role = replica")
                row = self.connection.execute(text.encode()).fetchone()
                if row is None:
                    raise _Refusal("P0001", "", "a trigger or rule kept the row out")
                if any(value is False for value in row):
                    # Values come as texts, so a boolean is the answer of a wished condition.
                    place = next(place for place, value in enumerate(row) if value is False)
                    raise _Refusal("23514", f"wish {place}", "the target's check is not fulfilled")
                return row
        except psycopg.Error as error:
            if self.connection.closed:
                raise
            diag = error.diag
            words = diag.message_primary or str(error)
            raise _Refusal(
                error.sqlstate or "XX000",
                diag.constraint_name or diag.column_name or "",
                words,
                diag.datatype_name or "",
            ) from error

    def _row(
        self, table: TableShape, number: int, changes: dict[tuple[int, str], str | None], sort: str, *, alone: bool
    ) -> dict[str, str | None]:
        """The values of one row, without the columns that are left to their defaults."""
        unique = {name for _, keys in table.uniques for name in table.names(keys)}
        values: dict[str, str | None] = {}
        for column in table.columns:
            if column.generated or self._is_left_out(table, column):
                continue
            is_own = column.identity or (column.has_default and column.name in unique)
            place = (table.oid, column.name)
            if place in changes:
                values[column.name] = changes[place]
                continue
            if is_own and alone and not self._is_key(table, column.name):
                continue
            may_be_null = not self.shapes.refuses_null(column) and place not in self.wish.not_null
            if sort == "null" and may_be_null and column.name not in unique:
                values[column.name] = None
                continue
            source = 0 if sort == "double" and column.name not in unique else number
            value = self._value(table, column, source, changes, frozenset())
            if value is None and column.has_default:
                continue
            values[column.name] = value
        return values

    def _is_left_out(self, table: TableShape, column: ColumnShape) -> bool:
        """Of the platform's tables only what must be given, and what the project refers to."""
        if not table.is_platform:
            return False
        referred = any(column.name in key[3] for keys in self._keys.values() for key in keys if key[2] == table.oid)
        return not (referred or (self.shapes.refuses_null(column) and not column.has_default))

    def _is_key(self, table: TableShape, name: str) -> bool:
        return any(name in key[1] for key in self._keys[table.oid])

    def _value(
        self,
        table: TableShape,
        column: ColumnShape,
        number: int,
        changes: dict[tuple[int, str], str | None],
        asked: frozenset[tuple[int, str]],
    ) -> str | None:
        """The value of a column in a row: what it refers to, or one of its type."""
        place = (table.oid, column.name)
        if place in changes:
            return changes[place]
        if (*place, number) in self._values:
            return self._values[*place, number]
        for _, names, target, target_names in self._keys[table.oid]:
            if column.name not in names:
                continue
            parent = self.shapes.tables[target]
            theirs = (target, target_names[names.index(column.name)])
            if theirs in asked or theirs == place:
                continue
            if target == table.oid or self._is_in_circle(table.oid, target):
                of_row = number
            elif self.filled[target]:
                wanted = self.wish.referred[target](number) if target in self.wish.referred else number
                of_row = self.filled[target][wanted % len(self.filled[target])]
            else:
                return None
            other = next(one for one in parent.columns if one.name == theirs[1])
            return self._value(parent, other, of_row, changes, asked | {place})
        if place in self.wish.values:
            return self.wish.values[place](number)
        return write_value(self.shapes, column.type, column.modifier, number)

    def _is_in_circle(self, one: int, other: int) -> bool:
        return any({one, other} <= set(group) for group in self._circles)

    @cached_property
    def _circles(self) -> list[list[int]]:
        return [group for group in self.groups() if len(group) > 1]

    def _guess(
        self, tables: list[TableShape], number: int, refusal: _Refusal
    ) -> Iterator[dict[tuple[int, str], str | None]]:
        """Other values for the columns a refusal is about, one set after the other."""
        table, names, definition = self._about(tables, refusal)
        if table is None or not names:
            return
        columns = [column for column in table.columns if column.name in names and not column.generated]
        if refusal.code in {"23505", "23P01"}:
            free = [column for column in columns if not self._is_key(table, column.name)]
            for step in range(1, 30):
                other = number + 17 * step
                yield {
                    (table.oid, column.name): write_value(self.shapes, column.type, column.modifier, other)
                    for column in free
                }
                if not free:
                    return
            return
        if refusal.code == "23503":
            yield {(table.oid, column.name): None for column in columns if not self.shapes.refuses_null(column)}
            return
        yield from self._combine(table, columns, number, definition)

    def _combine(
        self, table: TableShape, columns: list[ColumnShape], number: int, definition: str
    ) -> Iterator[dict[tuple[int, str], str | None]]:
        lists: list[list[str | None]] = []
        for column in columns:
            guesses: list[str | None] = list(
                islice(guess_values(self.shapes, column.type, column.modifier, number, definition), _MOST_GUESSES)
            )
            place = (table.oid, column.name)
            if not self.shapes.refuses_null(column) and place not in self.wish.not_null:
                guesses.append(None)
            lists.append(guesses)
        if len(lists) == 1:
            yield from ({(table.oid, columns[0].name): value} for value in lists[0])
            return
        every = list(islice(product(*(row[:14] for row in lists)), 4000))
        Random(number).shuffle(every)  # noqa: S311 - an order, not a secret
        for row in every[:_TRIES]:
            yield {(table.oid, column.name): value for column, value in zip(columns, row, strict=True)}

    def _about(self, tables: list[TableShape], refusal: _Refusal) -> tuple[TableShape | None, tuple[str, ...], str]:
        """The table, columns and condition that a refusal is about."""
        if refusal.domain:
            return self._about_domain(tables, refusal)
        if refusal.name.startswith("wish "):
            table = tables[0]
            text = self._conditions(table)[int(refusal.name[5:]) - len(table.columns)]
            return table, _mentioned(table, text), text
        for table in tables:
            for found in (table, *self._partitions(table)):
                for row in found.constraints:
                    if row.name == refusal.name:
                        return table, found.names(row.keys) or _mentioned(table, row.definition), row.definition
                for name, keys in found.uniques:
                    if name == refusal.name:
                        return table, found.names(keys), ""
        first = tables[0]
        if refusal.code == "23514" and first.kind == "p":
            return first, tuple(key_columns(first)), bounds_of(self.shapes, first)
        if refusal.code == "23502":
            return first, (refusal.name,), ""
        return first, tuple(column.name for column in first.columns if not column.has_default), ""

    def _about_domain(
        self, tables: list[TableShape], refusal: _Refusal
    ) -> tuple[TableShape | None, tuple[str, ...], str]:
        oids = {type_.oid for type_ in self.shapes.types.values() if type_.name == refusal.domain}
        text = " ".join(row.definition for row in self.shapes.domain_checks if row.domain in oids)
        for table in tables:
            names = tuple(column.name for column in table.columns if self._uses(column.type, oids))
            if names:
                return table, names, text
        return None, (), ""

    def _uses(self, oid: int, domains: set[int]) -> bool:
        type_ = self.shapes.types.get(oid)
        while type_ is not None and type_.oid not in domains and (type_.kind == "d" or type_.category == "A"):
            type_ = self.shapes.types.get(type_.base or type_.element)
        return type_ is not None and type_.oid in domains

    def _partitions(self, table: TableShape) -> Iterator[TableShape]:
        for child in self.shapes.tables.values():
            if child.parent == table.oid:
                yield child
                yield from self._partitions(child)


def _write_insert(table: TableShape, values: dict[str, str | None], conditions: list[str]) -> str:
    name = f"{quote_identifier(table.schema)}.{quote_identifier(table.name)}"
    returned = [f"{quote_identifier(column.name)}::text" for column in table.columns]
    # A condition that is NULL is fulfilled, as a CHECK is.
    returned += [f"coalesce(({condition}), true)" for condition in conditions]
    returning = f"returning {', '.join(returned)}" if returned else "returning 1"
    if not values:
        return f"insert into {name} default values {returning}"  # noqa: S608 - quoted
    names = ", ".join(quote_identifier(column) for column in values)
    texts = ", ".join("null" if value is None else quote_literal(value) for value in values.values())
    return f"insert into {name} ({names}) overriding system value values ({texts}) {returning}"  # noqa: S608


def _mentioned(table: TableShape, text: str) -> tuple[str, ...]:
    words = set(re.findall(r"\w+", text))
    return tuple(column.name for column in table.columns if column.name in words)


def _components(wanted: Iterable[int], edges: dict[int, list[int]]) -> list[list[int]]:
    """Strongly connected components, those that others point to first (Tarjan, without recursion)."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[list[int]] = []
    for start in wanted:
        if start in index:
            continue
        work: list[tuple[int, Iterator[int]]] = []

        def enter(node: int, work: list[tuple[int, Iterator[int]]] = work) -> None:
            index[node] = low[node] = len(index)
            stack.append(node)
            on_stack.add(node)
            work.append((node, iter(edges.get(node, ()))))

        enter(start)
        while work:
            node, following = work[-1]
            for other in following:
                if other not in index:
                    enter(other)
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    place = stack.index(node)
                    found.append(stack[place:])
                    on_stack.difference_update(stack[place:])
                    del stack[place:]
    return found
