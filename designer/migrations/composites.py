"""Composite types: attributes come and go in place; another type of an attribute in use needs a new type."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from designer.design import Composite, Design
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop, name_in_words
from designer.migrations.grants import compare_grants
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Phase, Slot
from designer.migrations.things import pair_by_id, slots_of
from designer.migrations.types import dropping_type, replace_type, write_create_type, write_drop_type
from designer.sql.comments import write_comment
from designer.sql.composites import write_add_attribute, write_alter_attribute, write_drop_attribute


class CreateComposite(Create, frozen=True, kw_only=True, eq=False):
    """Comes before the columns and functions that have it."""

    noun = "type"
    rank = 216

    def create(self) -> list[str]:
        return write_create_type(self.thing, self.design)

    def drop(self) -> list[str]:
        return write_drop_type(self.thing)


class DropComposite(Drop, CreateComposite, frozen=True, kw_only=True, eq=False):
    """Comes after the last column or function that had it."""

    rank = 936
    phase: Phase = Phase.CONTRACT

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.BREAKS_OLD_CODE, f"Code that casts to {self.subject} fails."),)


class AlterComposite(Operation, frozen=True, kw_only=True, eq=False):
    """Adds, drops and retypes attributes; added ones come last."""

    rank = 217

    old: Composite
    new: Composite
    before: Design
    after: Design
    has_tables: bool = False
    """Whether tables are OF the type: they follow, and are rewritten where an attribute changes its type."""

    @property
    def subject(self) -> str:
        return name_in_words(self.new)

    def describe(self) -> str:
        return f"Alter type {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        kept = {attribute.id for attribute in self.new.attributes}
        gone = [attribute.name for attribute in self.old.attributes if attribute.id not in kept]
        if not gone:
            return ()
        return (Hazard(HazardKind.DATA_LOSS, f"The values of {', '.join(gone)} in {self.subject} are lost."),)

    def up(self) -> list[str]:
        return write_alter_composite(self.old, self.new, self.after, has_tables=self.has_tables)

    def down(self) -> list[str]:
        return write_alter_composite(self.new, self.old, self.before, has_tables=self.has_tables)


def write_alter_composite(old: Composite, new: Composite, design: Design, *, has_tables: bool = False) -> list[str]:
    """The statements from one composite type to another, dropping first so that names are free.

    With `has_tables`, tables that are OF the type follow by CASCADE, which touches nothing else.
    """
    statements = []
    for before, after in pair_by_id(old.attributes, new.attributes):
        if before is not None and after is None:
            statements += write_drop_attribute(before, new, has_tables=has_tables)
    for before, after in pair_by_id(old.attributes, new.attributes):
        if after is None:
            continue
        if before is None:
            statements += write_add_attribute(after, new, design, has_tables=has_tables)
        elif (before.type, before.collation) != (after.type, after.collation):
            statements += write_alter_attribute(after, new, design, has_tables=has_tables)
        if (before.comment if before else None) != after.comment:
            statements += write_comment(after, after.comment, design, owner=new)
    return statements


def must_rebuild_composite(old: Composite, new: Composite, context: Context) -> bool:
    """Whether an attribute changes its type while a column of a table has the composite type."""
    if not is_used_by_columns(old, context.before):
        return False
    changed = (
        before.type != after.type or before.collation != after.collation
        for before, after in pair_by_id(old.attributes, new.attributes)
        if before is not None and after is not None
    )
    return any(changed)


def _has_tables(composite: Composite, design: Design) -> bool:
    """Whether a table is OF the type. Such tables are kept as pg_dump writes them."""
    return any(row.kind == "TABLE" and composite.id in row.requires for row in design.verbatim)


def is_used_by_columns(composite: Composite, design: Design) -> bool:
    """Whether any table stores values of the type, also inside of other types' values."""
    ids = {composite.id}
    while wider := _made_of(ids, design) - ids:
        ids |= wider
    return any(column.type.type_id in ids for table in design.tables for column in table.columns)


def _made_of(ids: set[UUID], design: Design) -> set[UUID]:
    composites = {
        row.id for row in design.composites if any(attribute.type.type_id in ids for attribute in row.attributes)
    }
    return composites | {row.id for row in design.domains if row.base.type_id in ids}


def compare_composites(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """Created, dropped, altered and replaced composite types."""
    for old, new in context.pairs(before.composites, after.composites):
        if old is None and new is not None:
            yield CreateComposite(thing=new, design=after, footprint=context.creating(new))
        elif new is None and old is not None:
            footprint, design = dropping_type(old, context)
            yield DropComposite(thing=old, design=design, footprint=footprint)
        elif old is not None and new is not None:
            if context.is_rebuilt(new):
                yield from replace_type(old, new, context)
            else:
                yield from _alter_composite(old, new, context)


def _between_functions(composite: Composite, context: Context) -> Footprint:
    """Between the former and the new form of functions that hold its attributes (see `rebuilds`)."""
    slots: set[Slot] = set()
    for function in context.before.functions:
        is_remade = function.is_sql_body and context.is_rebuilt(function)
        if is_remade and Part(composite.id) in context.needs_before.of(function):
            slots |= slots_of(function)
    return Footprint(takes=frozenset(slots), frees=frozenset(slots))


def _alter_composite(old: Composite, new: Composite, context: Context) -> Iterator[Operation]:
    if write_alter_composite(old, new, context.after):
        has_tables = _has_tables(old, context.before)
        yield AlterComposite(
            old=old,
            new=new,
            before=context.before,
            after=context.after,
            has_tables=has_tables,
            lock=Lock.ACCESS_EXCLUSIVE if has_tables else Lock.NONE,
            footprint=context.changing(old, new) | _between_functions(old, context),
        )
    yield from compare_grants(old, new, context)
    yield from compare_comments(old, new, context)
