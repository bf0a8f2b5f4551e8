"""Fixtures: rows that give every policy something to allow and something to deny.

Row n of every table belongs to the n-th person: it refers to the n-th row of whatever it refers to. With memberships
there are two tenants, A and B, with one person for each role of the application in each of them, and one person in no
tenant for each table that marks people. Then come somebody who is in both tenants, somebody who left tenant A and whose
rows stayed, and last a stranger, who has no rows but those that make a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct
from psycopg import Connection

from designer.access.owners import Owners, Row, key_columns
from designer.access.tenancies import Tenancy, find_tenancy
from designer.design import Design, DesignerError
from designer.design.access_models import AccessModel
from designer.design.edits.lookups import find_column
from designer.postgres.parsing import check_row_changes, split_statements
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.proofs.fillings import Wish, fill_tables
from designer.proofs.shapes import Shapes, TableShape
from designer.sandbox.sessions import run_text

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

    def tenants(self) -> list[str]:
        """The keys of tenants A and B, if there are tenants."""
        membership = self.tenancy.membership
        if membership is None or not membership.tenants:
            return []
        (key, *_) = key_columns(self.shapes.tables[membership.tenants])
        rows = sorted(self.rows[membership.tenants], key=lambda row: row.number or 0)
        return [row.values[key] or "" for row in rows]


def make_fixtures(connection: Connection[Any], shapes: Shapes, design: Design, model: AccessModel) -> Fixtures:
    """Fills the database as the run's own login, and says which row of the design's tables belongs to whom.

    Raises DesignerError where a change of rows that the project states cannot be made.
    """
    tenancy = find_tenancy(shapes, design, model)
    names = {(table.schema, table.name) for table in design.tables}
    wish = _wish(shapes, tenancy, _find_flag(shapes, design, model))
    filling = fill_tables(connection, shapes, wish=wish, demanding=False, tell=lambda _: None)
    _change_rows(connection, model.rows)
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


def _change_rows(connection: Connection[Any], text: str) -> None:
    """All of what the project states, or nothing."""
    check_row_changes(text)
    with connection.transaction():
        for statement in split_statements(text):
            error = run_text(connection, statement, is_extended=True)
            if error is not None:
                raise DesignerError(
                    f"The rows to try access with cannot be changed as stated. PostgreSQL says: {error.message}, in: "
                    f"{statement}. Change that statement under Access, Stated, Tenants and roles."
                )


def _find_flag(shapes: Shapes, design: Design, model: AccessModel) -> tuple[int, str] | None:
    """The oid of the table and the column of the flag that keeps tenants apart."""
    if model.flag is None:
        return None
    table = design.tables_by_id[model.flag.table_id]
    column = find_column(table, model.flag.column_id)
    found = (row.oid for row in shapes.tables.values() if (row.schema, row.name) == (table.schema, table.name))
    return next(((oid, column.name) for oid in found), None)


def _wish(shapes: Shapes, tenancy: Tenancy, flag: tuple[int, str] | None) -> Wish:
    membership = tenancy.membership
    # A row that is marked as gone is one that policies hide from everybody.
    values: dict[tuple[int, str], Callable[[int], str | None]] = {
        (table.oid, column.name): lambda _: None
        for table in shapes.tables.values()
        for column in table.columns
        if _GONE.search(column.name) and not column.is_not_null and not table.is_platform
    }
    if flag is not None:
        values[flag] = lambda _: "true"  # where tenants are one, nothing is seen of what keeps them apart
    if membership is None:
        return Wish(rows=_PEOPLE, numbers=dict.fromkeys(tenancy.users, range(_PEOPLE + 1)), values=values)
    members, everybody = 2 * membership.roles, tenancy.people
    second = everybody.stop
    if membership.role_table:
        values[membership.role_table, membership.role_column] = lambda number: membership.labels[
            0 if number == second else number % membership.roles
        ]
    own = (*range(members), everybody[tenancy.FORMER])
    numbers: dict[int, Sequence[int]] = {
        table.oid: own for table in shapes.tables.values() if not (table.is_platform or table.is_partition)
    }
    numbers |= dict.fromkeys(tenancy.users, everybody)
    numbers |= {oid: (members + place,) for place, oid in enumerate(tenancy.marks)}
    if membership.tenants:
        numbers[membership.tenants] = range(2)
    if membership.table:
        # Who is in both tenants has a second membership, which is no person's row of that number.
        numbers[membership.table] = (*range(members), everybody[tenancy.IN_BOTH], second)
    referred: dict[int, Callable[[int], int]] = {
        oid: lambda number: everybody[tenancy.IN_BOTH] if number == second else number for oid in tenancy.users
    }
    referred[membership.tenants] = lambda number: (
        number // membership.roles if number < members else int(number == second)
    )
    return Wish(rows=members, numbers=numbers, referred=referred, values=values)


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
