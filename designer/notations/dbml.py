"""DBML, the language of dbdiagram.io and dbdocs.io (DBML's documentation, Full Syntax)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

from designer.design import Action, Column, Design, Relationship, Table
from designer.design.type_texts import show_type
from designer.notations.pictured import key_columns, pictured_relationships, pictured_tables

_PLAIN = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_PLAIN_TYPE = re.compile(r"[A-Za-z_]\w*(\(\d+(,\d+)?\))?(\[\])*", re.ASCII)


def write_dbml(design: Design) -> str:
    """Enums, tables with keys, defaults and comments, and relationships with what deleting does."""
    blocks = [_enum(enum.schema, enum.name, [value.name for value in enum.values]) for enum in design.enums]
    tables = pictured_tables(design)
    blocks += ["\n".join(_table(table, design)) for table in tables]
    by_id = {table.id: table for table in tables}
    references = [
        _reference(row, by_id[row.table_id], by_id[row.target_table_id]) for row in pictured_relationships(design)
    ]
    return "\n\n".join(filter(None, [*blocks, "\n".join(references)])) + "\n"


def _enum(schema: str, name: str, labels: list[str]) -> str:
    return "\n".join([f"Enum {_name(schema, name)} {{", *(f"  {_quoted(label)}" for label in labels), "}"])


def _table(table: Table, design: Design) -> Iterator[str]:
    yield f"Table {_name(table.schema, table.name)} {{"
    keys = key_columns(table)
    alone = {key.column_ids[0] for key in table.unique_keys if len(key.column_ids) == 1}
    for column in table.columns:
        yield f"  {_word(column.name)} {_type(show_type(column.type, design))}{_settings(column, keys, alone)}"
    together = [(keys, "pk")] if len(keys) > 1 else []
    together += [(key.column_ids, "unique") for key in table.unique_keys if len(key.column_ids) > 1]
    if together:
        yield "\n  indexes {"
        for ids, setting in together:
            yield f"    {_columns(table, ids)} [{setting}]"
        yield "  }"
    if table.comment:
        yield f"\n  Note: {_text(table.comment)}"
    yield "}"


def _settings(column: Column, keys: tuple[UUID, ...], unique: set[UUID]) -> str:
    settings = ["pk"] if keys == (column.id,) else []
    settings += ["unique"] if column.id in unique else []
    settings += [] if column.is_nullable else ["not null"]
    settings += ["increment"] if column.identity else []
    settings += [f"default: {_expression(column.default)}"] if column.default else []
    settings += [f"note: {_text(column.comment)}"] if column.comment else []
    return f" [{', '.join(settings)}]" if settings else ""


def _reference(row: Relationship, child: Table, parent: Table) -> str:
    ends = f"{_end(child, row.column_ids)} > {_end(parent, row.target_column_ids)}"
    actions = [("delete", row.on_delete), ("update", row.on_update)]
    settings = [f"{word}: {action.value}" for word, action in actions if action is not Action.NO_ACTION]
    return f"Ref {_word(row.name)}: {ends}" + (f" [{', '.join(settings)}]" if settings else "")


def _end(table: Table, column_ids: tuple[UUID, ...]) -> str:
    names = {column.id: _word(column.name) for column in table.columns}
    columns = names[column_ids[0]] if len(column_ids) == 1 else _columns(table, column_ids)
    return f"{_name(table.schema, table.name)}.{columns}"


def _columns(table: Table, column_ids: tuple[UUID, ...]) -> str:
    names = {column.id: _word(column.name) for column in table.columns}
    return f"({', '.join(names[id_] for id_ in column_ids)})"


def _name(schema: str, name: str) -> str:
    return _word(name) if schema == "public" else f"{_word(schema)}.{_word(name)}"


def _word(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else _quoted(name)


def _type(text: str) -> str:
    return text if _PLAIN_TYPE.fullmatch(text) else _quoted(text.replace('"', ""))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _expression(text: str) -> str:
    return "`" + text.replace("`", "'") + "`"


def _text(text: str) -> str:
    return "'" + re.sub(r"\s+", " ", text).replace("\\", "\\\\").replace("'", "\\'") + "'"
