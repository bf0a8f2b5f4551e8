"""Rows that stand in the way of a constraint, changed or deleted because the author said so."""

from __future__ import annotations

from uuid import UUID

from designer.design import Table
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Phase

CLEAN = "clean"
"""The aspect of a constraint, or of a column that is to be NOT NULL, under which its rows are in order."""


class CleanRows(Operation, frozen=True, kw_only=True, eq=False):
    """One statement over all rows concerned, in a transaction of its own; going back does not restore them."""

    rank = 396
    lock: Lock = Lock.ROW_EXCLUSIVE
    phase: Phase = Phase.BACKFILL

    table: Table
    words: str
    statements: tuple[str, ...]
    deletes: bool

    @property
    def subject(self) -> str:
        return f"{self.table.schema}.{self.table.name}"

    def describe(self) -> str:
        return self.words

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        lost = "Deleted rows" if self.deletes else "The values they had"
        return (
            Hazard(HazardKind.DATA_LOSS, f"{lost} in {self.subject} do not come back."),
            Hazard(HazardKind.SCAN, f"All rows of {self.subject} are read; those that change stay locked."),
        )

    def up(self) -> list[str]:
        return list(self.statements)

    def down(self) -> list[str]:
        return []


def clean_rows(
    target_id: UUID, table: Table, words: str, *statements: str, deletes: bool, requires: frozenset[Part] = frozenset()
) -> CleanRows:
    """The operation for a constraint or column by its id, which is added only then.

    A constraint that is NOT VALID would refuse every change of a row that breaks it, so rows are put in order first.
    """
    return CleanRows(
        table=table,
        words=words,
        statements=statements,
        deletes=deletes,
        footprint=Footprint(
            creates=frozenset({Part(target_id, CLEAN)}),
            requires=requires | {Part(table.id)},
        ),
    )
