"""NOT NULL on a table with rows: new rows are held to it at once, old ones are proven without locking anybody out.

Up to PostgreSQL 17 by a check that says the same, because SET NOT NULL reads no row where a validated check implies it;
from 18 on by a NOT NULL that is itself NOT VALID at first.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import NAMESPACE_OID, uuid5

from msgspec.structs import replace

from designer.design import Check
from designer.migrations.alignments import name_beside
from designer.migrations.constraints import ValidateConstraint
from designer.migrations.not_nulls import ChangeNullability
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Phase
from designer.postgres.quoting import quote_identifier
from designer.sql.constraints import write_add_check, write_drop_constraint
from designer.sql.not_nulls import write_add_not_null

NOT_NULL = "not null"
"""The aspect of a column under which it holds no NULL and cannot."""
_GUARDED = "guarded"
_PROVEN = "proven"


class GuardColumn(ChangeNullability, frozen=True, kw_only=True, eq=False):
    """Adds the check, unproven."""

    rank = 400
    guard: Check

    def describe(self) -> str:
        return f"Refuse new NULLs in {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.BREAKS_OLD_CODE, f"Code that leaves {self.subject} empty fails."),)

    def up(self) -> list[str]:
        return write_add_check(self.guard, self.table, not_valid=True)

    def down(self) -> list[str]:
        return write_drop_constraint(self.guard, self.table)


class ForbidNull(GuardColumn, frozen=True, kw_only=True, eq=False):
    """Sets NOT NULL, which the check has proven, and drops the check."""

    rank = 530
    phase: Phase = Phase.CONTRACT

    def describe(self) -> str:
        return f"Forbid NULL in {self.subject}, as its check has proven"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return ()

    def up(self) -> list[str]:
        return [*ChangeNullability.up(self), *write_drop_constraint(self.guard, self.table)]

    def down(self) -> list[str]:
        guarded = write_add_check(self.guard, self.table, not_valid=True)
        return [*ChangeNullability.down(self), *guarded]


class AddNotNull(ChangeNullability, frozen=True, kw_only=True, eq=False):
    """Adds the NOT NULL as a constraint that is not yet valid (PostgreSQL 18)."""

    rank = 400
    guard: Check

    def describe(self) -> str:
        return f"Refuse new NULLs in {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.BREAKS_OLD_CODE, f"Code that leaves {self.subject} empty fails."),)

    def up(self) -> list[str]:
        assert self.new is not None  # noqa: S101 - only additions are guarded
        return write_add_not_null(replace(self.new, is_validated=False), self.column, self.table)


def guard_not_null(operation: ChangeNullability, version: int | None) -> Iterator[Operation]:
    """The steps in place of one SET NOT NULL; `version` is the server's major, None for any from 15 on."""
    column, table = operation.column, operation.table
    is_native = version is not None and version >= 18
    named = operation.new if is_native else None
    name = named.name if named is not None else name_beside(f"{table.name}_{column.name}", "filled")
    expression = f"{quote_identifier(column.name)} is not null"
    guard = Check(id=uuid5(NAMESPACE_OID, f"{column.id} filled"), name=name, expression=expression)
    guarded = Part(column.id, _GUARDED)
    proven, done = Part(column.id, _PROVEN), Part(column.id, NOT_NULL)
    parts = {
        name: getattr(operation, name) for name in ("column", "old", "new", "table", "children", "partitions", "keyed")
    }
    first = Footprint(
        creates=frozenset({guarded}),
        requires=operation.footprint.requires,
        # A partition that is attached anew would have to have the check too.
        takes=frozenset({("bound", str(table.id))}),
    )
    kind = AddNotNull if is_native else GuardColumn
    yield kind(**parts, guard=guard, lock=Lock.ACCESS_EXCLUSIVE, footprint=first)
    yield ValidateConstraint(
        constraint=guard,
        table=table,
        lock=Lock.SHARE_UPDATE_EXCLUSIVE,
        footprint=Footprint(creates=frozenset({done if is_native else proven}), requires=frozenset({guarded})),
    )
    if not is_native:
        last = Footprint(creates=frozenset({done}), requires=frozenset({proven}))
        yield ForbidNull(**parts, guard=guard, lock=Lock.ACCESS_EXCLUSIVE, footprint=last)
