"""Replacing a type that columns use: a new one beside the old, every column moved over, the old one dropped.

PostgreSQL can neither remove nor reorder the values of an enum, nor change the base of a domain.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from designer.design import Composite, Design, Domain, Enum, Table
from designer.design.edits import put
from designer.migrations.alignments import Alignment, find_renames, name_aside, rename_in_text
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, name_in_words, write_whole
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Phase
from designer.postgres.quoting import quote_identifier
from designer.sql.composites import write_create_composite, write_drop_composite
from designer.sql.domains import not_null_of, write_create_domain, write_drop_domain
from designer.sql.enums import write_create_enum, write_drop_enum
from designer.sql.names import name_of
from designer.sql.schemas import kind_words


def write_create_type(definition: Enum | Domain | Composite, design: Design) -> list[str]:
    """CREATE TYPE or CREATE DOMAIN with privileges and comments."""
    if isinstance(definition, Enum):
        created = write_create_enum(definition)
    elif isinstance(definition, Domain):
        created = write_create_domain(definition, design)
    else:
        created = write_create_composite(definition, design)
    return write_whole(created, definition, design)


def write_drop_type(definition: Enum | Domain | Composite) -> list[str]:
    """DROP TYPE or DROP DOMAIN."""
    if isinstance(definition, Enum):
        return write_drop_enum(definition)
    return write_drop_domain(definition) if isinstance(definition, Domain) else write_drop_composite(definition)


class ReplaceType(Operation, frozen=True, kw_only=True, eq=False):
    """Sets the old type aside under another name and makes the new one in its place. Columns still have the old one."""

    rank = 218

    old: Any
    new: Any
    after: Design

    @property
    def subject(self) -> str:
        return name_in_words(self.new)

    def describe(self) -> str:
        return f"Replace {kind_words(self.new)} {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        message = f"Every table with a column of type {self.subject} is rewritten."
        return (Hazard(HazardKind.REWRITE, message), *_lost_values(self.old, self.new))

    def up(self) -> list[str]:
        return [*_write_rename(self.old, name_aside(self.old.name)), *write_create_type(self.new, self.after)]

    def down(self) -> list[str]:
        aside = replace(self.old, name=name_aside(self.old.name))
        return [*write_drop_type(self.new), *_write_rename(aside, self.old.name)]


class DropTypeAside(Create, frozen=True, kw_only=True, eq=False):
    """Drops the old type once no column has it any more; `thing` bears its name aside."""

    symbol = "-"
    noun = "type"
    rank = 335
    phase: Phase = Phase.CONTRACT
    not_null: str | None = None
    """The name of a domain's NOT NULL."""

    def describe(self) -> str:
        return f"Drop the former type {self.subject}"

    def up(self) -> list[str]:
        return write_drop_type(self.thing)

    def down(self) -> list[str]:
        # From PostgreSQL 17 on a NOT NULL has a name, which a rename leaves as it was.
        named = replace(self.thing, not_null=self.not_null) if self.not_null else self.thing
        return write_create_type(named, self.design)


def replace_type(old: Any, new: Any, context: Context) -> Iterator[Operation]:
    """The operations around the columns' own (see `columns`)."""
    part, aside = Part(new.id), Part(new.id, "aside")
    # What it was made of must stand aside already where it is replaced too, so that both go under their names aside.
    replaced = frozenset(need for need in context.needs_before.of(old) if need.id in context.rebuilds.objects)
    yield ReplaceType(
        old=old,
        new=new,
        after=context.after,
        lock=Lock.NONE,
        footprint=Footprint(
            creates=frozenset({part, aside}), requires=context.needs_after.of(new) | replaced, drops=frozenset({part})
        ),
    )
    # What else it was made of (a function in a check) goes after it, and is there again before it.
    restores = {Part(need.id, "aside") for need in replaced} | (context.needs_before.of(old) - replaced)
    design = design_aside(context)
    yield DropTypeAside(
        thing=design.by_id[old.id],
        design=design,
        not_null=not_null_of(old) if isinstance(old, Domain) else None,
        footprint=Footprint(drops=frozenset({aside}), requires=frozenset({aside}), restores=frozenset(restores)),
    )


def dropping_type(definition: Domain | Composite, context: Context) -> tuple[Footprint, Design]:
    """The footprint of dropping a type, and the design in which its reverse makes it.

    What it is made of may be replaced: then it goes while that stands aside, since columns may wait for the new one.
    """
    footprint = context.dropping(definition)
    replaced = frozenset(need for need in footprint.restores if need.id in context.rebuilds.objects)
    if not replaced:
        return footprint, context.before
    asides = frozenset(Part(need.id, "aside") for need in replaced)
    restores = footprint.restores - replaced | asides
    return replace(footprint, restores=restores, requires=footprint.requires | replaced), design_aside(context)


def design_aside(context: Context) -> Design:
    """The old design in which every replaced type already bears its name aside, in the checks of domains too."""
    kinds: tuple[Any, ...] = (*context.before.enums, *context.before.domains, *context.before.composites)
    moved: list[Any] = [replace(row, name=name_aside(row.name)) for row in kinds if row.id in context.rebuilds.objects]
    aside = put(context.before, *moved) if moved else context.before
    alignment = find_renames(context.before, aside)
    return put(aside, *(_follow(row, alignment) for row in moved if isinstance(row, Domain)))


def _follow(domain: Domain, alignment: Alignment) -> Domain:
    def rename(text: str) -> str:
        return rename_in_text(text, "expression", alignment, None)

    checks = tuple(replace(check, expression=rename(check.expression)) for check in domain.checks)
    return replace(domain, checks=checks, default=rename(domain.default) if domain.default is not None else None)


def is_inherited_both(table: Table, column_name: str, context: Context) -> bool:
    """Whether a parent that the table has before and after has the column too, so that the child follows it."""
    old = context.before.tables_by_id.get(table.id)
    if old is None:
        return False
    parents = parent_ids(old) & parent_ids(table)
    return any(
        column.name == column_name
        for parent in parents
        for design in (context.before, context.after)
        for column in (design.tables_by_id[parent].columns if parent in design.tables_by_id else ())
    )


def parent_ids(table: Table) -> set[Any]:
    """The tables it is a partition of or inherits from."""
    return {*table.inherits, *([table.partition_of.table_id] if table.partition_of else [])}


def _write_rename(definition: Any, name: str) -> list[str]:
    return [f"alter {kind_words(definition)} {name_of(definition)} rename to {quote_identifier(name)}"]


def _lost_values(old: Any, new: Any) -> tuple[Hazard, ...]:
    if not isinstance(old, Enum):
        return (Hazard(HazardKind.MAY_FAIL, f"Values that do not fit the new {new.schema}.{new.name} make it fail."),)
    kept = {value.id for value in new.values}
    gone = [value.name for value in old.values if value.id not in kept]
    if not gone:
        return ()
    message = f"Rows that still have {', '.join(gone)} make it fail. Change them first."
    return (Hazard(HazardKind.MAY_FAIL, message),)
