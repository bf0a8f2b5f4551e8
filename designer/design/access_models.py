"""The access model: what a team states of who may do what. Policies, grants and helpers are compiled from it.

It is a part of the project and of its history, but not of its SQL: what is compiled from it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from designer.design.access import Command
from designer.design.names import id_from_path

ANON, SIGNED_IN, SERVICE = "anon", "authenticated", "service_role"
"""The database roles that a request to Supabase's API may have."""
_ROLE = "role:"


class Tenancy(StrEnum):
    """What divides the rows: nothing, tenants by a table of memberships, by the token's claim, or by both agreeing."""

    NONE = "none"
    MEMBERSHIP = "membership"
    CLAIM = "claim"
    HYBRID = "hybrid"


class RoleSource(StrEnum):
    """Where it is written which role of the application somebody has."""

    NONE = "none"
    MEMBERSHIP = "membership"
    PROFILE = "profile"
    CLAIM = "claim"


class Reach(StrEnum):
    """Which rows a cell is about. Nobody has no cell."""

    OWN = "own"
    TENANT = "tenant"
    PARENT = "parent"
    EVERYONE = "everyone"
    CONDITION = "condition"


class FloorKind(StrEnum):
    """What holds besides everything that is allowed: restrictive policies."""

    TENANT = "tenant"
    MFA = "mfa"
    PERMANENT = "permanent"


class AppRole(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A role of the application, and the weaker ones whose rights it has too."""

    name: str
    includes: tuple[str, ...] = ()


class Membership(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The table that says who belongs to which tenant, and its columns."""

    table_id: UUID
    user_column_id: UUID
    tenant_column_id: UUID
    role_column_id: UUID | None = None


class Profile(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The table with one row a person that says the person's role."""

    table_id: UUID
    user_column_id: UUID
    role_column_id: UUID


class Flag(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A boolean column of a table of one row: while it is false, all tenants are as one."""

    table_id: UUID
    column_id: UUID


class Cell(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One allowance: an audience, a command, and the rows.

    `condition` narrows the rows (of CONDITION it is all there is); `check` replaces it for the rows as an UPDATE leaves
    them. `column_ids` are the columns that may be named; none means all.
    """

    audience: str
    """A database role, or `role:` and a role of the application."""
    command: Command
    reach: Reach
    condition: str = ""
    check: str = ""
    column_ids: tuple[UUID, ...] = ()

    @property
    def role(self) -> str:
        """The role of the application, empty where the audience is a database role."""
        return self.audience.removeprefix(_ROLE) if self.audience.startswith(_ROLE) else ""

    @property
    def database_role(self) -> str:
        """The role that the commands arrive under."""
        return SIGNED_IN if self.role else self.audience


class Preset(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A column that the database fills in, and no client: `created_by` with `auth.uid()`."""

    column_id: UUID
    expression: str = "auth.uid()"


class Floor(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that must hold for signed-in people whatever else is allowed; without commands, for all of them."""

    kind: FloorKind
    commands: tuple[Command, ...] = ()


class Transition(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who may move a row from one state to another. An empty `before` is the state of a new row."""

    before: str
    after: str
    audiences: tuple[str, ...]


class TableAccess(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is stated of one table."""

    table_id: UUID
    cells: tuple[Cell, ...] = ()
    owner_column_id: UUID | None = None
    """The column that says whose a row is."""
    tenant_column_id: UUID | None = None
    """The column that says which tenant's a row is; of the tenants themselves it is their key."""
    parent_id: UUID | None = None
    """The relationship to the row through which this one is reached."""
    presets: tuple[Preset, ...] = ()
    floors: tuple[Floor, ...] = ()
    deleted_column_id: UUID | None = None
    """The time of deletion: DELETE sets it, and the row is seen no more."""
    is_append_only: bool = False
    """Rows are added, and then neither changed nor deleted, not even by the service role."""
    status_column_id: UUID | None = None
    transitions: tuple[Transition, ...] = ()

    is_read: bool = False
    """Read from policies and privileges that were written by hand: nothing is implied that they do not say."""

    def may(self, role: str, command: Command) -> bool:
        """Whether a database role may run a command at all. The service role may, if nothing is said of it."""
        if role == SERVICE and not self.is_read and not any(cell.audience == SERVICE for cell in self.cells):
            return not self.is_append_only or command in {Command.SELECT, Command.INSERT}
        return any(cell.database_role == role and cell.command is command for cell in self.cells)


class OwnPersona(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody to try access as, besides those that follow from the model."""

    name: str
    like: str
    """The name of a persona that follows from the model: whose rows, tenants and claims this one has."""
    claims: str = "{}"
    """What its token says otherwise, as a JSON merge patch (RFC 7396): null takes a claim away."""


class AccessModel(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The access model of a project. Tables without a statement keep the policies that were written by hand."""

    id: UUID = id_from_path("access model")
    name: str = "access model"
    tenancy: Tenancy = Tenancy.NONE
    tenant_table_id: UUID | None = None
    membership: Membership | None = None
    claim: str = "tenant_id"
    """The entry of the token's `app_metadata` that names the tenant."""
    flag: Flag | None = None
    role_source: RoleSource = RoleSource.NONE
    profile: Profile | None = None
    role_claim: str = "role"
    """The entry of `app_metadata` that names the role."""
    roles: tuple[AppRole, ...] = ()
    """Strongest first."""
    personas: tuple[OwnPersona, ...] = ()
    tables: tuple[TableAccess, ...] = ()
    rows: str = ""
    """Statements that change the rows which are made for everybody: INSERT, UPDATE and DELETE."""

    def table(self, table_id: UUID) -> TableAccess | None:
        """What is stated of a table, if anything is."""
        return next((row for row in self.tables if row.table_id == table_id), None)

    def holders(self, role: str) -> tuple[str, ...]:
        """The roles that have a role's rights: itself, and those that include it, over any number of steps."""
        found = {role}
        while True:
            more = {row.name for row in self.roles if found & set(row.includes)} - found
            if not more:
                return tuple(row.name for row in self.roles if row.name in found)
            found |= more


def compiled_policy_id(table_id: UUID, who: str, command: Command) -> UUID:
    """The id of the policy that the model's word on a role (or a floor) and a command becomes."""
    return id_from_path("access policy", str(table_id), who, command)


def compiled_policy_ids(table_id: UUID, roles: Iterable[str]) -> set[UUID]:
    """The ids of a table's policies that come from the model, given the project's roles; any other is by hand."""
    names = (ANON, SIGNED_IN, *roles, *FloorKind)
    return {compiled_policy_id(table_id, who, command) for who in names for command in Command}


def audience_of(role: str) -> str:
    """How a cell names a role of the application."""
    return _ROLE + role
