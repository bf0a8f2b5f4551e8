"""Fixtures as files have them: every row written out, so that a file needs nothing but the schema."""

from __future__ import annotations

from collections.abc import Iterator

from designer.access.owners import Row
from designer.access.suites.files import Step
from designer.access.suites.worlds import World
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.proofs.shapes import TableShape
from designer.sql.names import name_of


def write_fixtures(world: World) -> Iterator[Step]:
    """Users first, then table by table. Triggers sleep meanwhile: what they would add is among the rows."""
    yield Step("set local session_replication_role = replica", 0, "Triggers and keys sleep until all rows are there.")
    if world.users:
        users = ",\n".join(
            f"  ({quote_literal(id_)}, 'authenticated', 'authenticated', {quote_literal(f'{id_[:8]}@example.com')})"
            for id_ in world.users
        )
        yield Step(f"insert into auth.users (id, aud, role, email) values\n{users}", 0)
    for table in world.tables:
        if table.rows and not table.shape.is_partition:
            if table.table.id == world.flag_table_id:
                yield Step(f"delete from {name_of(table.table)}", 0, "There may be one row only.")
            yield from _insert(world, table.shape, [row for row in table.rows if _is_own(world, table.shape, row)])


def _is_own(world: World, table: TableShape, row: Row) -> bool:
    """Whether a row lies in the table or in a partition of it: a table that inherits has its own."""
    shape: TableShape | None = world.fixtures.shapes.tables.get(row.place[0])
    while shape is not None and shape.oid != table.oid and shape.is_partition and shape.parent is not None:
        shape = world.fixtures.shapes.tables.get(shape.parent)
    return shape is not None and shape.oid == table.oid


def _insert(world: World, table: TableShape, rows: list[Row]) -> Iterator[Step]:
    columns = [column for column in table.columns if not column.generated]
    target = f"{quote_identifier(table.schema)}.{quote_identifier(table.name)}"
    names = ", ".join(quote_identifier(column.name) for column in columns)
    lines = [
        "  (" + ", ".join(world.literals.write(column, row.values[column.name]) for column in columns) + ")"
        for row in rows
    ]
    if lines:
        joined = ",\n".join(lines)
        yield Step(f"insert into {target} ({names}) overriding system value values\n{joined}", 0)
