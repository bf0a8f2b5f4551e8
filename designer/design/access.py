"""Who may do what: roles, privileges and row-level-security policies."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

PUBLIC = "public"
"""The pseudo-role of every grant to everybody. Lower case here; written as the keyword PUBLIC."""


class Grant(Struct, frozen=True, kw_only=True, omit_defaults=True, order=True):
    """Privileges one grantee holds on the object that carries the grant.

    `privileges` are PostgreSQL's keywords in upper case, sorted ("INSERT", "SELECT"). `column_ids` is empty for the
    whole relation; columns of a view, which have no ids, are named by `column_names`. The owner's own privileges are
    not recorded. An object's grants are complete: what is not listed is revoked.
    """

    grantee: str
    privileges: tuple[str, ...]
    with_grant_option: bool = False
    column_ids: tuple[UUID, ...] = ()
    column_names: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is on the whole object."""
        return not self.column_ids and not self.column_names


class DefaultPrivileges(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What later objects of a kind carry by themselves when `role` makes them, in one schema or (empty) in any.

    `object_type` is PostgreSQL's plural: tables, sequences, functions, types, schemas, large objects. `grants` is the
    complete list, `platform_grants` the list that there is without the project's doing: the platform's for one of its
    schemas, PostgreSQL's own (the maker's, and PUBLIC's on functions and types) where no schema is named.
    """

    id: UUID
    role: str
    object_type: str
    schema: str = ""
    grants: tuple[Grant, ...] = ()
    platform_grants: tuple[Grant, ...] = ()

    @property
    def name(self) -> str:
        """What it is about: "tables of postgres in public"."""
        return f"{self.object_type} of {self.role}" + (f" in {self.schema}" if self.schema else "")


class Role(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A database role of the project. Roles are shared by all databases of a server, so they have no schema."""

    id: UUID
    name: str
    can_login: bool = False
    inherits: bool = True
    creates_databases: bool = False
    creates_roles: bool = False
    bypasses_rls: bool = False
    connection_limit: int = -1
    member_of: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    """Roles of the platform that this role is granted to: `authenticator`, so that a JWT may name it."""
    settings: tuple[tuple[str, str], ...] = ()
    comment: str | None = None


class Command(StrEnum):
    """The commands a policy can apply to."""

    ALL = "all"
    SELECT = "select"
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


class Policy(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A row-level-security policy on one table; `roles` empty means PUBLIC."""

    id: UUID
    name: str
    command: Command = Command.ALL
    is_permissive: bool = True
    roles: tuple[str, ...] = ()
    using: str | None = None
    check: str | None = None
    comment: str | None = None
