"""Owners: whose a row is, by the people and tenants that its foreign keys lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from designer.access.tenancies import Tenancy
from designer.proofs.fillings import Filling
from designer.proofs.shapes import Shapes, TableShape

Values: TypeAlias = dict[str, str | None]


class Row(Struct, frozen=True):
    """A row where it lies, and whose it is: numbers of people and tenants; of nobody known where a trigger made it."""

    table: int
    place: tuple[int, str]
    people: frozenset[int]
    tenants: frozenset[int]
    values: Values
    number: int | None = None
    """Which of the rows that were made it is; None where a trigger made it."""


def key_columns(table: TableShape) -> tuple[str, ...]:
    """What tells rows apart: the primary key's columns, or all of them."""
    primary = [table.names(row.keys) for row in table.constraints if row.kind == "p"]
    return primary[0] if primary else tuple(column.name for column in table.columns)


class Owners:
    """Tells the owners of rows in a database that was filled for these people and tenants."""

    def __init__(self, shapes: Shapes, tenancy: Tenancy, filling: Filling) -> None:
        self._shapes = shapes
        self._tenancy = tenancy
        self._persons = {*tenancy.users, *tenancy.marks}
        membership = tenancy.membership
        self._ends = self._persons | (({membership.table, membership.tenants} - {0}) if membership else set())
        self._numbers = {oid: _by_key(shapes.tables[oid], rows) for oid, rows in filling.values.items()}
        self._rows = {oid: list(rows.values()) for oid, rows in filling.values.items()}
        users = filling.values.get(tenancy.users[0], {}) if tenancy.users else {}
        self.people = [values["id"] or "" for _, values in sorted(users.items())]
        """The ids of the people, in the order of their rows."""

    def place(self, table: TableShape, place: tuple[int, str], values: Values) -> Row:
        """The row with its owners. A row that leads to nobody is the person's for whom it was made."""
        root = self._root(table)
        people, tenants = self._owners(root, values, frozenset())
        number = self._number(root, values)
        if not people and not tenants and number is not None:
            people = frozenset({number})
        membership = self._tenancy.membership
        if membership is not None and membership.tenants and not tenants:
            tenants = frozenset(person // membership.roles for person in people if person < 2 * membership.roles)
        return Row(table.oid, place, people, tenants, values, number)

    def _owners(self, table: TableShape, values: Values, seen: frozenset[int]) -> tuple[frozenset[int], frozenset[int]]:
        """The people and tenants of a row: those its keys name, else those of the rows it refers to."""
        membership = self._tenancy.membership
        number = self._number(table, values)
        if table.oid in self._persons:
            return frozenset(() if number is None else (number,)), frozenset()
        if membership is not None and table.oid == membership.tenants:
            return frozenset(), frozenset(() if number is None else (number,))
        people: list[set[int]] = [set(), set()]
        tenants: list[set[int]] = [set(), set()]
        for target, row in self._parents(table, values):
            if target.oid in seen:
                continue
            theirs = self._owners(target, row, seen | {table.oid})
            is_far = target.oid not in self._ends
            people[is_far].update(theirs[0])
            tenants[is_far].update(theirs[1])
        return frozenset(people[0] or people[1]), frozenset(tenants[0] or tenants[1])

    def _parents(self, table: TableShape, values: Values) -> Iterator[tuple[TableShape, Values]]:
        for constraint in table.constraints:
            target = self._shapes.tables.get(constraint.target)
            if constraint.kind != "f" or target is None:
                continue
            wanted = [values.get(name) for name in table.names(constraint.keys)]
            names = target.names(constraint.target_keys)
            for row in self._rows.get(target.oid, []):
                if None not in wanted and [row.get(name) for name in names] == wanted:
                    yield target, row

    def _number(self, table: TableShape, values: Values) -> int | None:
        return self._numbers.get(table.oid, {}).get(tuple(values.get(name) for name in key_columns(table)))

    def _root(self, table: TableShape) -> TableShape:
        while table.parent is not None and table.parent in self._shapes.tables:
            table = self._shapes.tables[table.parent]
        return table


def _by_key(table: TableShape, rows: dict[int, Values]) -> dict[tuple[str | None, ...], int]:
    names = key_columns(table)
    return {tuple(values.get(name) for name in names): number for number, values in rows.items()}
