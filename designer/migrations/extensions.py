"""Extensions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from designer.design import Design, Extension
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop
from designer.migrations.operations import Hazard, HazardKind, Operation, Phase
from designer.migrations.things import pair_by_id
from designer.sql.comments import write_comments
from designer.sql.extensions import (
    write_alter_extension,
    write_create_extension,
    write_drop_extension,
    write_move_extension,
)


class CreateExtension(Create, frozen=True, kw_only=True, eq=False):
    """Comes before whatever may use its types and functions."""

    noun = "extension"
    rank = 210

    def create(self) -> list[str]:
        return [*write_create_extension(self.thing), *write_comments(self.thing, self.design)]

    def drop(self) -> list[str]:
        return write_drop_extension(self.thing)


class DropExtension(Drop, CreateExtension, frozen=True, kw_only=True, eq=False):
    """Comes late: what uses an extension's types or functions is not recorded by id."""

    rank = 970
    phase: Phase = Phase.CONTRACT

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        message = f"Code that calls functions of extension {self.subject} fails."
        return (Hazard(HazardKind.BREAKS_OLD_CODE, message),)


class AlterExtension(Operation, frozen=True, kw_only=True, eq=False):
    """Updates the version of an extension."""

    rank = 215

    old: Extension
    new: Extension

    @property
    def subject(self) -> str:
        return self.new.name

    def describe(self) -> str:
        return f"Alter extension {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.old.version == self.new.version:
            return ()
        message = (
            f"Going back drops extension {self.subject} and fails if anything uses it: versions rarely have a way back."
        )
        return (Hazard(HazardKind.MAY_FAIL, message),)

    def up(self) -> list[str]:
        return _write_change(self.old, self.new)

    def down(self) -> list[str]:
        return _write_change(self.new, self.old)


class MoveExtension(Operation, frozen=True, kw_only=True, eq=False):
    """Moves a relocatable extension to another schema, with everything that it made: first of all on the way up.

    Whatever else changes speaks of the extension's types and functions by the names that they have then.
    """

    rank = 99

    old: Extension
    new: Extension

    @property
    def subject(self) -> str:
        return self.new.name

    def describe(self) -> str:
        return f"Move extension {self.subject} to schema {self.new.schema}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        message = f"Code that names {self.old.schema} in front of what extension {self.subject} offers fails."
        return (Hazard(HazardKind.BREAKS_OLD_CODE, message),)

    def up(self) -> list[str]:
        return write_move_extension(self.new)

    def down(self) -> list[str]:
        return []


class MoveExtensionBack(MoveExtension, frozen=True, kw_only=True, eq=False):
    """First of all on the way down, and nothing on the way up."""

    rank = 999

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return ()

    def up(self) -> list[str]:
        return []

    def down(self) -> list[str]:
        return write_move_extension(self.old)


def move_extensions(before: Design, after: Design, move: type[MoveExtension]) -> Iterator[Operation]:
    """Every extension that both have, in different schemas."""
    for old, new in pair_by_id(before.extensions, after.extensions):
        if old is not None and new is not None and old.schema != new.schema:
            yield move(old=old, new=new)


def _write_change(old: Extension, new: Extension) -> list[str]:
    """ALTER EXTENSION, or another installation of it where the version is to be an older one."""
    if old.version is not None and new.version is not None and _numbers(new.version) < _numbers(old.version):
        return [*write_drop_extension(old), *write_create_extension(new)]
    return write_alter_extension(old, new)


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def compare_extensions(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """Created, dropped, moved and updated extensions."""
    for old, new in pair_by_id(before.extensions, after.extensions):
        if old is None and new is not None:
            yield CreateExtension(thing=new, design=after, footprint=context.creating(new))
        elif new is None and old is not None:
            yield DropExtension(thing=old, design=before, footprint=context.dropping(old))
        elif old is not None and new is not None:
            if write_alter_extension(old, new):
                yield AlterExtension(old=old, new=new, footprint=context.changing(old, new))
            yield from compare_comments(old, new, context)
