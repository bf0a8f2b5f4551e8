"""Privileges on objects that exist before and after; new objects bring theirs along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from designer.design import Column, Design, Grant
from designer.migrations.contexts import Context
from designer.migrations.definitions import name_in_words
from designer.migrations.operations import Footprint, Hazard, HazardKind, Operation, Part
from designer.postgres.platform import OWNER
from designer.sql.grants import write_grants

Grants = tuple[Grant, ...] | None


class ChangeGrants(Operation, frozen=True, kw_only=True, eq=False):
    """From one complete list of privileges to another. With `column`, those on its identity's sequence."""

    rank = 470

    target: Any
    old: Grants
    new: Grants
    before: Design
    after: Design
    column: Column | None = None

    @property
    def subject(self) -> str:
        return name_in_words(self.target)

    def describe(self) -> str:
        place = f"the sequence of {self.subject}.{self.column.name}" if self.column else self.subject
        return f"Change the privileges on {place}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.ACCESS, f"Who may use {self.subject} changes."),)

    def up(self) -> list[str]:
        return self._write(self.old, self.new)

    def down(self) -> list[str]:
        return self._write(self.new, self.old)

    def _write(self, old: Grants, new: Grants) -> list[str]:
        design = _JoinedColumns(self.before, self.after)
        return write_grants(self.target, old, new, design.design, column=self.column)


class _JoinedColumns:
    """A design that knows the columns of both: privileges come and go while both kinds exist."""

    def __init__(self, before: Design, after: Design) -> None:
        self.design = Design(tables=(*after.tables, *before.tables)) if before is not after else after


def compare_grants(old: Any, new: Any, context: Context) -> Iterator[Operation]:
    """The privileges of one object that exists before and after."""
    was, will_be = getattr(old, "owner", None), getattr(new, "owner", None)
    if was == will_be:
        yield from _compare(new, old.grants, new.grants, context)
        return
    # What either owner is granted while the object is not theirs comes with the change of the owner.
    owners = {was or OWNER, will_be or OWNER}
    yield from _compare(new, _without(old.grants, owners), _without(new.grants, owners), context)


def _without(grants: Grants, grantees: set[str]) -> Grants:
    return None if grants is None else tuple(grant for grant in grants if grant.grantee not in grantees)


def compare_identity_grants(old: Column, new: Column, table: Any, context: Context) -> Iterator[Operation]:
    """The privileges on the sequence of a column that is an identity before and after."""
    yield from _compare(table, old.identity_grants, new.identity_grants, context, column=new)


def _compare(
    target: Any, old: Grants, new: Grants, context: Context, *, column: Column | None = None
) -> Iterator[Operation]:
    if old == new or (old is not None and new is not None and set(old) == set(new)):
        return
    requires = {Part(target.id), *context.needs_after.of_grants(new)}
    restores = {Part(target.id), *context.needs_before.of_grants(old)}
    yield ChangeGrants(
        target=target,
        old=old,
        new=new,
        before=context.before,
        after=context.after,
        column=column,
        footprint=Footprint(requires=frozenset(requires), restores=frozenset(restores - requires)),
    )
