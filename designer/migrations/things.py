"""Walking a design: every object that can be created and dropped by itself, and the names each one holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias
from uuid import UUID

from designer.design import (
    Aggregate,
    Check,
    Column,
    Composite,
    Design,
    Domain,
    Enum,
    Exclusion,
    Extension,
    Function,
    Index,
    Key,
    Policy,
    Range,
    Relationship,
    Role,
    Rule,
    Schema,
    Sequence,
    Table,
    Trigger,
    Verbatim,
    View,
    kind_of,
)
from designer.migrations.likenesses import Rows, without_same_ends
from designer.migrations.names import identity_sequence_of
from designer.migrations.operations import Slot

Relation: TypeAlias = Table | View
Thing: TypeAlias = Any
"""A struct of the design with an id: a definition, or what lives on a table or view."""


def pair_by_id(before: Rows, after: Rows) -> Iterator[tuple[Any, Any]]:
    """Old and new of each id, None for what is missing; equal pairs are left out.

    First comes what stays or goes, in its old order, then what is new.
    """
    before, after = without_same_ends(before, after)
    news: dict[UUID, Any] = {row.id: row for row in after}
    for old in before:
        new = news.pop(old.id, None)
        if new is not old and new != old:
            yield old, new
    for new in news.values():
        yield None, new


def keys_of(table: Table) -> tuple[Key, ...]:
    """Primary key and unique constraints."""
    return (table.primary_key, *table.unique_keys) if table.primary_key is not None else table.unique_keys


def parts_of_table(table: Table) -> Iterator[Thing]:
    """Everything with an id that lives on a table, except its relationships."""
    yield from table.columns
    yield from keys_of(table)
    yield from table.checks
    yield from table.exclusions
    yield from table.indexes
    yield from table.triggers
    yield from table.rules
    yield from table.policies


def parts_of_relation(relation: Relation) -> Iterator[Thing]:
    """Everything with an id that lives on a table or view."""
    if isinstance(relation, Table):
        yield from parts_of_table(relation)
    else:
        yield from (*relation.indexes, *relation.triggers, *relation.rules)


def things_of(design: Design) -> Iterator[tuple[Thing, Relation | None]]:
    """Every object with the table or view it lives on."""
    for definition in design.definitions():
        yield definition, None
        if isinstance(definition, Table | View):
            for part in parts_of_relation(definition):
                yield part, definition


def slots_of(thing: Thing, owner: Relation | None = None) -> frozenset[Slot]:
    """The names a thing holds, by namespace."""
    return frozenset(_slots(thing, owner))


def _slots(thing: Thing, owner: Relation | None) -> Iterator[Slot]:
    name = thing.name
    if isinstance(thing, Table | View | Composite):
        yield ("relation", thing.schema, name)
        yield ("type", thing.schema, name)
    if isinstance(thing, Table):
        for part in parts_of_table(thing):
            yield from _slots(part, thing)
    elif isinstance(thing, View):
        for index in thing.indexes:
            yield ("relation", thing.schema, index.name)
    elif isinstance(thing, Sequence):
        yield ("relation", thing.schema, name)
    elif isinstance(thing, Enum | Domain | Range):
        yield ("type", thing.schema, name)
        if isinstance(thing, Range):
            yield ("type", thing.schema, thing.multirange_name)
    elif isinstance(thing, Function | Aggregate):
        types = [argument.type for argument in thing.arguments if argument.mode != "table"]
        yield ("function", thing.schema, name, *types)
        # An overload that is to go could make calls of its heir ambiguous.
        yield ("function", thing.schema, name)
    elif isinstance(thing, Relationship):
        yield ("constraint", str(thing.table_id), name)
    elif isinstance(thing, Schema | Role | Extension):
        yield (type(thing).__name__.lower(), name)
    elif isinstance(thing, Verbatim):
        yield ("verbatim", thing.kind, thing.schema, name)
    elif owner is not None:
        yield from _slots_of_part(thing, owner)
    else:
        yield (kind_of(thing), getattr(thing, "schema", ""), name)


def identity_slot(column: Column, table: Table) -> Slot:
    """The name that the sequence of an identity column holds."""
    return ("relation", table.schema, identity_sequence_of(column, table))


def _slots_of_part(part: Thing, owner: Relation) -> Iterator[Slot]:
    place = str(owner.id)
    if isinstance(part, Index):
        yield ("relation", owner.schema, part.name)
    elif isinstance(part, Key | Exclusion):
        yield ("relation", owner.schema, part.name)
        yield ("constraint", place, part.name)
    elif isinstance(part, Check):
        yield ("constraint", place, part.name)
    elif isinstance(part, Column | Trigger | Rule | Policy):
        yield (type(part).__name__.lower(), place, part.name)
        if isinstance(part, Column) and part.identity is not None and isinstance(owner, Table):
            yield identity_slot(part, owner)
