"""Short ways to write designs in tests, and to run what the writers wrote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from psycopg import Connection

from designer.design import (
    Argument,
    Column,
    Definition,
    Design,
    Function,
    Index,
    IndexKey,
    Key,
    Relationship,
    Table,
    TypeRef,
)
from designer.design.edits import put

SPACE = UUID("00000000-0000-4000-8000-000000000000")

HOSTILE_NAMES = [
    'quo"te',
    "semi; drop table x; --",
    "dollar $$ tag",
    "new\nline",
    "back\\slash",
    "apo'strophe",
    "Üñïçødé 🎈",
    "select",
    "Upper Case",
    "percent %s",
    "comma, dot.",
    "ä" * 31,
]
"""Names PostgreSQL accepts and careless writers do not."""


def id_(name: str) -> UUID:
    return uuid5(SPACE, name)


def column(name: str, type_: str | TypeRef = "text", **attributes: Any) -> Column:
    type_ref = TypeRef(type_) if isinstance(type_, str) else type_
    return Column(id=attributes.pop("id", id_(f"column {name}")), name=name, type=type_ref, **attributes)


def table(name: str, *columns: Column, schema: str = "public", **attributes: Any) -> Table:
    """A table whose columns get ids of their own, so that several tables can have equal column names."""
    return Table(id=id_(f"table {schema} {name}"), schema=schema, name=name, columns=columns, **attributes)


def key(name: str, *columns: Column, **attributes: Any) -> Key:
    ids = tuple(column.id for column in columns)
    return Key(id=id_(f"key {name}"), name=name, column_ids=ids, **attributes)


def index(name: str, *keys: Column | IndexKey, **attributes: Any) -> Index:
    parts = tuple(part if isinstance(part, IndexKey) else IndexKey(column_id=part.id) for part in keys)
    return Index(id=id_(f"index {name}"), name=name, keys=parts, **attributes)


def function(name: str, *arguments: Argument, schema: str = "public", **attributes: Any) -> Function:
    attributes = {"returns": "integer", "body": "select 1"} | attributes
    return Function(id=id_(f"function {name}"), schema=schema, name=name, arguments=arguments, **attributes)


def relationship(
    name: str, source: Table, columns: Iterable[Column], target: Table, targets: Iterable[Column], **attributes: Any
) -> Relationship:
    return Relationship(
        id=id_(f"relationship {name}"),
        name=name,
        table_id=source.id,
        column_ids=tuple(column.id for column in columns),
        target_table_id=target.id,
        target_column_ids=tuple(column.id for column in targets),
        **attributes,
    )


def design(*definitions: Definition) -> Design:
    return put(Design(), *definitions)


def run(connection: Connection[Any], *statements: str | Iterable[str]) -> None:
    """Executes single statements and lists of them, as they are: no parameters, so nothing is escaped on the way."""
    for statement in statements:
        for sql in [statement] if isinstance(statement, str) else statement:
            connection.execute(sql.encode())


def value(connection: Connection[Any], sql: str, *parameters: object) -> Any:
    """The first value of the first row."""
    row = connection.execute(sql.encode(), parameters or None).fetchone()
    return None if row is None else row[0]
