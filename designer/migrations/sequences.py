"""Sequences. One that belongs to a column is made and dropped with it where both come or go."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from msgspec.structs import replace

from designer.design import Design, Sequence
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context, footprint_of
from designer.migrations.definitions import Create, Drop, name_in_words, write_whole
from designer.migrations.grants import compare_grants
from designer.migrations.operations import Footprint, Hazard, HazardKind, Operation, Part, Phase
from designer.migrations.things import pair_by_id
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.sql.names import name_of
from designer.sql.sequences import (
    write_alter_sequence,
    write_create_sequence,
    write_drop_sequence,
    write_sequence_owner,
)


class CreateSequence(Create, frozen=True, kw_only=True, eq=False):
    """A sequence for a column that exists starts behind the largest value the column has."""

    noun = "sequence"
    rank = 220

    def create(self) -> list[str]:
        owner = write_sequence_owner(self.thing, self.design) if self.thing.owner_table_id else []
        start = write_start_behind_column(self.thing, self.design)
        return [*write_whole(write_create_sequence(self.thing), self.thing, self.design), *owner, *start]

    def drop(self) -> list[str]:
        return write_drop_sequence(self.thing)


class DropSequence(Drop, CreateSequence, frozen=True, kw_only=True, eq=False):
    """Comes after the default that used it."""

    rank = 930
    phase: Phase = Phase.CONTRACT

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.DATA_LOSS, f"The current value of sequence {self.subject} is lost."),)


class AlterSequence(Operation, frozen=True, kw_only=True, eq=False):
    """Changes type and options; the current value stays."""

    rank = 222

    old: Sequence
    new: Sequence

    @property
    def subject(self) -> str:
        return name_in_words(self.new)

    def describe(self) -> str:
        return f"Alter sequence {self.subject}"

    def up(self) -> list[str]:
        return write_alter_sequence(self.old, self.new)

    def down(self) -> list[str]:
        return write_alter_sequence(self.new, self.old)


class ChangeSequenceOwner(Operation, frozen=True, kw_only=True, eq=False):
    """Ties the sequence to a column, so that it goes with it, or unties it."""

    rank = 345

    old: Sequence
    new: Sequence
    before: Design
    after: Design

    @property
    def subject(self) -> str:
        return name_in_words(self.new)

    def describe(self) -> str:
        return f"{'Tie' if self.new.owner_column_id else 'Untie'} sequence {self.subject}"

    def up(self) -> list[str]:
        return write_sequence_owner(self.new, self.after)

    def down(self) -> list[str]:
        return write_sequence_owner(self.old, self.before)


def compare_sequences(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """Sequences that are not made or dropped together with the column they belong to."""
    for old, new in pair_by_id(before.sequences, after.sequences):
        if old is None and new is not None:
            if not _goes_with_column(new, before, context.new_ids):
                footprint = context.creating(new) | footprint_of(requires=_owner_ids(new))
                yield CreateSequence(thing=new, design=after, footprint=footprint)
        elif new is None and old is not None:
            if not _goes_with_column(old, after, context.gone_ids):
                footprint = context.dropping(old) | footprint_of(restores=_owner_ids(old))
                yield DropSequence(thing=old, design=before, footprint=footprint)
        elif old is not None and new is not None:
            yield from _compare_sequence(old, new, context)


def _compare_sequence(old: Sequence, new: Sequence, context: Context) -> Iterator[Operation]:
    if write_alter_sequence(old, new):
        yield AlterSequence(old=old, new=new, footprint=context.changing(old, new))
    if (old.owner_table_id, old.owner_column_id) != (new.owner_table_id, new.owner_column_id):
        footprint = footprint_of(requires=_owner_ids(new), restores=_owner_ids(old))
        yield ChangeSequenceOwner(old=old, new=new, before=context.before, after=context.after, footprint=footprint)
    yield from compare_grants(old, new, context)
    yield from compare_comments(old, new, context)


def _owner_ids(sequence: Sequence) -> list[UUID]:
    return [id_ for id_ in (sequence.owner_table_id, sequence.owner_column_id) if id_ is not None]


def _goes_with_column(sequence: Sequence, other: Design, moving: frozenset[UUID]) -> bool:
    """Whether the column it belongs to is made (or dropped) in the same migration."""
    if sequence.owner_column_id is None:
        return False
    return sequence.owner_table_id in moving or sequence.owner_column_id not in other.columns_by_id


def owned_sequences(design: Design, table_id: UUID) -> dict[UUID, list[Sequence]]:
    """The sequences that belong to columns of a table, by column id."""
    found: dict[UUID, list[Sequence]] = {}
    for sequence in design.sequences:
        if sequence.owner_table_id == table_id and sequence.owner_column_id is not None:
            found.setdefault(sequence.owner_column_id, []).append(sequence)
    return found


def write_owned_before(sequence: Sequence) -> list[str]:
    """What comes before the column whose default uses the sequence."""
    return write_create_sequence(replace(sequence, owner_table_id=None, owner_column_id=None))


def write_owned_after(sequence: Sequence, design: Design) -> list[str]:
    """What comes after the column: ownership, privileges, comment."""
    return [*write_sequence_owner(sequence, design), *write_whole([], sequence, design)]


def write_start_behind_column(sequence: Sequence, design: Design) -> list[str]:
    """Moves the sequence behind the values that its column has already."""
    column = design.columns_by_id.get(sequence.owner_column_id) if sequence.owner_column_id else None
    table = design.tables_by_id.get(sequence.owner_table_id) if sequence.owner_table_id else None
    if column is None or table is None:
        return []
    name = quote_identifier(column.name)
    moved = f"select pg_catalog.setval({quote_literal(name_of(sequence))}, max({name}))"
    return [f"{moved}\nfrom {name_of(table)} having max({name}) > 0"]


def footprint_with(sequences: list[Sequence], footprint: Footprint, *, is_new: bool) -> Footprint:
    """The footprint of what brings its sequences along (or takes them with it)."""
    parts = frozenset(Part(sequence.id) for sequence in sequences)
    slots = frozenset(("relation", sequence.schema, sequence.name) for sequence in sequences)
    if is_new:
        own = Footprint(creates=parts, takes=slots)
        return replace(footprint | own, requires=footprint.requires - parts)
    own = Footprint(drops=parts, frees=slots)
    return replace(footprint | own, restores=footprint.restores - parts)
