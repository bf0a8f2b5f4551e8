"""Functions and procedures: replaced in place where the signature stays, else made again with their dependants."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.design import Design, Function
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop, name_in_words, write_whole
from designer.migrations.grants import compare_grants
from designer.migrations.operations import Hazard, HazardKind, Operation, Phase
from designer.sql.functions import can_replace_function, write_create_function, write_drop_function


class CreateFunction(Create, frozen=True, kw_only=True, eq=False):
    """Comes after tables, except those whose defaults or checks call it. Bodies are not checked, so may look ahead."""

    noun = "function"
    rank = 360

    def describe(self) -> str:
        return f"Create {_noun(self.thing)} {self.subject}"

    def create(self) -> list[str]:
        return write_whole(write_create_function(self.thing), self.thing, self.design)

    def drop(self) -> list[str]:
        return write_drop_function(self.thing)


class DropFunction(Drop, CreateFunction, frozen=True, kw_only=True, eq=False):
    """Comes after everything that calls the function is gone or calls another."""

    rank = 910
    phase: Phase = Phase.CONTRACT

    def describe(self) -> str:
        return f"Drop {_noun(self.thing)} {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.BREAKS_OLD_CODE, f"Code that calls {self.subject} fails."),)


class ReplaceFunction(Operation, frozen=True, kw_only=True, eq=False):
    """CREATE OR REPLACE: grants, comment and everything that calls the function stay."""

    rank = 358

    old: Function
    new: Function

    @property
    def subject(self) -> str:
        return name_in_words(self.new)

    def describe(self) -> str:
        return f"Change {_noun(self.new)} {self.subject}"

    def up(self) -> list[str]:
        return write_create_function(self.new)

    def down(self) -> list[str]:
        return write_create_function(self.old)


def must_rebuild_function(old: Function, new: Function) -> bool:
    """Whether CREATE OR REPLACE refuses the change, in one direction or the other."""
    same_names = all(one.name == other.name for one, other in zip(old.arguments, new.arguments, strict=False))
    return not (same_names and can_replace_function(old, new) and can_replace_function(new, old))


def compare_functions(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """Created, dropped, replaced and rebuilt functions."""
    for old, new in context.pairs(before.functions, after.functions):
        if old is None and new is not None:
            yield _create(new, context)
        elif new is None and old is not None:
            yield _drop(old, context)
        elif old is not None and new is not None:
            if context.is_rebuilt(new):
                yield _drop(old, context)
                yield _create(new, context)
            else:
                yield from _replace(old, new, context)


def _create(function: Function, context: Context) -> Operation:
    return CreateFunction(thing=function, design=context.after, footprint=context.creating(function))


def _drop(function: Function, context: Context) -> Operation:
    return DropFunction(thing=function, design=context.before, footprint=context.dropping(function))


def _replace(old: Function, new: Function, context: Context) -> Iterator[Operation]:
    if replace(old, grants=new.grants, owner=new.owner, comment=new.comment) != new:
        yield ReplaceFunction(old=old, new=new, footprint=context.replacing(old, new))
    yield from compare_grants(old, new, context)
    yield from compare_comments(old, new, context)


def _noun(function: Function) -> str:
    return "procedure" if function.is_procedure else "function"
