"""What a filler must know of a database: columns with their types, constraints, partitions; read from its catalogs."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from msgspec import Struct
from psycopg import Connection

_TABLES = """
select c.oid::int8, n.nspname, c.relname, c.relkind::text, c.relispartition,
       pg_catalog.pg_get_expr(c.relpartbound, c.oid),
       (select i.inhparent::int8 from pg_catalog.pg_inherits i where i.inhrelid = c.oid and c.relispartition),
       n.nspname in ('auth', 'storage', 'realtime', 'vault', 'supabase_migrations', 'cron', 'net', 'extensions'),
       case c.relkind when 'p' then pg_catalog.pg_get_partkeydef(c.oid) end
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
order by n.nspname, c.relname"""
_COLUMNS = """
select a.attrelid::int8, a.attname, a.attnum, a.atttypid::int8, a.atttypmod, a.attnotnull, a.atthasdef,
       a.attidentity::text, a.attgenerated::text
from pg_catalog.pg_attribute a where a.attrelid = any(%s::oid[]) and a.attnum > 0 and not a.attisdropped
order by a.attrelid, a.attnum"""
_CONSTRAINTS = """
select c.oid::int8, c.conrelid::int8, c.contypid::int8, c.conname, c.contype::text, coalesce(c.conkey, '{}'),
       c.confrelid::int8, coalesce(c.confkey, '{}'), pg_catalog.pg_get_constraintdef(c.oid)
from pg_catalog.pg_constraint c
where c.contype in ('f', 'u', 'p', 'c', 'x') and (c.conrelid = any(%s::oid[]) or c.contypid <> 0)
order by c.oid"""
_UNIQUE_INDEXES = """
select i.indrelid::int8, c.relname, i.indkey::int2[]
from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
where i.indisunique and i.indrelid = any(%s::oid[])"""
_TYPES = """
select t.oid::int8, n.nspname, t.typname, t.typtype::text, t.typcategory::text, t.typelem::int8, t.typbasetype::int8,
       t.typtypmod, t.typrelid::int8, t.typnotnull,
       (select array_agg(e.enumlabel::text order by e.enumsortorder)
        from pg_catalog.pg_enum e where e.enumtypid = t.oid),
       (select array_agg(a.atttypid::int8 order by a.attnum) from pg_catalog.pg_attribute a
        where a.attrelid = t.typrelid and t.typtype = 'c' and a.attnum > 0 and not a.attisdropped),
       (select r.rngsubtype::int8 from pg_catalog.pg_range r where r.rngtypid = t.oid or r.rngmultitypid = t.oid)
from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where t.typtype in ('b', 'd', 'e', 'r', 'm') or (t.typtype = 'c' and n.nspname !~ '^pg_')"""


class TypeShape(Struct, frozen=True):
    """One type as pg_type has it."""

    oid: int
    schema: str
    name: str
    kind: str
    category: str
    element: int
    base: int
    modifier: int
    relation: int
    is_not_null: bool
    labels: list[str] | None
    attributes: list[int] | None
    subtype: int | None


class ColumnShape(Struct, frozen=True):
    """One column as pg_attribute has it."""

    table: int
    name: str
    number: int
    type: int
    modifier: int
    is_not_null: bool
    has_default: bool
    identity: str
    generated: str


class ConstraintShape(Struct, frozen=True):
    """One constraint of a table, or of a domain; `keys` and `target_keys` are column numbers."""

    oid: int
    table: int
    domain: int
    name: str
    kind: str
    keys: list[int]
    target: int
    target_keys: list[int]
    definition: str


class TableShape(Struct, frozen=True, dict=True):
    """One table that can hold rows."""

    oid: int
    schema: str
    name: str
    kind: str
    is_partition: bool
    bound: str | None
    parent: int | None
    is_platform: bool
    partition_key: str | None
    columns: tuple[ColumnShape, ...] = ()
    constraints: tuple[ConstraintShape, ...] = ()
    uniques: tuple[tuple[str, list[int]], ...] = ()

    @cached_property
    def by_number(self) -> dict[int, ColumnShape]:
        return {column.number: column for column in self.columns}

    def names(self, numbers: list[int]) -> tuple[str, ...]:
        """The names of columns by number; expressions have none."""
        return tuple(self.by_number[number].name for number in numbers if number in self.by_number)


class Shapes(Struct, frozen=True):
    """All tables and types of a database, by oid, and the checks of its domains."""

    tables: dict[int, TableShape]
    types: dict[int, TypeShape]
    domain_checks: tuple[ConstraintShape, ...]

    def refuses_null(self, column: ColumnShape) -> bool:
        """Whether a column cannot be NULL, by itself or by its domain."""
        type_ = self.types.get(column.type)
        while type_ is not None and type_.kind == "d" and not type_.is_not_null:
            type_ = self.types.get(type_.base)
        return column.is_not_null or (type_ is not None and type_.kind == "d")


def read_shapes(connection: Connection[Any]) -> Shapes:
    """Five queries, whatever the size of the database."""
    heads = connection.execute(_TABLES).fetchall()
    oids = [row[0] for row in heads]
    columns: dict[int, list[ColumnShape]] = {oid: [] for oid in oids}
    for row in connection.execute(_COLUMNS, (oids,)):
        columns[row[0]].append(ColumnShape(*row))
    constraints: dict[int, list[ConstraintShape]] = {oid: [] for oid in oids}
    of_domains: list[ConstraintShape] = []
    for row in connection.execute(_CONSTRAINTS, (oids,)):
        constraint = ConstraintShape(*row)
        constraints.get(constraint.table, of_domains).append(constraint)
    uniques: dict[int, list[tuple[str, list[int]]]] = {oid: [] for oid in oids}
    for table, name, keys in connection.execute(_UNIQUE_INDEXES, (oids,)):
        uniques[table].append((name, keys))
    return Shapes(
        {
            row[0]: TableShape(*(*row, tuple(columns[row[0]]), tuple(constraints[row[0]]), tuple(uniques[row[0]])))
            for row in heads
        },
        {row[0]: TypeShape(*row) for row in connection.execute(_TYPES)},
        tuple(of_domains),
    )
