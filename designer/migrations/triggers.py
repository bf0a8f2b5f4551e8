"""Triggers on tables and views: a change means a new trigger, except for being enabled or not."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.design import Trigger
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context, footprint_of
from designer.migrations.definitions import Create, Drop, name_in_words, write_part_comment
from designer.migrations.operations import Hazard, HazardKind, Lock, Operation
from designer.migrations.things import Relation
from designer.sql.triggers import write_create_trigger, write_drop_trigger, write_trigger_state


class CreateTrigger(Create, frozen=True, kw_only=True, eq=False):
    """Comes after its function, and after rows were moved."""

    noun = "trigger"
    rank = 440

    def create(self) -> list[str]:
        created = write_create_trigger(self.thing, self.owner, self.design)
        return [*created, *write_part_comment(self.thing, self.owner, self.design)]

    def drop(self) -> list[str]:
        return write_drop_trigger(self.thing, self.owner)

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.lock == Lock.NONE:
            return ()
        place = f"{self.owner.schema}.{self.owner.name}"
        return (Hazard(HazardKind.BLOCKS_WRITES, f"Writes to {place} wait while it is made."),)


class DropTrigger(Drop, CreateTrigger, frozen=True, kw_only=True, eq=False):
    """Comes early, before its function or columns change."""

    rank = 120

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return ()


class ChangeTriggerState(Operation, frozen=True, kw_only=True, eq=False):
    """Enables or disables the trigger."""

    rank = 445

    old: Trigger
    new: Trigger
    owner: Relation

    @property
    def subject(self) -> str:
        return name_in_words(self.new, self.owner)

    def describe(self) -> str:
        return f"{'Disable' if self.new.enabled == 'D' else 'Enable'} trigger {self.subject}"

    def up(self) -> list[str]:
        return write_trigger_state(self.new, self.owner)

    def down(self) -> list[str]:
        return write_trigger_state(self.old, self.owner)


def compare_triggers(before: Relation | None, after: Relation | None, context: Context) -> Iterator[Operation]:
    """The triggers of one table or view; None for one that is not there."""
    old_rows, new_rows = before.triggers if before else (), after.triggers if after else ()
    for old, new in context.pairs(old_rows, new_rows):
        if old and new and after and _is_same(old, new) and not context.is_rebuilt(new):
            if old.enabled != new.enabled:
                lock, footprint = Lock.SHARE_ROW_EXCLUSIVE, footprint_of(requires=[after.id])
                yield ChangeTriggerState(old=old, new=new, owner=after, lock=lock, footprint=footprint)
            yield from compare_comments(old, new, context, owner=after)
        else:
            yield from _rebuild(old, new, before, after, context)


def _rebuild(
    old: Trigger | None, new: Trigger | None, before: Relation | None, after: Relation | None, context: Context
) -> Iterator[Operation]:
    if old is not None:
        yield DropTrigger(
            thing=old,
            owner=before,
            design=context.before,
            lock=Lock.ACCESS_EXCLUSIVE,
            footprint=context.dropping(old, before),
        )
    if new is not None and after is not None:
        yield CreateTrigger(
            thing=new,
            owner=after,
            design=context.after,
            lock=context.lock_on(Lock.SHARE_ROW_EXCLUSIVE, after.id),
            footprint=context.creating(new, after),
        )


def _is_same(old: Trigger, new: Trigger) -> bool:
    return replace(old, enabled=new.enabled, comment=new.comment) == new
