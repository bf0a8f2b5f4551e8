"""Tenancy: who the people of a database are, which tenants they belong to and in which role, as its tables have it."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from msgspec import Struct

from designer.design import Design
from designer.design.access_models import AccessModel, RoleSource
from designer.design.access_models import Tenancy as Division
from designer.proofs.shapes import Shapes, TableShape


class Membership(Struct, frozen=True, kw_only=True):
    """How people differ: by oid, the table of memberships and that of the tenants, and where roles are written.

    0 and empty names stand for what there is not: the token may say it instead, under `claim` and `role_claim`.
    `labels` are the application's roles, strongest first; empty where a person has none.
    """

    table: int = 0
    user_column: str = ""
    tenant_column: str = ""
    tenants: int = 0
    claim: str = ""
    role_table: int = 0
    role_column: str = ""
    role_claim: str = ""
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


def find_tenancy(shapes: Shapes, design: Design, model: AccessModel) -> Tenancy:
    """The tenancy of an access model in a database that holds the design."""
    users = _find_users(shapes)
    membership = _find_membership(shapes, design, model)
    if membership is None:
        return Tenancy(users=tuple(users))
    needed = _needed(shapes, membership, users)
    return Tenancy(
        users=tuple(oid for oid in users if oid in needed),
        marks=tuple(oid for oid in users if oid not in needed),
        membership=membership,
    )


def _find_membership(shapes: Shapes, design: Design, model: AccessModel) -> Membership | None:
    oids = {(table.schema, table.name): table.oid for table in shapes.tables.values()}

    def oid_of(table_id: UUID | None) -> int:
        table = design.tables_by_id.get(table_id) if table_id else None
        return oids.get((table.schema, table.name), 0) if table else 0

    def name_of(table_id: UUID | None, column_id: UUID | None) -> str:
        table = design.tables_by_id.get(table_id) if table_id else None
        return next((row.name for row in table.columns if row.id == column_id), "") if table else ""

    member, profile = model.membership, model.profile
    by_member, by_profile = (model.role_source is source for source in (RoleSource.MEMBERSHIP, RoleSource.PROFILE))
    tenants = oid_of(model.tenant_table_id) if model.tenancy is not Division.NONE else 0
    holder = member if by_member else profile if by_profile else None
    labels = tuple(role.name for role in model.roles) if model.role_source is not RoleSource.NONE else ()
    if not tenants and not labels:
        return None
    return Membership(
        table=oid_of(member.table_id) if member else 0,
        user_column=name_of(member.table_id, member.user_column_id) if member else "",
        tenant_column=name_of(member.table_id, member.tenant_column_id) if member else "",
        tenants=tenants,
        claim=model.claim if model.tenancy in {Division.CLAIM, Division.HYBRID} else "",
        role_table=oid_of(holder.table_id) if holder else 0,
        role_column=name_of(holder.table_id, holder.role_column_id) if holder else "",
        role_claim=model.role_claim if model.role_source is RoleSource.CLAIM else "",
        labels=labels,
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
    needed = set(users[:1])
    waiting = [oid for oid in (membership.table, membership.role_table) if oid]
    if membership.role_table in users:
        needed.add(membership.role_table)
    for oid in waiting:  # grows while it is walked
        targets = {row.target for row in shapes.tables[oid].constraints if row.kind == "f"} & set(users)
        waiting += targets - needed
        needed |= targets
    # Without a table of memberships nothing tells a mark from a profile.
    return needed if membership.table else set(users)


def _extends(table: TableShape, other: int) -> bool:
    """Whether the primary key is a foreign key to the other table."""
    primary = [row.keys for row in table.constraints if row.kind == "p"]
    return any(row.kind == "f" and row.target == other and [row.keys] == primary for row in table.constraints)
