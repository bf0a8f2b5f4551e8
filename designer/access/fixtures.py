"""Fixtures: rows that give every policy something to allow and something to deny.

Row n of every table belongs to the n-th person: it refers to the n-th row of whatever it refers to. With memberships
there are two tenants, A and B, with one person for each role of the application in each of them, and one person in no
tenant for each table that marks people. The last person is a stranger, who has no rows but those that make a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import Any

from msgspec import Struct
from psycopg import Connection

from designer.access.owners import Owners, Row
from designer.access.tenancies import Tenancy, find_tenancy
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.proofs.fillings import Wish, fill_tables
from designer.proofs.shapes import Shapes, TableShape

_GONE = re.compile(r"(^|_)(deleted|removed|archived|revoked|disabled|banned)(_(at|on|by))?$")
_PEOPLE = 2
"""People with rows in a schema without memberships: oneself and somebody else."""


class Fixtures(Struct, kw_only=True):
    """The rows per table, by oid; the ids of the people; tables that could not be filled and why."""

    shapes: Shapes
    tenancy: Tenancy
    people: list[str]
    rows: dict[int, list[Row]]
    unfilled: dict[str, str]


def make_fixtures(connection: Connection[Any], shapes: Shapes, names: Collection[tuple[str, str]]) -> Fixtures:
    """Fills the database as the run's own login, and says which row of the tables with these names belongs to whom."""
    tenancy = find_tenancy(shapes)
    filling = fill_tables(connection, shapes, wish=_wish(shapes, tenancy), demanding=False, tell=lambda _: None)
    owners = Owners(shapes, tenancy, filling)
    return Fixtures(
        shapes=shapes,
        tenancy=tenancy,
        people=owners.people,
        rows={
            table.oid: [owners.place(table, place, values) for place, values in _read(connection, table)]
            for table in shapes.tables.values()
            if (table.schema, table.name) in names and not table.is_platform
        },
        unfilled=filling.unfilled,
    )


def _wish(shapes: Shapes, tenancy: Tenancy) -> Wish:
    membership = tenancy.membership
    # A row that is marked as gone is one that policies hide from everybody.
    values: dict[tuple[int, str], Callable[[int], str | None]] = {
        (table.oid, column.name): lambda _: None
        for table in shapes.tables.values()
        for column in table.columns
        if _GONE.search(column.name) and not column.is_not_null and not table.is_platform
    }
    if membership is None:
        return Wish(rows=_PEOPLE, numbers=dict.fromkeys(tenancy.users, range(_PEOPLE + 1)), values=values)
    roles = membership.roles
    if membership.labels:
        values[membership.table, membership.role_column] = lambda number: membership.labels[number % roles]
    everybody = range(2 * roles + len(tenancy.marks) + 1)
    numbers: dict[int, Sequence[int]] = dict.fromkeys(tenancy.users, everybody)
    numbers |= {oid: (2 * roles + place,) for place, oid in enumerate(tenancy.marks)}
    return Wish(
        rows=2 * roles,
        numbers={**numbers, membership.tenants: range(2)},
        referred={membership.tenants: lambda number: number // roles},
        values=values,
    )


def _read(connection: Connection[Any], table: TableShape) -> list[tuple[tuple[int, str], dict[str, str | None]]]:
    names = [column.name for column in table.columns]
    columns = "".join(f", {quote_identifier(name)}::text" for name in names)
    source = f"{quote_identifier(table.schema)}.{quote_identifier(table.name)}"
    found = connection.execute(f"select tableoid::int8, ctid::text{columns} from {source}").fetchall()  # noqa: S608
    return [((row[0], row[1]), dict(zip(names, row[2:], strict=True))) for row in found]


def write_insert(table: TableShape, values: dict[str, str | None]) -> str:
    """An INSERT of exactly these values."""
    names = ", ".join(map(quote_identifier, values))
    texts = ", ".join("null" if value is None else quote_literal(value) for value in values.values())
    target = f"{quote_identifier(table.schema)}.{quote_identifier(table.name)}"
    return f"insert into {target} ({names}) overriding system value values ({texts})"  # noqa: S608 - quoted
