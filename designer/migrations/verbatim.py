"""Objects kept as pg_dump writes them: created and dropped as a whole, never altered."""

from __future__ import annotations

from collections.abc import Iterator

from designer.design import Design, Verbatim
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop
from designer.migrations.operations import Hazard, HazardKind, Operation, Phase
from designer.sql.verbatim import write_create_verbatim, write_drop_verbatim


class CreateVerbatim(Create, frozen=True, kw_only=True, eq=False):
    """Before tables where it may define what they use (a collation, an aggregate)."""

    rank = 225

    number: int
    """Its place among the others, which is pg_dump's order: by dependency."""

    @property
    def place(self) -> str:
        return f"{self.number:06}"

    @property
    def subject(self) -> str:
        return f"{self.thing.schema}.{self.thing.name}" if self.thing.schema else str(self.thing.name)

    def describe(self) -> str:
        return f"Create {self.thing.kind.lower()} {self.subject}"

    def create(self) -> list[str]:
        return write_create_verbatim(self.thing)

    def drop(self) -> list[str]:
        return write_drop_verbatim(self.thing)


class CreateVerbatimLate(CreateVerbatim, frozen=True, kw_only=True, eq=False):
    """After tables and their keys: rules, statistics, event triggers."""

    rank = 465


class DropVerbatim(Drop, CreateVerbatim, frozen=True, kw_only=True, eq=False):
    """Comes late, after what may use it."""

    rank = 950
    phase: Phase = Phase.CONTRACT

    @property
    def place(self) -> str:
        return f"{999999 - self.number:06}"

    def describe(self) -> str:
        return f"Drop {self.thing.kind.lower()} {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        message = f"Code that uses {self.thing.kind.lower()} {self.subject} fails."
        return (Hazard(HazardKind.BREAKS_OLD_CODE, message),)


class DropVerbatimEarly(DropVerbatim, frozen=True, kw_only=True, eq=False):
    """Comes before the tables it is about change."""

    rank = 105


def compare_verbatim(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """Objects that differ in any way, and those that what they use forces to be made again."""
    for one, other in ((before, after), (after, before)):
        _refuse_conversions(one, other, context)
    for old, new in context.pairs(before.verbatim, after.verbatim):
        if old is not None:
            yield _drop(old, context)
        if new is not None:
            yield _create(new, context)


def _refuse_conversions(one: Design, other: Design, context: Context) -> None:
    """Tables that are kept as pg_dump writes them on one side only."""
    tables = {(table.schema, table.name) for table in other.tables}
    for row in one.verbatim:
        if row.kind == "TABLE" and (row.schema, row.name) in tables:
            context.refuse(
                f"{row.schema}.{row.name}",
                "a table of a type (CREATE TABLE … OF) and a table with columns of its own do not become each other. "
                "Give the new one another name, copy the rows, and drop the old one in a later migration.",
            )


def _create(verbatim: Verbatim, context: Context) -> Operation:
    kind = CreateVerbatimLate if verbatim.is_post_data else CreateVerbatim
    number = context.after.verbatim.index(verbatim)
    return kind(thing=verbatim, number=number, design=context.after, footprint=context.creating(verbatim))


def _drop(verbatim: Verbatim, context: Context) -> Operation:
    kind = DropVerbatimEarly if verbatim.is_post_data else DropVerbatim
    number = context.before.verbatim.index(verbatim)
    return kind(thing=verbatim, number=number, design=context.before, footprint=context.dropping(verbatim))
