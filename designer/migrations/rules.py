"""Rules on tables and views: a change means a new rule, except for being enabled or not."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.design import Rule
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context, footprint_of
from designer.migrations.definitions import Create, Drop, name_in_words, write_part_comment
from designer.migrations.operations import Hazard, HazardKind, Lock, Operation
from designer.migrations.things import Relation
from designer.sql.rules import write_create_rule, write_drop_rule, write_rule_state


class CreateRule(Create, frozen=True, kw_only=True, eq=False):
    """Comes after all that its action writes to, and after rows were moved."""

    noun = "rule"
    rank = 447

    def create(self) -> list[str]:
        created = write_create_rule(self.thing, self.owner)
        return [*created, *write_part_comment(self.thing, self.owner, self.design)]

    def drop(self) -> list[str]:
        return write_drop_rule(self.thing, self.owner)

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.lock == Lock.NONE:
            return ()
        place = f"{self.owner.schema}.{self.owner.name}"
        return (Hazard(HazardKind.BLOCKS_WRITES, f"Writes to {place} wait while it is made."),)


class DropRule(Drop, CreateRule, frozen=True, kw_only=True, eq=False):
    """Comes early, before the columns it names change."""

    rank = 119

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return ()


class ChangeRuleState(Operation, frozen=True, kw_only=True, eq=False):
    """Enables or disables the rule."""

    rank = 448

    old: Rule
    new: Rule
    owner: Relation

    @property
    def subject(self) -> str:
        return name_in_words(self.new, self.owner)

    def describe(self) -> str:
        return f"{'Disable' if self.new.enabled == 'D' else 'Enable'} rule {self.subject}"

    def up(self) -> list[str]:
        return write_rule_state(self.new, self.owner)

    def down(self) -> list[str]:
        return write_rule_state(self.old, self.owner)


def compare_rules(before: Relation | None, after: Relation | None, context: Context) -> Iterator[Operation]:
    """The rules of one table or view; None for one that is not there."""
    old_rows, new_rows = before.rules if before else (), after.rules if after else ()
    for old, new in context.pairs(old_rows, new_rows):
        if old and new and after and _is_same(old, new) and not context.is_rebuilt(new):
            if old.enabled != new.enabled:
                lock, footprint = Lock.SHARE_ROW_EXCLUSIVE, footprint_of(requires=[after.id])
                yield ChangeRuleState(old=old, new=new, owner=after, lock=lock, footprint=footprint)
            yield from compare_comments(old, new, context, owner=after)
        else:
            yield from _rebuild(old, new, before, after, context)


def _rebuild(
    old: Rule | None, new: Rule | None, before: Relation | None, after: Relation | None, context: Context
) -> Iterator[Operation]:
    if old is not None:
        yield DropRule(
            thing=old,
            owner=before,
            design=context.before,
            lock=Lock.ACCESS_EXCLUSIVE,
            footprint=context.dropping(old, before),
        )
    if new is not None and after is not None:
        yield CreateRule(
            thing=new,
            owner=after,
            design=context.after,
            lock=context.lock_on(Lock.SHARE_ROW_EXCLUSIVE, after.id),
            footprint=context.creating(new, after),
        )


def _is_same(old: Rule, new: Rule) -> bool:
    return replace(old, enabled=new.enabled, comment=new.comment) == new
