"""From ids in a design to the quoted names a statement needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from designer.design import Column, Design, DesignerError, Table
from designer.postgres.quoting import quote_identifier, quote_name


class Qualified(Protocol):
    """Anything with a schema and a name: tables, views, types, sequences, functions."""

    @property
    def schema(self) -> str: ...

    @property
    def name(self) -> str: ...


def name_of(thing: Qualified) -> str:
    """The schema-qualified name, quoted where needed."""
    return quote_name(thing.schema, thing.name)


def table_of(table_id: UUID, design: Design, *, wanted_by: str) -> Table:
    """The table of that id. Raises DesignerError naming who wanted it."""
    try:
        return design.tables_by_id[table_id]
    except KeyError:
        raise DesignerError(
            f"{wanted_by} refers to a table that is not in the design. Choose another table or remove {wanted_by}."
        ) from None


def column_of(column_id: UUID, table: Table, design: Design) -> Column:
    """The column of that id: of the table as given, else of the design. Raises DesignerError."""
    for column in table.columns:
        if column.id == column_id:
            return column
    try:
        return design.columns_by_id[column_id]
    except KeyError:
        raise DesignerError(
            f"Table {table.schema}.{table.name} uses a column that is not in the design. "
            "Choose another column, or remove what uses it."
        ) from None


def column_names(column_ids: Iterable[UUID], table: Table, design: Design) -> list[str]:
    """Quoted column names."""
    return [quote_identifier(column_of(id_, table, design).name) for id_ in column_ids]


def column_list(column_ids: Iterable[UUID], table: Table, design: Design) -> str:
    """Quoted column names, separated by commas, without parentheses."""
    return ", ".join(column_names(column_ids, table, design))
