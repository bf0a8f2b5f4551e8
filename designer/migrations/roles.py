"""Roles of the project. They belong to the whole server, so that one may exist already, or be in use elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from designer.design import Design, Role
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop
from designer.migrations.operations import Hazard, HazardKind, Operation, Phase
from designer.migrations.things import pair_by_id
from designer.sql.comments import write_comments
from designer.sql.roles import write_alter_role, write_create_role, write_drop_role


class CreateRole(Create, frozen=True, kw_only=True, eq=False):
    """Comes before anything is granted to it."""

    noun = "role"
    rank = 30

    def create(self) -> list[str]:
        return [*write_create_role(self.thing), *write_comments(self.thing, self.design)]

    def drop(self) -> list[str]:
        return write_drop_role(self.thing)


class DropRole(Drop, CreateRole, frozen=True, kw_only=True, eq=False):
    """Comes when nothing is granted to it any more; one that another database uses stays."""

    rank = 980
    phase: Phase = Phase.CONTRACT

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.ACCESS, f"Sessions as {self.subject} are no longer possible."),)


class AlterRole(Operation, frozen=True, kw_only=True, eq=False):
    """Changes attributes, memberships and settings."""

    rank = 200

    old: Role
    new: Role

    @property
    def subject(self) -> str:
        return self.new.name

    def describe(self) -> str:
        return f"Alter role {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.ACCESS, f"What {self.subject} may do changes."),)

    def up(self) -> list[str]:
        return write_alter_role(self.old, self.new)

    def down(self) -> list[str]:
        return write_alter_role(self.new, self.old)


def compare_roles(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """Created, dropped and changed roles; renamed ones are known already."""
    for old, new in pair_by_id(before.roles, after.roles):
        if old is None and new is not None:
            yield CreateRole(thing=new, design=after, footprint=context.creating(new))
        elif new is None and old is not None:
            yield DropRole(thing=old, design=before, footprint=context.dropping(old))
        elif old is not None and new is not None:
            if write_alter_role(old, new):
                yield AlterRole(old=old, new=new, footprint=context.changing(old, new))
            yield from compare_comments(old, new, context)
