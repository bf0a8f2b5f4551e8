"""Enums, domains and composite types from their catalog rows."""

from __future__ import annotations

from msgspec.structs import replace

from designer.catalog.deparsed import strip_parentheses
from designer.catalog.lookups import Lookup, is_managed
from designer.catalog.rows import RangeRow, TypeRow
from designer.design import (
    PUBLIC,
    Attribute,
    Composite,
    Domain,
    DomainCheck,
    Enum,
    EnumValue,
    Grant,
    Range,
    TypeRef,
    id_from_path,
)
from designer.sql.object_names import domain_not_null_name

_DEFAULT_GRANTS = (Grant(grantee=PUBLIC, privileges=("USAGE",)),)


def read_enums(lookup: Lookup) -> tuple[Enum, ...]:
    """The project's enums with their labels in order."""
    return tuple(_enum(row, lookup) for row in _rows_of_kind("e", lookup))


def read_domains(lookup: Lookup) -> tuple[Domain, ...]:
    """The project's domains."""
    return tuple(_domain(row, lookup) for row in _rows_of_kind("d", lookup))


def read_composites(lookup: Lookup) -> tuple[Composite, ...]:
    """The project's free-standing composite types, not the row types of tables."""
    return tuple(_composite(row, lookup) for row in _rows_of_kind("c", lookup))


def read_ranges(lookup: Lookup) -> tuple[Range, ...]:
    """The project's range types."""
    return tuple(_range(row, lookup) for row in lookup.rows.ranges if not is_managed(row.schema))


def _rows_of_kind(kind: str, lookup: Lookup) -> list[TypeRow]:
    return [row for row in lookup.rows.types if row.kind == kind and not is_managed(row.schema)]


def _enum(row: TypeRow, lookup: Lookup) -> Enum:
    return Enum(
        id=lookup.type_ids[row.oid],
        schema=row.schema,
        name=row.name,
        values=tuple(
            EnumValue(id=id_from_path("enum value", row.schema, row.name, label), name=label) for label in row.labels
        ),
        grants=_grants(row, lookup),
        owner=lookup.owner("pg_type", row.oid),
        comment=lookup.comment("pg_type", row.oid),
    )


def _domain(row: TypeRow, lookup: Lookup) -> Domain:
    base = TypeRef()
    if row.base_type is not None and row.base_name is not None:
        base = lookup.type_ref(row.base_type, row.base_name, row.base_dimensions)
    return Domain(
        id=lookup.type_ids[row.oid],
        schema=row.schema,
        name=row.name,
        base=base,
        is_nullable=row.is_nullable,
        not_null=_not_null(row, lookup),
        default=row.default_expression,
        collation=row.collation,
        checks=tuple(
            DomainCheck(
                id=id_from_path("constraint", row.schema, row.name, check.name),
                name=check.name,
                expression=strip_parentheses(check.expression or ""),
                is_validated=check.is_validated,
                comment=lookup.comment("pg_constraint", check.oid),
            )
            for check in lookup.domain_constraints.get(row.oid, [])
            if check.kind == "c"
        ),
        grants=_grants(row, lookup),
        owner=lookup.owner("pg_type", row.oid),
        comment=lookup.comment("pg_type", row.oid),
    )


def _not_null(row: TypeRow, lookup: Lookup) -> str | None:
    names = [constraint.name for constraint in lookup.domain_constraints.get(row.oid, []) if constraint.kind == "n"]
    return next((name for name in names if name != domain_not_null_name(row.name)), None)


def _composite(row: TypeRow, lookup: Lookup) -> Composite:
    return Composite(
        id=lookup.type_ids[row.oid],
        schema=row.schema,
        name=row.name,
        attributes=tuple(
            Attribute(
                id=id_from_path("attribute", row.schema, row.name, column.name),
                name=column.name,
                type=lookup.type_ref(column.type, column.type_name, column.dimensions),
                collation=column.collation,
                comment=lookup.comment("pg_class", row.relation, column.number),
            )
            for column in lookup.columns.get(row.relation, {}).values()
        ),
        grants=_grants(row, lookup),
        owner=lookup.owner("pg_type", row.oid),
        comment=lookup.comment("pg_type", row.oid),
    )


def _range(row: RangeRow, lookup: Lookup) -> Range:
    found = Range(
        id=lookup.type_ids[row.oid],
        schema=row.schema,
        name=row.name,
        subtype=lookup.type_ref(row.subtype, row.subtype_name, row.subtype_dimensions),
        opclass=row.opclass,
        collation=row.collation,
        subtype_diff=lookup.function_ref(row.subtype_diff, row.subtype_diff_name),
        grants=_grants(row, lookup),
        owner=lookup.owner("pg_type", row.oid),
        comment=lookup.comment("pg_type", row.oid),
    )
    return found if found.multirange_name == row.multirange_name else replace(found, multirange=row.multirange_name)


def _grants(row: TypeRow | RangeRow, lookup: Lookup) -> tuple[Grant, ...] | None:
    grants = lookup.grants("type", row.oid)
    return grants if row.has_acl and grants != _DEFAULT_GRANTS else None
