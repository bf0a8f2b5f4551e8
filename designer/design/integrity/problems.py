"""What an integrity check reports."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from designer.design.designs import Definition
from designer.design.edits.lookups import full_name, word_for
from designer.design.tables import Column, Table


class Problem(Struct, frozen=True):
    """Why PostgreSQL could not hold a definition as it stands."""

    object_id: UUID
    """The definition, as listed in `Design`."""
    name: str
    """The definition's name with its schema."""
    message: str
    """Names object, blocker and fix; fit to show to a person."""
    part_id: UUID | None = None
    """The column, constraint, index … of the definition, where it is one."""


def report(definition: Definition, subject: str, text: str, part_id: UUID | None = None) -> Problem:
    """A problem of a definition: `<Subject>: <text>`."""
    return Problem(definition.id, full_name(definition), f"{subject}: {text}", part_id)


def title(definition: Definition) -> str:
    """ "Table public.users", "Relationship orders_user_id_fkey" """
    word = word_for(definition)
    return f"{word[:1].upper()}{word[1:]} {full_name(definition)}"


def column_title(table: Table, column: Column) -> str:
    """ "Column public.users.email" """
    return f"Column {table.schema}.{table.name}.{column.name}"


def part_title(word: str, name: str, table: Definition) -> str:
    """ "Index users_email_idx of public.users" """
    return f"{word} {name} of {full_name(table)}"
