"""Triggers and rules on tables and views: a change means a new one, except for being enabled or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from designer.design import Rule
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context, footprint_of
from designer.migrations.definitions import Create, Drop, make_again, name_in_words, write_part_comment
from designer.migrations.operations import Hazard, HazardKind, Lock, Operation
from designer.migrations.things import Relation
from designer.sql.rules import write_create_rule, write_drop_rule, write_rule_state
from designer.sql.triggers import write_create_trigger, write_drop_trigger, write_trigger_state


class CreateTrigger(Create, frozen=True, kw_only=True, eq=False):
    """Comes after its function, and after rows were moved."""

    noun = "trigger"
    rank = 440

    def create(self) -> list[str]:
        return [*self._write(), *write_part_comment(self.thing, self.owner, self.design)]

    def drop(self) -> list[str]:
        return write_drop_trigger(self.thing, self.owner)

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.symbol == "-" or self.lock == Lock.NONE:
            return ()
        place = f"{self.owner.schema}.{self.owner.name}"
        return (Hazard(HazardKind.BLOCKS_WRITES, f"Writes to {place} wait while it is made."),)

    def _write(self) -> list[str]:
        return write_create_trigger(self.thing, self.owner, self.design)


class DropTrigger(Drop, CreateTrigger, frozen=True, kw_only=True, eq=False):
    """Comes early, before its function or columns change."""

    rank = 120


class CreateRule(CreateTrigger, frozen=True, kw_only=True, eq=False):
    """Comes after all that its action writes to, and after rows were moved."""

    noun = "rule"
    rank = 447

    def drop(self) -> list[str]:
        return write_drop_rule(self.thing, self.owner)

    def _write(self) -> list[str]:
        return write_create_rule(self.thing, self.owner)


class DropRule(Drop, CreateRule, frozen=True, kw_only=True, eq=False):
    """Comes early, before the columns it names change."""

    rank = 119


class ChangeState(Operation, frozen=True, kw_only=True, eq=False):
    """Enables or disables a trigger or rule."""

    rank = 448

    old: Any
    new: Any
    owner: Relation

    @property
    def subject(self) -> str:
        return name_in_words(self.new, self.owner)

    def describe(self) -> str:
        noun = "rule" if isinstance(self.new, Rule) else "trigger"
        return f"{'Disable' if self.new.enabled == 'D' else 'Enable'} {noun} {self.subject}"

    def up(self) -> list[str]:
        return self._write(self.new)

    def down(self) -> list[str]:
        return self._write(self.old)

    def _write(self, thing: Any) -> list[str]:
        return (write_rule_state if isinstance(thing, Rule) else write_trigger_state)(thing, self.owner)


def compare_triggers(before: Relation | None, after: Relation | None, context: Context) -> Iterator[Operation]:
    """The triggers of one table or view; None for one that is not there."""
    old_rows, new_rows = before.triggers if before else (), after.triggers if after else ()
    for old, new in context.pairs(old_rows, new_rows):
        yield from _compare(old, new, before, after, context, (CreateTrigger, DropTrigger))


def compare_rules(before: Relation | None, after: Relation | None, context: Context) -> Iterator[Operation]:
    """The rules of one table or view; None for one that is not there."""
    old_rows, new_rows = before.rules if before else (), after.rules if after else ()
    for old, new in context.pairs(old_rows, new_rows):
        yield from _compare(old, new, before, after, context, (CreateRule, DropRule))


def _compare(
    old: Any,
    new: Any,
    before: Relation | None,
    after: Relation | None,
    context: Context,
    kinds: tuple[type[Create], type[Drop]],
) -> Iterator[Operation]:
    if old and new and after and _is_same(old, new) and not context.is_rebuilt(new):
        if old.enabled != new.enabled:
            lock, footprint = Lock.SHARE_ROW_EXCLUSIVE, footprint_of(requires=[after.id])
            yield ChangeState(old=old, new=new, owner=after, lock=lock, footprint=footprint)
        yield from compare_comments(old, new, context, owner=after)
    else:
        # Making a rule locks out readers too, whatever it is about (PostgreSQL 18, rewriteDefine.c).
        lock = Lock.ACCESS_EXCLUSIVE if kinds[0] is CreateRule else Lock.SHARE_ROW_EXCLUSIVE
        yield from make_again(kinds, (old, before), (new, after), context, lock)


def _is_same(old: Any, new: Any) -> bool:
    return bool(replace(old, enabled=new.enabled, comment=new.comment) == new)
