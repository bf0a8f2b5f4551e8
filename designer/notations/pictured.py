"""What a text diagram shows of a design."""

from __future__ import annotations

from uuid import UUID

from designer.design import Design, Relationship, Table


def pictured_tables(design: Design) -> list[Table]:
    """The project's own tables without partitions, and what they refer to, sorted by schema and name."""
    own = {table.id for table in design.tables if not table.is_managed and table.partition_of is None}
    known = own | {row.target_table_id for row in design.relationships if row.table_id in own}
    return sorted((table for table in design.tables if table.id in known), key=lambda row: (row.schema, row.name))


def pictured_relationships(design: Design) -> list[Relationship]:
    """The relationships between those tables that leave one of the project's own, sorted by their ends."""
    tables = {table.id: table for table in pictured_tables(design)}
    rows = [
        row
        for row in design.relationships
        if row.table_id in tables and row.target_table_id in tables and not tables[row.table_id].is_managed
    ]
    return sorted(rows, key=lambda row: (tables[row.table_id].schema, tables[row.table_id].name, row.name))


def short_name(table: Table) -> str:
    """The name, with its schema where that is not public."""
    return table.name if table.schema == "public" else f"{table.schema}.{table.name}"


def reference_columns(design: Design) -> dict[UUID, list[Relationship]]:
    """The foreign keys by each of their columns."""
    found: dict[UUID, list[Relationship]] = {}
    for row in pictured_relationships(design):
        for column_id in row.column_ids:
            found.setdefault(column_id, []).append(row)
    return found


def key_columns(table: Table) -> tuple[UUID, ...]:
    """The columns of the primary key, none where there is no key."""
    return table.primary_key.column_ids if table.primary_key else ()
