"""Worlds: a database with the design and its fixtures, who acts in it, and what they are stated to be able to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any
from uuid import UUID

from msgspec import Struct
from psycopg import Connection

from designer.access.fixtures import Fixtures
from designer.access.outcomes import Deed, Outcome
from designer.access.owners import Row, key_columns
from designer.access.personas import Persona
from designer.access.stages import Stage
from designer.access.statements import (
    Change,
    Changes,
    Expectation,
    expect_access,
    expect_changes,
    expect_of_all,
    stated_access,
)
from designer.access.suites.literals import Literals, base_type
from designer.design import Command, Design, Table
from designer.design.access_models import AccessModel, TableAccess
from designer.design.edits.lookups import find_column
from designer.postgres.quoting import quote_identifier
from designer.proofs.shapes import Shapes, TableShape
from designer.sql.names import name_of

_LISTS = re.compile(r"= ANY \(|= '")
"""A check that names values, as the server writes it."""
_VALUES, _PAIRED, _KEYS, _OF_ALL = 10, 8, 3, 2
"""How many other values of a column are tried in a row, how many of each of two, of how many keys, and in all rows."""


class TableWorld(Struct, frozen=True, kw_only=True):
    """One table of the world."""

    table: Table
    shape: TableShape
    access: TableAccess
    rows: list[Row]
    labels: dict[tuple[int, str], str]
    """What a row is called, by its place: after the people whose it is."""
    changes: tuple[Change, ...]
    """Rows that are tried beside those that are there."""
    expected: dict[tuple[str, str], Expectation]
    """What is stated, by persona and command; what could not be worked out is absent."""
    stated: dict[str, Changes]
    """What each persona is stated to be able to make of them."""
    values: list[tuple[str, str]]
    """Keys of other rows, by the column, that are put into all rows at once."""
    of_all: dict[str, set[tuple[str, str]]]
    """Those that each persona is stated to be able to put there; who is absent, of that it is not known."""

    @property
    def name(self) -> str:
        """The qualified name, as people read it."""
        return f"{self.table.schema}.{self.table.name}"

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that rows are told apart by."""
        return key_columns(self.shape)


class World(Struct, frozen=True, kw_only=True):
    """All that a suite is written from, but for the database itself."""

    design: Design
    fixtures: Fixtures
    personas: list[Persona]
    tables: list[TableWorld]
    literals: Literals
    users: list[str]
    """The ids of the people, as files have them."""
    flag_table_id: UUID | None = None
    """The table of the feature flag that keeps tenants apart, if there is one."""
    unite: str = ""
    """The statement that makes all tenants one, where a feature flag can."""
    united: tuple[TableWorld, ...] = ()
    """The tables once more, while it does."""


def make_world(stage: Stage, design: Design, model: AccessModel) -> World:
    """Works out what is stated, on a database that is filled; with a feature flag also while all tenants are one."""
    # A stage is set in a minute, which may be midnight.
    literals = Literals(stage.fixtures, _last_days(stage.connection))
    unite, united = _write_flag(design, model), []
    if unite:
        with stage.connection.transaction(force_rollback=True):
            stage.connection.execute(unite)
            united = _tables(stage, design, model)
    return World(
        design=design,
        fixtures=stage.fixtures,
        personas=[literals.persona(persona) for persona in stage.personas],
        tables=_tables(stage, design, model),
        literals=literals,
        users=[literals.text(id_) for id_ in stage.fixtures.people],
        flag_table_id=model.flag.table_id if model.flag is not None else None,
        unite=unite,
        # The row of the flag lies elsewhere once it is changed.
        united=tuple(row for row in united if model.flag is None or row.table.id != model.flag.table_id),
    )


def _write_flag(design: Design, model: AccessModel) -> str:
    if model.flag is None:
        return ""
    table = design.tables_by_id[model.flag.table_id]
    name = quote_identifier(find_column(table, model.flag.column_id).name)
    return f"update {name_of(table)} set {name} = false"


def _tables(stage: Stage, design: Design, model: AccessModel) -> list[TableWorld]:
    """What is stated of every table as the rows are now, by name."""
    connection, fixtures, personas = stage.connection, stage.fixtures, stage.personas
    expected = expect_access(connection, design, model, fixtures, personas, deeds=tuple(Deed))
    changes = [change for oid in fixtures.rows for change in _find_changes(fixtures, oid)]
    changed = {
        persona.name: expect_changes(connection, design, model, fixtures, persona, changes) for persona in personas
    }
    unknown = {change for found in changed.values() for change in found.unknown}
    changes = [change for change in changes if change not in unknown]
    stated = stated_access(design, model)
    values = {oid: list(_find_keys(fixtures, oid)) for oid in fixtures.rows}
    of_all = {row.name: expect_of_all(connection, design, model, fixtures, row, values) for row in personas}
    tables = []
    for oid in fixtures.rows:
        shape = fixtures.shapes.tables[oid]
        table = design.table(shape.schema, shape.name)
        name = f"{table.schema}.{table.name}"
        tables.append(
            TableWorld(
                table=table,
                shape=shape,
                access=stated[table.id],
                rows=fixtures.rows[oid],
                labels=_label(fixtures.rows[oid], personas),
                changes=tuple(change for change in changes if change.table == oid),
                expected={(row.persona, row.command): row for row in expected if row.table == name},
                stated={persona: _of_table(found, oid) for persona, found in changed.items()},
                values=values[oid],
                of_all={persona: found[oid] for persona, found in of_all.items() if oid in found},
            )
        )
    return sorted(tables, key=lambda world: world.name)


def _of_table(changes: Changes, oid: int) -> Changes:
    return Changes(
        possible=frozenset(change for change in changes.possible if change.table == oid),
        refused=frozenset(change for change in changes.refused if change.table == oid),
    )


def _last_days(connection: Connection[Any]) -> set[str]:
    rows = connection.execute(
        "select current_date::text, (current_date - 1)::text, (now() at time zone 'UTC')::date::text"
    )
    return {str(day) for row in rows for day in row}


def _find_changes(fixtures: Fixtures, oid: int) -> Iterator[Change]:
    """Rows of tenant A (or of the first person) with another's value in one column: near misses.

    Of one row also with other values in two keys at once: who may write a row for which everything must fit, like a
    message by somebody who takes part in the conversation, is seen only so.
    """
    table = fixtures.shapes.tables[oid]
    rows = fixtures.rows[oid]
    near = [row for row in rows if 0 in row.tenants] or [row for row in rows if 0 in row.people] or rows[:1]
    for row in rows:
        yield Change(table=oid, place=row.place, command=Command.UPDATE)
    columns = _telling_columns(fixtures.shapes, table)
    for column in columns:
        for row in near:
            values = [value for value in _other_values(fixtures, rows, row, column) if value != row.values[column]]
            for value in values[:_VALUES]:
                for command in (Command.INSERT, Command.UPDATE):
                    yield Change(table=oid, place=row.place, command=command, values=((column, value),))
    keys = [name for row in table.constraints if row.kind == "f" for name in table.names(row.keys)]
    for one, other in combinations(list(dict.fromkeys(keys))[:_KEYS], 2):
        for row in near[:1]:
            pairs = product(*(_other_values(fixtures, rows, row, name)[:_PAIRED] for name in (one, other)))
            for first, second in pairs:
                if row.values[one] != first and row.values[other] != second:
                    pair = ((one, first), (other, second))
                    yield Change(table=oid, place=row.place, command=Command.INSERT, values=pair)


def _find_keys(fixtures: Fixtures, oid: int) -> Iterator[tuple[str, str]]:
    """Keys to put into all rows at once, where no key or check of the table could be broken before all were asked."""
    table, rows = fixtures.shapes.tables[oid], fixtures.rows[oid]
    if not rows or table.partition_key is not None or table.is_partition:
        return
    uniques = [set(table.names(keys)) for _, keys in table.uniques]
    checked = {
        name for row in table.constraints if row.kind == "c" and len(row.keys) > 1 for name in table.names(row.keys)
    }
    for row in table.constraints:
        for name in table.names(row.keys) if row.kind == "f" else ():
            # What is unique without the column stays so with any value in it.
            bound = [
                one for one in uniques if name in one and not any(two < one and name not in two for two in uniques)
            ]
            if not bound and name not in checked:
                others = _other_values(fixtures, rows, rows[0], name)
                yield from ((name, value) for value in [text for text in others if text is not None][:_OF_ALL])


def _other_values(fixtures: Fixtures, rows: Sequence[Row], row: Row, column: str) -> list[str | None]:
    """The values of other rows; of people everybody in a tenant and the stranger."""
    if any(other.values[column] in fixtures.people for other in rows):
        membership = fixtures.tenancy.membership
        roles = membership.roles if membership is not None else 2
        return list(dict.fromkeys([*fixtures.people[: 2 * roles], *fixtures.people[-1:]]))
    return list(dict.fromkeys(other.values[column] for other in _far_first(rows, row)))


def _far_first(rows: Sequence[Row], row: Row) -> list[Row]:
    """The other rows, by turns from the row's own tenant and from elsewhere, so that few of them show both."""
    near = [other for other in rows if other.tenants & row.tenants and other is not row]
    far = [other for other in rows if not other.tenants & row.tenants]
    mixed = []
    for place in range(max(len(near), len(far))):
        mixed += [*far[place : place + 1], *near[place : place + 1]]
    return mixed


def _telling_columns(shapes: Shapes, table: TableShape) -> list[str]:
    """The columns that policies may decide by: keys to other rows, labels, and yes or no."""
    named = {name for row in table.constraints if row.kind == "f" for name in table.names(row.keys)}
    checks = [row for row in table.constraints if row.kind == "c" and _LISTS.search(row.definition)]
    checked = {name for row in checks for name in table.names(row.keys)}
    found = []
    for column in table.columns:
        if column.generated:
            continue
        type_ = shapes.types.get(column.type)
        is_label = base_type(shapes, column) == "bool" or bool(type_ and type_.labels)
        is_listed = column.name in checked and base_type(shapes, column) == "text"
        if column.name in named or is_label or is_listed:
            found.append(column.name)
    return found


def _label(rows: Sequence[Row], personas: Sequence[Persona]) -> dict[tuple[int, str], str]:
    """Names for rows after whom they belong to; each name once."""
    people: dict[int, str] = {}
    for persona in personas:
        if persona.number is not None:
            people.setdefault(persona.number, persona.name)
    found: dict[tuple[int, str], str] = {}
    taken: set[str] = set()
    for row in rows:
        owners = [people.get(number, f"person {number + 1}") for number in sorted(row.people)]
        name = " and ".join(owners) if 0 < len(owners) <= 2 else ""
        if not name:
            name = f"tenant {'AB'[min(row.tenants)]}" if len(row.tenants) == 1 else "row"
        label, number = name, 1
        while label in taken:
            number += 1
            label = f"{name} ({number})"
        taken.add(label)
        found[row.place] = label
    return found


def reached(world: TableWorld, persona: str, deed: Deed) -> list[Row]:
    """The rows that a persona is stated to reach."""
    found = world.expected.get((persona, deed.value))
    return [] if found is None else list(found.rows)


def outcome(world: TableWorld, persona: str, deed: Deed) -> Outcome | None:
    """What is stated to become of a deed; None where that is not known."""
    found = world.expected.get((persona, deed.value))
    return None if found is None else found.outcome
