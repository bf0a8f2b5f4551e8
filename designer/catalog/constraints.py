"""Constraints of tables, and foreign keys as the design's relationships."""

from __future__ import annotations

from uuid import UUID

from designer.catalog.deparsed import strip_parentheses
from designer.catalog.lookups import Lookup, is_managed
from designer.catalog.options import split_settings
from designer.catalog.rows import NO_OID, ConstraintRow, NotNullRow, RelationRow
from designer.design import Action, Check, Exclusion, Key, NotNull, Relationship, id_from_path
from designer.sql.object_names import not_null_name, primary_key_name, unique_key_name

_ACTIONS = {
    "a": Action.NO_ACTION,
    "r": Action.RESTRICT,
    "c": Action.CASCADE,
    "n": Action.SET_NULL,
    "d": Action.SET_DEFAULT,
}


def read_primary_key(table: RelationRow, lookup: Lookup) -> Key | None:
    """The primary key, unless a partition has it from its parent under the name PostgreSQL chooses."""
    return next(iter(_keys("p", table, lookup)), None)


def read_unique_keys(table: RelationRow, lookup: Lookup) -> tuple[Key, ...]:
    """The unique constraints, without those a partition has from its parent under the name PostgreSQL chooses."""
    return _keys("u", table, lookup)


def read_checks(table: RelationRow, lookup: Lookup) -> tuple[Check, ...]:
    """The checks a table declares itself."""
    return tuple(
        Check(
            id=_id(row, table),
            name=row.name,
            expression=strip_parentheses(row.expression or ""),
            is_validated=row.is_validated or not row.is_enforced,
            is_enforced=row.is_enforced,
            no_inherit=row.no_inherit,
            comment=lookup.comment("pg_constraint", row.oid),
        )
        for row in lookup.constraints.get(table.oid, [])
        if row.kind == "c" and row.is_local
    )


def read_exclusions(table: RelationRow, lookup: Lookup) -> tuple[Exclusion, ...]:
    """The exclusion constraints a table declares itself."""
    return tuple(
        Exclusion(
            id=_id(row, table),
            name=row.name,
            definition=row.definition or "",
            comment=lookup.comment("pg_constraint", row.oid),
        )
        for row in lookup.constraints.get(table.oid, [])
        if row.kind == "x" and row.parent == "0"
    )


def read_not_nulls(table: RelationRow, lookup: Lookup) -> tuple[NotNull, ...]:
    """The NOT NULLs that are more than their columns' `is_nullable` says."""
    found = ((_not_null(row, table, lookup), row) for row in lookup.not_nulls.get(table.oid, []))
    return tuple(not_null for not_null, row in found if _says_more(not_null, row, table, lookup))


def _not_null(row: NotNullRow, table: RelationRow, lookup: Lookup) -> NotNull:
    return NotNull(
        column_id=lookup.column_ids[table.oid, row.column],
        name=row.name or not_null_name(table.name, lookup.columns[table.oid][row.column].name),
        is_validated=row.is_validated,
        no_inherit=row.no_inherit,
        comment=lookup.comment("pg_constraint", row.oid),
    )


def _says_more(not_null: NotNull, row: NotNullRow, table: RelationRow, lookup: Lookup) -> bool:
    # The query compares with the full default name; PostgreSQL shortens it to 63 bytes.
    column = lookup.columns[table.oid][row.column]
    if table.partition_bound is not None or not column.is_local:
        return True
    usual = NotNull(column_id=not_null.column_id, name=not_null_name(table.name, column.name))
    return not_null != usual


def read_relationships(lookup: Lookup) -> tuple[Relationship, ...]:
    """The foreign keys between modelled tables, each once: not the copies on partitions."""
    return tuple(
        _relationship(row, lookup)
        for row in lookup.rows.constraints
        if row.kind == "f"
        and row.parent == "0"
        and row.target in lookup.modelled_tables
        and (table := lookup.modelled_tables.get(row.relation)) is not None
        and not is_managed(table.schema)
    )


def _keys(kind: str, table: RelationRow, lookup: Lookup) -> tuple[Key, ...]:
    """Keys of a kind. One that some partition lacks (ON ONLY) is left to pg_dump's own words."""
    return tuple(
        _key(row, table, lookup)
        for row in lookup.constraints.get(table.oid, [])
        if row.kind == kind and lookup.indexes_by_oid[row.index].is_valid and not _is_automatic(row, table, lookup)
    )


def _is_automatic(row: ConstraintRow, table: RelationRow, lookup: Lookup) -> bool:
    if row.parent == "0" or lookup.comment("pg_constraint", row.oid) is not None:
        return False
    index = lookup.indexes_by_oid[row.index]
    parent = lookup.indexes_by_oid.get(index.parent or NO_OID)
    if parent is not None and (not parent.is_valid or (parent.options or ()) != (index.options or ())):
        return False
    if row.kind == "p":
        return row.name == primary_key_name(table.name)
    return row.name == unique_key_name(table.name, index.key_names)


def _key(row: ConstraintRow, table: RelationRow, lookup: Lookup) -> Key:
    index = lookup.indexes_by_oid[row.index]
    return Key(
        id=_id(row, table),
        name=row.name,
        column_ids=lookup.ids_of(table.oid, row.columns),
        include=lookup.ids_of(table.oid, index.columns[index.key_count :]),
        nulls_distinct=index.nulls_distinct,
        is_deferrable=row.is_deferrable,
        is_initially_deferred=row.is_initially_deferred,
        without_overlaps=row.is_temporal,
        options=split_settings(index.options),
        comment=lookup.comment("pg_constraint", row.oid),
    )


def _relationship(row: ConstraintRow, lookup: Lookup) -> Relationship:
    table = lookup.modelled_tables[row.relation]
    return Relationship(
        id=id_from_path("relationship", table.schema, table.name, row.name),
        name=row.name,
        table_id=lookup.table_ids[row.relation],
        column_ids=lookup.ids_of(row.relation, row.columns),
        target_table_id=lookup.table_ids[row.target],
        target_column_ids=lookup.ids_of(row.target, row.target_columns),
        on_delete=_ACTIONS[row.on_delete],
        on_update=_ACTIONS[row.on_update],
        set_columns=lookup.ids_of(row.relation, row.set_columns),
        is_match_full=row.match_type == "f",
        is_deferrable=row.is_deferrable,
        is_initially_deferred=row.is_initially_deferred,
        is_validated=row.is_validated or not row.is_enforced,
        is_enforced=row.is_enforced,
        is_temporal=row.is_temporal,
        comment=lookup.comment("pg_constraint", row.oid),
    )


def _id(row: ConstraintRow, table: RelationRow) -> UUID:
    return id_from_path("constraint", table.schema, table.name, row.name)
