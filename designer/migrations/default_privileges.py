"""Default privileges. What goes is taken away before anything is made, what comes is given after all is dropped.

So no object of the same migration, in either direction, gets what is not its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from designer.design import DefaultPrivileges, Design, Grant
from designer.migrations.contexts import Context
from designer.migrations.operations import Footprint, Hazard, HazardKind, Operation, Phase
from designer.migrations.things import pair_by_id
from designer.sql.grants import shared_grants, write_default_privileges


class GiveDefaultPrivileges(Operation, frozen=True, kw_only=True, eq=False):
    """Adds to what new objects carry."""

    rank = 996
    phase: Phase = Phase.CONTRACT

    new: DefaultPrivileges
    old_grants: tuple[Grant, ...]
    new_grants: tuple[Grant, ...]

    @property
    def subject(self) -> str:
        place = f"in {self.new.schema}" if self.new.schema else "in any schema"
        return f"{self.new.object_type} that {self.new.role} makes {place}"

    def describe(self) -> str:
        return f"Give default privileges on {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.ACCESS, f"Who may use new {self.subject} changes."),)

    def up(self) -> list[str]:
        return write_default_privileges(self.new, self.old_grants, self.new_grants)

    def down(self) -> list[str]:
        return write_default_privileges(self.new, self.new_grants, self.old_grants)


class TakeDefaultPrivileges(GiveDefaultPrivileges, frozen=True, kw_only=True, eq=False):
    """Takes from what new objects carry."""

    rank = 205
    phase: Phase = Phase.EXPAND

    def describe(self) -> str:
        return f"Take away default privileges on {self.subject}"


def compare_default_privileges(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """From what there was, or the platform gives by itself, to what is wanted, or the platform gives."""
    for old, new in pair_by_id(before.default_privileges, after.default_privileges):
        was = old.grants if old is not None else new.platform_grants
        now = new.grants if new is not None else old.platform_grants
        kept = shared_grants(was, now)
        if set(kept) != set(was):
            restores = context.needs_before.of(old) if old is not None else frozenset()
            yield TakeDefaultPrivileges(
                new=old or new, old_grants=was, new_grants=kept, footprint=Footprint(restores=restores)
            )
        if set(kept) != set(now):
            requires = context.needs_after.of(new) if new is not None else frozenset()
            yield GiveDefaultPrivileges(
                new=new or old, old_grants=kept, new_grants=now, footprint=Footprint(requires=requires)
            )
