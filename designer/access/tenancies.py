"""Tenancies: who the people of a schema are, and what they belong to, recognised from its keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from msgspec import Struct

from designer.proofs.shapes import ColumnShape, ConstraintShape, Shapes, TableShape

_ROLE = re.compile(r"(^|_)(role|access_level|permission)$")
_MOST_LABELS = 6


class Membership(Struct, frozen=True, kw_only=True):
    """The table that says who belongs to what, by oid, and its columns.

    `labels` are the application's roles in the order in which the database has them; empty where a row has none.
    """

    table: int
    user_column: str
    tenant_column: str
    tenants: int
    role_column: str = ""
    labels: tuple[str, ...] = ()

    @property
    def roles(self) -> int:
        """How many sorts of members there are."""
        return max(1, len(self.labels))


class Tenancy(Struct, frozen=True, kw_only=True):
    """The people (auth.users, then the tables that extend it one to one) and their memberships, if there are any.

    `marks` extend the people too, but memberships do not hang on them: who has a row there is something special, like a
    reviewer. Without memberships nothing tells such a table from a profile.
    """

    IN_BOTH: ClassVar = -3
    FORMER: ClassVar = -2
    STRANGER: ClassVar = -1
    """The places of special people among all of them."""

    users: tuple[int, ...] = ()
    marks: tuple[int, ...] = ()
    membership: Membership | None = None

    @property
    def people(self) -> range:
        """The numbers of all people where there are memberships: members, the marked, then the special ones."""
        members = 2 * self.membership.roles if self.membership else 0
        return range(members + len(self.marks) + 3)


def find_tenancy(shapes: Shapes) -> Tenancy:
    """Reads it from foreign keys: a membership is a table with one row for each pair of a user and something else.

    Of several the one counts whose something else is referred to most: that is what the application is divided by.
    """
    users = _find_users(shapes)
    found = [membership for table in shapes.tables.values() for membership in _memberships(shapes, table, users)]
    references = [row.target for table in shapes.tables.values() for row in table.constraints if row.kind == "f"]
    found.sort(key=lambda row: (-references.count(row.tenants), not row.role_column, row.table))
    if not found:
        return Tenancy(users=tuple(users))
    needed = _needed(shapes, found[0], users)
    return Tenancy(
        users=tuple(oid for oid in users if oid in needed),
        marks=tuple(oid for oid in users if oid not in needed),
        membership=found[0],
    )


def _find_users(shapes: Shapes) -> list[int]:
    found = [table.oid for table in shapes.tables.values() if (table.schema, table.name) == ("auth", "users")]
    for known in found:  # grows while it is walked: a profile of a profile is a person too
        found += [
            table.oid
            for table in shapes.tables.values()
            if table.oid not in found and not table.is_platform and _extends(table, known)
        ]
    return found


def _needed(shapes: Shapes, membership: Membership, users: list[int]) -> set[int]:
    """The tables of people that a member has a row in."""
    needed = {users[0]}
    waiting = [membership.table]
    for oid in waiting:  # grows while it is walked
        targets = {row.target for row in shapes.tables[oid].constraints if row.kind == "f"} & set(users)
        waiting += targets - needed
        needed |= targets
    return needed


def _extends(table: TableShape, other: int) -> bool:
    """Whether the primary key is a foreign key to the other table."""
    primary = [row.keys for row in table.constraints if row.kind == "p"]
    return any(row.kind == "f" and row.target == other and [row.keys] == primary for row in table.constraints)


def _memberships(shapes: Shapes, table: TableShape, users: list[int]) -> Iterator[Membership]:
    if table.is_platform or table.is_partition or table.oid in users:
        return
    keys = [row for row in table.constraints if row.kind == "f" and len(row.keys) == 1 and row.target in shapes.tables]
    for user in (row for row in keys if row.target in users):
        for tenant in (row for row in keys if row.target not in {*users, table.oid} and row.keys != user.keys):
            if not any(set(unique) == {user.keys[0], tenant.keys[0]} for _, unique in table.uniques):
                continue
            if shapes.tables[tenant.target].is_platform:
                continue
            yield _with_role(shapes, table, user, tenant)


def _with_role(shapes: Shapes, table: TableShape, user: ConstraintShape, tenant: ConstraintShape) -> Membership:
    role = next((column for column in table.columns if _ROLE.search(column.name)), None)
    return Membership(
        table=table.oid,
        user_column=table.names(user.keys)[0],
        tenant_column=table.names(tenant.keys)[0],
        tenants=tenant.target,
        role_column=role.name if role else "",
        labels=_labels(shapes, table, role) if role else (),
    )


def _labels(shapes: Shapes, table: TableShape, role: ColumnShape) -> tuple[str, ...]:
    """The values that a role may have: those of its enum, or those that a check names."""
    type_ = shapes.types.get(role.type)
    while type_ is not None and type_.kind == "d":
        type_ = shapes.types.get(type_.base)
    if type_ is not None and type_.labels:
        return tuple(type_.labels[:_MOST_LABELS])
    checks = [row.definition for row in table.constraints if row.kind == "c" and row.keys == [role.number]]
    return tuple(dict.fromkeys(re.findall(r"'([^']+)'::", " ".join(checks))))[:_MOST_LABELS]
