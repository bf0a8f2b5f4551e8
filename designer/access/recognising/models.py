"""Tenants, memberships and roles of the application, recognised by the keys of the tables.

People are auth.users and the tables whose primary key refers to it. A membership is a table with one row for each pair
of a person and something else: the tenant. Of several the one counts whose tenants are referred to most.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from msgspec import Struct

from designer.design import Column, Design, Domain, Enum, Relationship, Table
from designer.design.access_models import AccessModel, AppRole, Membership, RoleSource, Tenancy

_ROLE = re.compile(r"(^|_)(role|access_level|permission)$")
_STRONGEST = re.compile(r"^(super_?admin|owner|root|admin(istrator)?|lead)$")
_MOST_ROLES = 6


class _Found(Struct, frozen=True):
    membership: Membership
    tenant_table_id: UUID


def model_of(design: Design) -> AccessModel:
    """What is stated, or else what the design seems to follow."""
    return design.access_models[0] if design.access_models else recognise_model(design)


def recognise_model(design: Design) -> AccessModel:
    """What the keys say; an empty model where they say nothing."""
    people = find_people(design)
    found = [row for table in design.tables for row in _memberships(design, table, people)]
    if not found:
        return AccessModel()
    references = Counter(row.target_table_id for row in design.relationships)
    best = min(found, key=lambda row: (-references[row.tenant_table_id], row.membership.role_column_id is None))
    roles = _roles(design, best.membership)
    return AccessModel(
        tenancy=Tenancy.MEMBERSHIP,
        tenant_table_id=best.tenant_table_id,
        membership=best.membership,
        role_source=RoleSource.MEMBERSHIP if roles else RoleSource.NONE,
        roles=roles,
    )


def find_people(design: Design) -> set[UUID]:
    """The tables of which a row is a person."""
    found = {table.id for table in design.tables if (table.schema, table.name) == ("auth", "users")}
    while True:
        more = {
            row.table_id
            for row in design.relationships
            if row.target_table_id in found and _is_primary_key(design, row) and not _is_managed(design, row.table_id)
        } - found
        if not more:
            return found
        found |= more


def _memberships(design: Design, table: Table, people: set[UUID]) -> Iterator[_Found]:
    if table.is_managed or table.partition_of is not None or table.id in people:
        return
    keys = [row for row in design.relationships if row.table_id == table.id and len(row.column_ids) == 1]
    uniques = [set(key.column_ids) for key in (*([table.primary_key] if table.primary_key else []), *table.unique_keys)]
    uniques += [{key.column_id for key in index.keys if key.column_id} for index in table.indexes if index.is_unique]
    role = next((column for column in table.columns if _ROLE.search(column.name)), None)
    for user in (row for row in keys if row.target_table_id in people):
        for tenant in (row for row in keys if row.target_table_id not in {*people, table.id}):
            is_pair = {user.column_ids[0], tenant.column_ids[0]} in uniques
            if is_pair and not _is_managed(design, tenant.target_table_id):
                membership = Membership(
                    table_id=table.id,
                    user_column_id=user.column_ids[0],
                    tenant_column_id=tenant.column_ids[0],
                    role_column_id=role.id if role else None,
                )
                yield _Found(membership, tenant.target_table_id)


def _roles(design: Design, membership: Membership) -> tuple[AppRole, ...]:
    """The roles strongest first, each including the next: what a team would correct, if it is otherwise."""
    table = design.tables_by_id[membership.table_id]
    column = next((row for row in table.columns if row.id == membership.role_column_id), None)
    labels = list(labels_of(design, table, column))[:_MOST_ROLES] if column else []
    if labels and _STRONGEST.match(labels[-1]) and not _STRONGEST.match(labels[0]):
        labels.reverse()
    return tuple(AppRole(name=name, includes=tuple(labels[place + 1 : place + 2])) for place, name in enumerate(labels))


def labels_of(design: Design, table: Table, column: Column) -> tuple[str, ...]:
    """The values a column may have: those of its enum, or those that a check on it names."""
    type_ = design.by_id.get(column.type.type_id) if column.type.type_id else None
    while isinstance(type_, Domain) and type_.base.type_id:
        type_ = design.by_id.get(type_.base.type_id)
    if isinstance(type_, Enum):
        return tuple(value.name for value in type_.values)
    word = re.compile(rf"\b{re.escape(column.name)}\b")
    checks = [row.expression for row in table.checks if word.search(row.expression)]
    return tuple(dict.fromkeys(re.findall(r"'([^']+)'", " ".join(checks))))


def _is_primary_key(design: Design, row: Relationship) -> bool:
    table = design.tables_by_id.get(row.table_id)
    return table is not None and table.primary_key is not None and table.primary_key.column_ids == row.column_ids


def _is_managed(design: Design, table_id: UUID) -> bool:
    table = design.tables_by_id.get(table_id)
    return table is None or table.is_managed
