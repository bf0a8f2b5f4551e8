"""Tables with everything that lives on them."""

from __future__ import annotations

from designer.catalog.columns import read_columns, read_inherited_columns
from designer.catalog.constraints import (
    read_checks,
    read_exclusions,
    read_not_nulls,
    read_primary_key,
    read_unique_keys,
)
from designer.catalog.foreign import read_foreign_table
from designer.catalog.indexes import read_clustered_on, read_indexes, read_partitioning
from designer.catalog.lookups import Lookup, is_managed
from designer.catalog.options import split_settings
from designer.catalog.policies import read_policies
from designer.catalog.rows import RelationRow
from designer.catalog.rules import read_rules
from designer.catalog.triggers import read_triggers
from designer.design import PartitionOf, Table


def read_tables(lookup: Lookup) -> tuple[Table, ...]:
    """The project's tables, and those of the platform that the project refers to or adds policies or triggers to."""
    return tuple(
        _managed_table(row, lookup) if is_managed(row.schema) else _table(row, lookup)
        for row in lookup.modelled_tables.values()
    )


def _managed_table(row: RelationRow, lookup: Lookup) -> Table:
    """What a reference needs, and what the project itself added."""
    return Table(
        id=lookup.table_ids[row.oid],
        schema=row.schema,
        name=row.name,
        is_managed=True,
        columns=read_columns(row, lookup),
        primary_key=read_primary_key(row, lookup),
        unique_keys=read_unique_keys(row, lookup),
        triggers=read_triggers(row, lookup),
        policies=read_policies(row, lookup),
        has_rls=row.has_rls,
    )


def _table(row: RelationRow, lookup: Lookup) -> Table:
    return Table(
        id=lookup.table_ids[row.oid],
        schema=row.schema,
        name=row.name,
        columns=read_columns(row, lookup),
        primary_key=read_primary_key(row, lookup),
        unique_keys=read_unique_keys(row, lookup),
        checks=read_checks(row, lookup),
        exclusions=read_exclusions(row, lookup),
        not_nulls=read_not_nulls(row, lookup),
        inherited_columns=read_inherited_columns(row, lookup),
        indexes=read_indexes(row, lookup),
        triggers=read_triggers(row, lookup),
        rules=read_rules(row, lookup),
        policies=read_policies(row, lookup),
        grants=lookup.grants("relation", row.oid),
        has_rls=row.has_rls,
        forces_rls=row.forces_rls,
        is_unlogged=row.is_unlogged,
        partitioning=read_partitioning(row, lookup),
        partition_of=_partition_of(row, lookup),
        inherits=() if row.partition_bound is not None else tuple(lookup.table_ids[parent] for parent in row.parents),
        foreign=read_foreign_table(row, lookup),
        options=split_settings(row.options),
        # A foreign table has none, which the catalog calls nothing.
        replica_identity=row.replica_identity if row.server is None else "d",
        clustered_on=read_clustered_on(row, lookup),
        owner=lookup.owner("pg_class", row.oid),
        comment=lookup.comment("pg_class", row.oid),
    )


def _partition_of(row: RelationRow, lookup: Lookup) -> PartitionOf | None:
    if row.partition_bound is None:
        return None
    return PartitionOf(table_id=lookup.table_ids[row.parents[0]], bound=row.partition_bound)
