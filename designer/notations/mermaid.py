"""Mermaid's erDiagram, which GitHub, GitLab and many editors draw (mermaid.js.org, ER diagrams)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from uuid import UUID

from designer.design import Column, Design, Relationship, Table
from designer.design.type_texts import show_type
from designer.diagram.links import are_unique
from designer.notations.pictured import (
    key_columns,
    pictured_relationships,
    pictured_tables,
    reference_columns,
    short_name,
)

_UNFIT = re.compile(r"[^A-Za-z0-9_\[\]()-]")
"""What Mermaid takes neither in the name nor in the type of an attribute."""


def write_mermaid(design: Design) -> str:
    """The design as an erDiagram. Names that Mermaid does not take are told in quotes beside one that it does."""
    tables = pictured_tables(design)
    names = _entity_names(tables)
    lines = ["erDiagram"]
    references = reference_columns(design)
    for table in tables:
        lines += _entity(table, names[table.id], design, references)
    by_id = {table.id: table for table in tables}
    for row in pictured_relationships(design):
        child, parent = by_id[row.table_id], by_id[row.target_table_id]
        lines.append(f"    {names[parent.id]} {_ends(row, child)} {names[child.id]} : {_quoted(row.name)}")
    return "\n".join(lines) + "\n"


def _entity_names(tables: list[Table]) -> dict[UUID, str]:
    names: dict[UUID, str] = {}
    for table in tables:
        wanted = name = re.sub(r"\W", "_", short_name(table), flags=re.ASCII)
        number = 1
        while name in names.values():
            number += 1
            name = f"{wanted}_{number}"
        names[table.id] = name
    return names


def _entity(table: Table, name: str, design: Design, references: Container[UUID]) -> Iterator[str]:
    shown = short_name(table)
    yield f"    {name} {{" if name == shown else f"    {name}[{_quoted(shown)}] {{"
    for column in table.columns:
        marks = [
            mark for mark, has in (("PK", column.id in key_columns(table)), ("FK", column.id in references)) if has
        ]
        yield "        " + " ".join(filter(None, [*_attribute(column, design), ", ".join(marks), _remark(column)]))
    yield "    }"


def _attribute(column: Column, design: Design) -> tuple[str, str]:
    return _fit(show_type(column.type, design)), _fit(column.name)


def _fit(text: str) -> str:
    fit = _UNFIT.sub("_", text)
    return fit if fit[0].isalpha() or fit[0] == "_" else f"_{fit}"


def _remark(column: Column) -> str:
    words = [column.name] if _fit(column.name) != column.name else []
    words += [] if column.is_nullable else ["not null"]
    return _quoted(", ".join(words)) if words else ""


def _ends(row: Relationship, child: Table) -> str:
    is_optional = any(column.is_nullable for column in child.columns if column.id in row.column_ids)
    return f"{'|o' if is_optional else '||'}--{'o|' if are_unique(child, row.column_ids) else 'o{'}"


def _quoted(text: str) -> str:
    return '"' + re.sub(r"\s+", " ", text).replace('"', "'") + '"'
