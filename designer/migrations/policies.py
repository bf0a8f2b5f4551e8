"""Row-level security: policies and the flags that switch them on.

Policies are made before row-level security is enabled, and it is disabled before they are dropped: at no moment does a
table deny or show more than one of the two designs says.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.design import Policy, Table
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context, footprint_of
from designer.migrations.definitions import Create, Drop, make_again, name_in_words, write_part_comment
from designer.migrations.operations import Hazard, HazardKind, Lock, Operation
from designer.sql.policies import can_alter_policy, write_alter_policy, write_create_policy, write_drop_policy
from designer.sql.tables import write_force_rls, write_set_rls


class CreatePolicy(Create, frozen=True, kw_only=True, eq=False):
    """Comes before row-level security is enabled."""

    noun = "policy"
    rank = 450

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.lock == Lock.NONE:
            return ()
        return (Hazard(HazardKind.ACCESS, f"Policy {self.subject} changes who sees or changes which rows."),)

    def create(self) -> list[str]:
        created = write_create_policy(self.thing, self.owner)
        return [*created, *write_part_comment(self.thing, self.owner, self.design)]

    def drop(self) -> list[str]:
        return write_drop_policy(self.thing, self.owner)


class DropPolicy(Drop, CreatePolicy, frozen=True, kw_only=True, eq=False):
    """Comes after row-level security is disabled, and before what the policy calls changes."""

    rank = 115


class AlterPolicy(Operation, frozen=True, kw_only=True, eq=False):
    """Changes roles, USING and WITH CHECK without a moment in which the policy is missing."""

    rank = 448

    old: Policy
    new: Policy
    table: Table

    @property
    def subject(self) -> str:
        return name_in_words(self.new, self.table)

    def describe(self) -> str:
        return f"Change policy {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.ACCESS, f"Policy {self.subject} changes who sees or changes which rows."),)

    def up(self) -> list[str]:
        return write_alter_policy(self.old, self.new, self.table)

    def down(self) -> list[str]:
        return write_alter_policy(self.new, self.old, self.table)


class ChangeRls(Operation, frozen=True, kw_only=True, eq=False):
    """Enables, forces, or disables row-level security on one table."""

    rank = 460

    old: Table
    new: Table

    @property
    def subject(self) -> str:
        return f"{self.new.schema}.{self.new.name}"

    def describe(self) -> str:
        if self.old.has_rls != self.new.has_rls:
            return f"{'Enable' if self.new.has_rls else 'Disable'} row-level security on {self.subject}"
        return f"{'Force' if self.new.forces_rls else 'No longer force'} row-level security on {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.lock == Lock.NONE:
            return ()
        if self.old.has_rls and not self.new.has_rls:
            message = f"Every row of {self.subject} is open to whoever holds privileges on it."
        else:
            message = f"Rows of {self.subject} that no policy allows disappear from view."
        return (Hazard(HazardKind.ACCESS, message),)

    def up(self) -> list[str]:
        return _write_flags(self.old, self.new)

    def down(self) -> list[str]:
        return _write_flags(self.new, self.old)


class DisableRls(ChangeRls, frozen=True, kw_only=True, eq=False):
    """Runs before the table's policies are dropped."""

    rank = 110


def compare_policies(before: Table | None, after: Table | None, context: Context) -> Iterator[Operation]:
    """The policies of one table; None for one that is not there."""
    old_rows, new_rows = before.policies if before else (), after.policies if after else ()
    for old, new in context.pairs(old_rows, new_rows):
        if old and new and after and not context.is_rebuilt(new) and _can_stay(old, new):
            yield from _alter_policy(old, new, after, context)
        else:
            yield from make_again((CreatePolicy, DropPolicy), (old, before), (new, after), context)


def compare_rls(before: Table | None, after: Table) -> Iterator[Operation]:
    """The flags of one table: on after its policies exist, off before they go."""
    old = before or replace(after, has_rls=False, forces_rls=False)
    if (old.has_rls, old.forces_rls) == (after.has_rls, after.forces_rls):
        return
    if after.has_rls or before is None:
        footprint = footprint_of(requires=[after.id, *(policy.id for policy in after.policies)])
        lock = Lock.ACCESS_EXCLUSIVE if before is not None else Lock.NONE
        yield ChangeRls(old=old, new=after, lock=lock, footprint=footprint)
    else:
        footprint = footprint_of(restores=[after.id, *(policy.id for policy in old.policies)])
        yield DisableRls(old=old, new=after, lock=Lock.ACCESS_EXCLUSIVE, footprint=footprint)


def _can_stay(old: Policy, new: Policy) -> bool:
    # In both directions, because the reverse must be able to go back.
    return can_alter_policy(old, new) and can_alter_policy(new, old)


def _alter_policy(old: Policy, new: Policy, table: Table, context: Context) -> Iterator[Operation]:
    if write_alter_policy(old, new, table):
        footprint = context.changing(old, new, table)
        yield AlterPolicy(old=old, new=new, table=table, lock=Lock.ACCESS_EXCLUSIVE, footprint=footprint)
    yield from compare_comments(old, new, context, owner=table)


def _write_flags(old: Table, new: Table) -> list[str]:
    statements = write_set_rls(new) if old.has_rls != new.has_rls else []
    return [*statements, *(write_force_rls(new) if old.forces_rls != new.forces_rls else [])]
