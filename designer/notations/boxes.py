"""Tables as boxes of ASCII characters, for places that show nothing but text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from designer.design import Column, Design, Relationship, Table
from designer.design.type_texts import show_type
from designer.diagram.texts import clean, measure_cells
from designer.notations.pictured import key_columns, pictured_tables, reference_columns, short_name


def write_boxes(design: Design) -> str:
    """One box for each table; rows of foreign keys say where they lead."""
    references = reference_columns(design)
    return "\n".join("\n".join(_box(table, design, references)) + "\n" for table in pictured_tables(design)) or "\n"


def _box(table: Table, design: Design, references: Mapping[UUID, list[Relationship]]) -> Iterator[str]:
    rows = []
    for column in table.columns:
        mark = "PK" if column.id in key_columns(table) else "FK" if column.id in references else ""
        leads = ", ".join(_target(row, column, design) for row in references.get(column.id, []))
        rows.append(
            (mark, clean(column.name), show_type(column.type, design), "" if column.is_nullable else "not null", leads)
        )
    widths = [max((measure_cells(row[place]) for row in rows), default=0) for place in range(4)]
    lines = ["  ".join(_padded(text, width) for text, width in zip(row[:4], widths, strict=True)) for row in rows]
    title = clean(short_name(table))
    width = max(measure_cells(line) for line in (title, *lines))
    rule = f"+{'-' * (width + 2)}+"
    yield rule
    yield f"| {_padded(title, width)} |"
    yield rule
    for line, row in zip(lines, rows, strict=True):
        yield f"| {_padded(line, width)} |" + (f" -> {row[4]}" if row[4] else "")
    if rows:
        yield rule


def _target(row: Relationship, column: Column, design: Design) -> str:
    target = design.tables_by_id[row.target_table_id]
    position = row.column_ids.index(column.id)
    name = design.columns_by_id[row.target_column_ids[position]].name
    return f"{clean(short_name(target))}.{clean(name)}"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - measure_cells(text))
