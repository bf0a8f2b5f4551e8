"""Small designs for diagram tests."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid5

from designer.design import Action, Column, Design, Key, Relationship, Table, TypeRef

SPACE = UUID("00000000-0000-4000-8000-000000000000")


def column(table: str, name: str, *, is_nullable: bool = False) -> Column:
    """A uuid column whose id follows from its name."""
    return Column(id=uuid5(SPACE, f"{table}.{name}"), name=name, type=TypeRef("uuid"), is_nullable=is_nullable)


def table(name: str, *columns: Column, schema: str = "public", key: Sequence[str] = ("id",)) -> Table:
    """A table with a column `id` as its primary key, and the columns given."""
    columns = (column(name, "id"), *columns)
    ids = tuple(each.id for each in columns if each.name in key)
    return Table(
        id=uuid5(SPACE, name),
        schema=schema,
        name=name,
        columns=columns,
        primary_key=Key(id=uuid5(SPACE, f"{name} key"), name=f"{name}_pkey", column_ids=ids) if ids else None,
    )


def relationship(child: Table, name: str, parent: Table, on_delete: Action = Action.CASCADE) -> Relationship:
    """A foreign key from a column of the child to the parent's `id`."""
    source = next(each.id for each in child.columns if each.name == name)
    return Relationship(
        id=uuid5(SPACE, f"{child.name}.{name} to {parent.name}"),
        name=f"{child.name}_{name}_fkey",
        table_id=child.id,
        column_ids=(source,),
        target_table_id=parent.id,
        target_column_ids=(parent.columns[0].id,),
        on_delete=on_delete,
    )


def star(children: int) -> Design:
    """One parent and that many children."""
    parent = table("parents")
    tables = [table(f"child_{number:03}", column(f"child_{number:03}", "parent_id")) for number in range(children)]
    return Design(
        tables=(parent, *tables), relationships=tuple(relationship(each, "parent_id", parent) for each in tables)
    )
