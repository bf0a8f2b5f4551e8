"""Foreign keys of partitioned tables with rows: proven on each partition, then adopted by the parent's.

Up to PostgreSQL 17 a foreign key of a partitioned table cannot be NOT VALID. Where all partitions have a valid one like
it, adding it to their parent reads no row (`tryAttachPartitionForeignKey` in PostgreSQL's tablecmds.c).
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from msgspec.structs import replace

from designer.design import Design, Table
from designer.migrations.constraints import ValidateConstraint
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Phase
from designer.migrations.partitions import inherit_relationship, partitions_of
from designer.migrations.relationships import AddRelationship
from designer.migrations.things import slots_of
from designer.sql.constraints import write_drop_constraint


class AddPartitionRelationship(AddRelationship, frozen=True, kw_only=True, eq=False):
    """Holds new rows of one partition to it. Going back it is gone with its parent's, unless it was never adopted."""

    not_valid: bool = True

    def drop(self) -> list[str]:
        table = self.design.tables_by_id[self.thing.table_id]
        return write_drop_constraint(self.thing, table, if_exists=True)


class AdoptRelationships(AddRelationship, frozen=True, kw_only=True, eq=False):
    """Adds the foreign key of the parent, for which no row is read any more."""

    rank = 525
    phase: Phase = Phase.CONTRACT

    def describe(self) -> str:
        return f"{super().describe()}, as its partitions have proven"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return tuple(hazard for hazard in super().hazards if hazard.kind != HazardKind.MAY_FAIL)

    def up(self) -> list[str]:
        first, *rest = self.create()
        head, body = first.split("\n", 1)
        return [
            f"{head}\n  -- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid\n{body}",
            *rest,
        ]


def find_leaves(table: Table, design: Design, *, new: set[UUID], unfit: set[UUID]) -> tuple[Table, ...]:
    """The partitions that have rows, at any depth; none where the key must be added at once.

    `new` tables are made in this migration, `unfit` ones made or moved in it.
    """
    leaves: list[Table] = []
    for partition in partitions_of(table, design):
        if partition.id in unfit - new or not partition.columns:
            return ()
        if partition.partitioning is not None:
            below = find_leaves(partition, design, new=new, unfit=unfit)
            if not below and partitions_of(partition, design):
                return ()
            leaves += below
        elif partition.id not in new:
            leaves.append(partition)
    return tuple(leaves)


def prove_partitions(operation: AddRelationship, leaves: tuple[Table, ...]) -> Iterator[Operation]:
    """The steps in place of one ADD FOREIGN KEY on a partitioned table."""
    proven = set()
    root = operation.design.tables_by_id[operation.thing.table_id]
    for table in leaves:
        # Columns have the same names at every depth.
        key = inherit_relationship(operation.thing, table, root)
        part, valid = Part(key.id), Part(key.id, "valid")
        proven.add(valid)
        yield AddPartitionRelationship(
            thing=key,
            design=operation.design,
            lock=Lock.SHARE_ROW_EXCLUSIVE,
            footprint=Footprint(
                creates=frozenset({part}), requires=operation.footprint.requires, takes=slots_of(key, table)
            ),
        )
        yield ValidateConstraint(
            constraint=key,
            table=table,
            lock=Lock.SHARE_UPDATE_EXCLUSIVE,
            footprint=Footprint(creates=frozenset({valid}), requires=frozenset({part})),
        )
    footprint = replace(operation.footprint, requires=operation.footprint.requires | proven)
    yield AdoptRelationships(
        # The partitions' own triggers go, which needs the strongest lock for a moment.
        thing=operation.thing,
        design=operation.design,
        lock=Lock.ACCESS_EXCLUSIVE,
        footprint=footprint,
    )
