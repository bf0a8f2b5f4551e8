"""Finding by object identifier which rows of one reading belong together, and the ids they get in the design."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from designer.catalog.rows import (
    ColumnRow,
    ConstraintRow,
    GrantRow,
    IndexRow,
    NotNullRow,
    Oid,
    PolicyRow,
    RangeRow,
    RelationRow,
    Rows,
    RuleRow,
    SequenceRow,
    TriggerRow,
    TypeRow,
)
from designer.design import FunctionRef, Grant, TypeRef, id_from_path
from designer.postgres.platform import MANAGED_SCHEMAS

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)


def is_managed(schema: str) -> bool:
    """Whether the objects of a schema are the platform's."""
    return schema in MANAGED_SCHEMAS


class Lookup:
    """The rows of one reading, grouped by what they belong to."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    @cached_property
    def relations(self) -> dict[Oid, RelationRow]:
        return {row.oid: row for row in self.rows.relations}

    @cached_property
    def columns(self) -> dict[Oid, dict[int, ColumnRow]]:
        """Columns by relation and number."""
        found: defaultdict[Oid, dict[int, ColumnRow]] = defaultdict(dict)
        for row in self.rows.columns:
            found[row.relation][row.number] = row
        return found

    @cached_property
    def constraints(self) -> dict[Oid, list[ConstraintRow]]:
        return _group(self.rows.constraints, lambda row: row.relation)

    @cached_property
    def domain_constraints(self) -> dict[Oid, list[ConstraintRow]]:
        return _group(self.rows.constraints, lambda row: row.domain)

    @cached_property
    def not_nulls(self) -> dict[Oid, list[NotNullRow]]:
        return _group(self.rows.not_nulls, lambda row: row.relation)

    @cached_property
    def unproven_not_nulls(self) -> set[tuple[Oid, int]]:
        """Columns whose NOT NULL is NOT VALID (PostgreSQL 18): rows may break it, so they count as nullable."""
        return {(row.relation, row.column) for row in self.rows.not_nulls if not row.is_validated}

    @cached_property
    def indexes(self) -> dict[Oid, list[IndexRow]]:
        return _group(self.rows.indexes, lambda row: row.relation)

    @cached_property
    def indexes_by_oid(self) -> dict[Oid, IndexRow]:
        return {row.oid: row for row in self.rows.indexes}

    @cached_property
    def triggers(self) -> dict[Oid, list[TriggerRow]]:
        return _group(self.rows.triggers, lambda row: row.relation)

    @cached_property
    def rules(self) -> dict[Oid, list[RuleRow]]:
        return _group(self.rows.rules, lambda row: row.relation)

    @cached_property
    def policies(self) -> dict[Oid, list[PolicyRow]]:
        return _group(self.rows.policies, lambda row: row.relation)

    @cached_property
    def identity_sequences(self) -> dict[tuple[Oid, int], SequenceRow]:
        """The sequences behind identity columns, by relation and column number."""
        return {
            (row.owner_relation, row.owner_column): row
            for row in self.rows.sequences
            if row.owned == "i" and row.owner_relation and row.owner_column
        }

    @cached_property
    def modelled_tables(self) -> dict[Oid, RelationRow]:
        """The tables a design holds: the project's ordinary and partitioned ones, and the platform's they need.

        A table is left to pg_dump's own words when it is typed, or has a parent that is.
        """
        servers = {None, *(row.oid for row in self.rows.foreign_servers)}
        ordinary = {
            row.oid: row
            for row in self.rows.relations
            if row.kind in "rpf" and not row.is_typed and row.server in servers
        }
        while lost := [oid for oid, row in ordinary.items() if not all(parent in ordinary for parent in row.parents)]:
            for oid in lost:
                del ordinary[oid]
        needed = self._needed_managed_tables(ordinary)
        return {oid: row for oid, row in ordinary.items() if not is_managed(row.schema) or oid in needed}

    def _needed_managed_tables(self, ordinary: dict[Oid, RelationRow]) -> set[Oid]:
        is_own = {oid for oid, row in ordinary.items() if not is_managed(row.schema)}
        needed = {row.target for row in self.rows.constraints if row.relation in is_own}
        needed |= {parent for oid in is_own for parent in ordinary[oid].parents}
        needed |= {row.relation for row in self.rows.policies}
        needed |= {table.relation for row in self.rows.publications for table in row.tables}
        needed |= {row.relation for row in self.rows.triggers if not is_managed(row.function_schema)}
        return needed

    @cached_property
    def views(self) -> dict[Oid, RelationRow]:
        return {row.oid: row for row in self.rows.relations if row.kind in "vm" and not is_managed(row.schema)}

    @cached_property
    def table_ids(self) -> dict[Oid, UUID]:
        return {oid: id_from_path("table", row.schema, row.name) for oid, row in self.modelled_tables.items()}

    @cached_property
    def column_ids(self) -> dict[tuple[Oid, int], UUID]:
        """Ids of the columns of modelled tables. A column that is only inherited has the id of its parent's."""
        ids: dict[tuple[Oid, int], UUID] = {}
        for oid, table in self.modelled_tables.items():
            for number, column in self.columns[oid].items():
                home = self._home(table, column)
                ids[oid, number] = id_from_path("column", home.schema, home.name, column.name)
        return ids

    def _home(self, table: RelationRow, column: ColumnRow) -> RelationRow:
        if column.is_local or table.partition_bound is not None:
            return table
        for parent in table.parents:
            inherited = self.columns_by_name[parent].get(column.name)
            if inherited is not None:
                return self._home(self.relations[parent], inherited)
        return table

    @cached_property
    def columns_by_name(self) -> dict[Oid, dict[str, ColumnRow]]:
        """Columns of tables that have children or partitions."""
        return {
            oid: {column.name: column for column in self.columns[oid].values()}
            for oid in {parent for row in self.rows.relations for parent in row.parents}
        }

    @cached_property
    def type_ids(self) -> dict[Oid, UUID]:
        """Ids of the project's types; a multirange type has its range's."""
        found: list[TypeRow | RangeRow] = [*self.rows.types, *self.rows.ranges]
        rows = [row for row in found if not is_managed(row.schema)]
        ids = {row.oid: id_from_path("type", row.schema, row.name) for row in rows}
        return ids | {row.multirange: ids[row.oid] for row in self.rows.ranges if row.oid in ids}

    @cached_property
    def _multiranges(self) -> set[Oid]:
        return {row.multirange for row in self.rows.ranges}

    @cached_property
    def function_ids(self) -> dict[Oid, UUID]:
        """Ids of the project's functions and procedures that are modelled."""
        return {
            row.oid: id_from_path("function", row.schema, row.name, row.signature)
            for row in self.rows.functions
            if not is_managed(row.schema)
        }

    @cached_property
    def aggregate_ids(self) -> dict[Oid, UUID]:
        """Ids of the project's aggregates."""
        return {
            row.oid: id_from_path("aggregate", row.schema, row.name, row.signature)
            for row in self.rows.aggregates
            if not is_managed(row.schema)
        }

    @cached_property
    def index_ids(self) -> dict[Oid, UUID]:
        """Ids of the indexes and constraint indexes of modelled tables and views."""
        owners = {**self.views, **self.modelled_tables}
        return {
            row.oid: id_from_path("constraint" if row.constraint_kind else "index", owner.schema, owner.name, row.name)
            for row in self.rows.indexes
            if (owner := owners.get(row.relation)) is not None
        }

    def type_ref(self, oid: Oid, name: str, dimensions: int) -> TypeRef:
        """A type by id when it is the project's, else by the text `format_type` printed."""
        type_id = self.type_ids.get(oid)
        if type_id is None:
            return TypeRef(name=name, dimensions=dimensions)
        return TypeRef(type_id=type_id, dimensions=dimensions, is_multirange=oid in self._multiranges)

    def function_ref(self, oid: Oid | None, name: str | None) -> FunctionRef | None:
        """A function by id when it is the project's, else by its name."""
        if oid is None:
            return None
        function_id = self.function_ids.get(oid)
        return FunctionRef(name="" if function_id else name or "", function_id=function_id)

    def ids_of(self, relation: Oid, numbers: Iterable[int] | None) -> tuple[UUID, ...]:
        """Ids of a table's columns by number."""
        return tuple(self.column_ids[relation, number] for number in numbers or ())

    @cached_property
    def _comments(self) -> dict[tuple[str, Oid, int], str]:
        return {(row.class_, row.object, row.number): row.text for row in self.rows.comments}

    def comment(self, class_: str, oid: Oid, number: int = 0) -> str | None:
        """The comment on an object of a system catalog ("pg_class"), or on one of its columns."""
        return self._comments.get((class_, oid, number))

    @cached_property
    def _owners(self) -> dict[tuple[str, Oid], str]:
        return {(row.class_, row.object): row.owner for row in self.rows.owners}

    def owner(self, class_: str, oid: Oid) -> str | None:
        """The role an object of a system catalog belongs to; None for `postgres`."""
        return self._owners.get((class_, oid))

    @cached_property
    def _grants(self) -> dict[tuple[str, Oid], list[GrantRow]]:
        return _group(self.rows.grants, lambda row: (row.class_, row.object))

    def grants(self, class_: str, oid: Oid) -> tuple[Grant, ...]:
        """The grants on a whole object and on its columns, in a fixed order."""
        rows = self._grants.get((class_, oid), [])
        whole = [
            Grant(grantee=row.grantee, privileges=row.privileges, with_grant_option=row.with_grant_option)
            for row in rows
            if not row.subobject
        ]
        by_columns = [row for row in rows if row.subobject]
        return tuple(sorted([*whole, *self._column_grants(oid, by_columns)])) if rows else ()

    def _column_grants(self, relation: Oid, rows: list[GrantRow]) -> list[Grant]:
        """Privileges granted on equal sets of columns become one grant, as a person would write them."""
        columns: defaultdict[tuple[str, bool, str], list[int]] = defaultdict(list)
        for row in rows:
            for privilege in row.privileges:
                columns[row.grantee, row.with_grant_option, privilege].append(row.subobject)
        privileges: defaultdict[tuple[str, bool, tuple[int, ...]], list[str]] = defaultdict(list)
        for (grantee, with_option, privilege), numbers in columns.items():
            privileges[grantee, with_option, tuple(numbers)].append(privilege)
        return [
            Grant(
                grantee=grantee,
                privileges=tuple(sorted(words)),
                with_grant_option=option,
                column_ids=self.ids_of(relation, numbers) if relation in self.table_ids else (),
                column_names=() if relation in self.table_ids else self._names_of(relation, numbers),
            )
            for (grantee, option, numbers), words in privileges.items()
        ]

    def _names_of(self, relation: Oid, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.columns[relation][number].name for number in numbers)


def _group(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return dict(found)
