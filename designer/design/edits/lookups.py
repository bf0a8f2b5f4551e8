"""Finding what an edit is about; refusing when it is no longer there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from designer.design.access import DefaultPrivileges
from designer.design.designs import Definition, Design, kind_of
from designer.design.errors import EditRefused
from designer.design.tables import Column, Table

T = TypeVar("T", bound=Any)
_WORDS = {
    "composites": "composite type",
    "default_privileges": "default privileges on",
    "statistics": "statistics",
    "verbatim": "object",
}
"""Kinds whose word is not just their name without the s."""


def find_definition(design: Design, object_id: UUID, *types: type[T]) -> T:
    """The definition of that id and one of these types. Raises EditRefused when it is gone."""
    found = design.by_id.get(object_id)
    if not isinstance(found, types):
        word = " or ".join(type_.__name__.lower() for type_ in types)
        raise EditRefused(f"This {word} is no longer in the design. Reload to see what became of it.")
    return found


def find_table(design: Design, table_id: UUID) -> Table:
    """The table of that id, for an edit of what is the project's: a managed table refuses."""
    return find_definition(design, table_id, Table)


def find_own_table(design: Design, table_id: UUID) -> Table:
    """As `find_table`; raises EditRefused for a table of the platform, which only takes policies and triggers."""
    table = find_table(design, table_id)
    if table.is_managed:
        raise EditRefused(
            f"{table.schema}.{table.name} belongs to the platform. It can carry policies and triggers of yours; "
            "for columns of your own, make a table that refers to it."
        )
    return table


def find_part(parts: Iterable[T], part_id: UUID, what: str) -> T:
    """The part of that id. Raises EditRefused when it is gone; `what` names it ("column of public.invoices")."""
    for part in parts:
        if part.id == part_id:
            return part
    raise EditRefused(f"This {what} is no longer in the design. Reload to see what became of it.")


def find_column(table: Table, column_id: UUID) -> Column:
    """The column of that id. Raises EditRefused when it is gone."""
    return find_part(table.columns, column_id, f"column of {table.schema}.{table.name}")


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, cut to 63 bytes and numbered until it is free, the way PostgreSQL chooses names itself."""
    used = set(taken)
    name, number = _cut(wanted, 63), 0
    while name in used:
        number += 1
        name = f"{_cut(wanted, 63 - len(str(number)))}{number}"
    return name


def full_name(definition: Definition) -> str:
    """The name with its schema, as people are shown it."""
    schema = "" if isinstance(definition, DefaultPrivileges) else getattr(definition, "schema", "")
    return f"{schema}.{definition.name}" if schema else definition.name


def word_for(definition: Definition) -> str:
    """What a definition is called in a sentence: table, enum, view …"""
    kind = kind_of(definition)
    return _WORDS.get(kind, kind.removesuffix("s").replace("_", " "))


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode(errors="ignore")
