"""Enumerated types: values are added in place and renamed; removing or reordering them needs a new type."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.design import Design, Enum
from designer.design.edits import put
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop
from designer.migrations.grants import compare_grants
from designer.migrations.operations import Hazard, HazardKind, Operation, Phase
from designer.migrations.things import pair_by_id
from designer.migrations.types import replace_type, write_create_type, write_drop_type
from designer.postgres.quoting import quote_literal
from designer.sql.names import name_of


class CreateEnum(Create, frozen=True, kw_only=True, eq=False):
    """Comes before the columns that have it."""

    noun = "enum"
    rank = 212

    def create(self) -> list[str]:
        return write_create_type(self.thing, self.design)

    def drop(self) -> list[str]:
        return write_drop_type(self.thing)


class DropEnum(Drop, CreateEnum, frozen=True, kw_only=True, eq=False):
    """Comes after the last column that had it."""

    rank = 940
    phase: Phase = Phase.CONTRACT

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.BREAKS_OLD_CODE, f"Code that casts to {self.subject} fails."),)


class AddEnumValues(Operation, frozen=True, kw_only=True, eq=False):
    """Adds values in place. They cannot be used in the transaction that adds them, so it gets a file of its own.

    PostgreSQL cannot remove a value: the reverse replaces the type, with everything that depends on it (`undo`).
    """

    symbol = "~"
    rank = 10
    is_alone: bool = True

    old: Enum
    new: Enum
    undo: tuple[Operation, ...]

    @property
    def subject(self) -> str:
        return f"{self.new.schema}.{self.new.name}"

    def describe(self) -> str:
        names = ", ".join(quote_literal(value.name) for value in self.new.values if value not in self.old.values)
        return f"Add {names} to enum {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        message = f"Going back rewrites every column of {self.subject} and fails while a row has a new value."
        return (Hazard(HazardKind.MAY_FAIL, message),)

    def up(self) -> list[str]:
        return write_add_values(self.old, self.new)

    def down(self) -> list[str]:
        return [statement for operation in self.undo for statement in operation.up()]


def write_add_values(old: Enum, new: Enum) -> list[str]:
    """ALTER TYPE … ADD VALUE for each new one, after its predecessor or before the first."""
    known = {value.id for value in old.values}
    statements, previous = [], None
    first = old.values[0] if old.values else None
    for value in new.values:
        if value.id not in known:
            place = ""
            if previous is not None:
                place = f" after {quote_literal(previous.name)}"
            elif first is not None:
                place = f" before {quote_literal(first.name)}"
            statements.append(f"alter type {name_of(new)} add value {quote_literal(value.name)}{place}")
        previous = value
    return statements


def can_add_values(old: Enum, new: Enum) -> bool:
    """Whether new values alone make the difference: the old ones stay in their order."""
    known = {value.id for value in old.values}
    kept = [value.id for value in new.values if value.id in known]
    return kept == [value.id for value in old.values] and len(new.values) > len(old.values)


def extend_enum(old: Enum, new: Enum) -> Enum:
    """The old enum, under its own name and labels, with the values that are new."""
    labels = {value.id: value for value in old.values}
    return replace(old, values=tuple(labels.get(value.id, value) for value in new.values))


def enums_to_extend(before: Design, after: Design) -> Iterator[tuple[Design, Enum, Enum]]:
    """Each enum that gets new values, with the design as it is before that step."""
    design = before
    for old, new in pair_by_id(before.enums, after.enums):
        if old is not None and new is not None and can_add_values(old, new):
            extended = extend_enum(old, new)
            yield design, old, extended
            design = put(design, extended)


def must_rebuild_enum(old: Enum, new: Enum) -> bool:
    """Whether values go or change places."""
    return [value.id for value in old.values] != [value.id for value in new.values]


def compare_enums(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """Created, dropped and replaced enums; added values come first of all (see `comparisons`)."""
    for old, new in context.pairs(before.enums, after.enums):
        if old is None and new is not None:
            yield CreateEnum(thing=new, design=after, footprint=context.creating(new))
        elif new is None and old is not None:
            yield DropEnum(thing=old, design=before, footprint=context.dropping(old))
        elif old is not None and new is not None:
            if context.is_rebuilt(new):
                yield from replace_type(old, new, context)
                continue
            yield from compare_grants(old, new, context)
            yield from compare_comments(old, new, context)
