"""Roles. They are referred to by name, so a rename rewrites every place."""

from __future__ import annotations

import re
from typing import Any, TypeVar
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from designer.design.access import DefaultPrivileges, Grant, Role
from designer.design.designs import Design, Verbatim
from designer.design.edits.definitions import put, remove
from designer.design.edits.dependents import refuse_dependents
from designer.design.edits.lookups import find_definition
from designer.design.errors import EditRefused
from designer.postgres.platform import is_platform_role
from designer.postgres.quoting import quote_identifier

S = TypeVar("S", bound=Struct)
_GRANTEE = re.compile(
    r'(?P<word> (?:TO|FROM)) (?P<name>"(?:[^"]|"")+"|\w+)(?P<end>(?: WITH GRANT OPTION)?;)$', re.MULTILINE
)


def create_role(design: Design, role: Role) -> Design:
    """Adds a role. Refuses a name that is taken or the platform's."""
    _refuse_taken_name(design, role)
    return put(design, role)


def change_role(design: Design, role_id: UUID, **changes: Any) -> Design:
    """Replaces fields of a role; a new name is rewritten in grants, policies and memberships."""
    old = find_definition(design, role_id, Role)
    new = replace(old, **changes)
    _refuse_taken_name(design, new)
    design = put(design, new)
    return design if new.name == old.name else _map_roles(design, {old.name: new.name})


def remove_role(design: Design, role_id: UUID, *, with_dependents: bool = False) -> Design:
    """Removes a role. Refuses while grants, policies or members name it, unless told to take it out of
    those; what it owns then belongs to `postgres`.

    A policy for this role alone is refused all the same: without its role it would be for everybody.
    """
    role = find_definition(design, role_id, Role)
    if not with_dependents:
        refuse_dependents(design, role)
    for table in design.tables:
        for policy in table.policies:
            if policy.roles == (role.name,):
                raise EditRefused(
                    f"Policy {policy.name} on {table.schema}.{table.name} is for {role.name} alone, and for everybody "
                    "without it. Remove the policy or give it another role first."
                )
    own = [row.id for row in design.default_privileges if row.role == role.name]
    return _map_roles(remove(design, role_id, *own), {role.name: None})


def prefix_roles(design: Design, prefix: str) -> Design:
    """The design with every role of its own renamed: roles belong to a whole server, so two designs there may collide.

    Names are cut to PostgreSQL's 63 bytes; the platform's roles keep theirs.
    """
    if not design.roles:
        return design
    names = {role.name: (prefix + role.name).encode()[:63].decode(errors="ignore") for role in design.roles}
    roles = tuple(replace(role, name=names[role.name]) for role in design.roles)
    return _map_roles(replace(design, roles=roles), dict(names))


def _map_roles(value: S, names: dict[str, str | None]) -> S:
    """The value with roles renamed wherever they are named; a name that becomes None is taken out."""
    changes: dict[str, Any] = {}
    if isinstance(value, Verbatim):
        sql = {field: _rename_grantees(getattr(value, field), names) for field in ("create_sql", "drop_sql")}
        return replace(value, **sql)
    for field in value.__struct_fields__:
        old = getattr(value, field)
        new = old
        if field in {"roles", "member_of", "audiences"} and not isinstance(value, Design):
            new = tuple(name for role in old if (name := names.get(role, role)) is not None)
        elif (field == "role" and isinstance(value, DefaultPrivileges)) or field == "audience":
            new = names.get(old) or old
        elif field == "owner" and isinstance(old, str):
            new = names.get(old, old)
        elif isinstance(old, tuple) and old and isinstance(old[0], Grant):
            new = tuple(
                replace(grant, grantee=name)
                for grant in old
                if (name := names.get(grant.grantee, grant.grantee)) is not None
            )
        elif isinstance(old, tuple) and old and isinstance(old[0], Struct):
            # Without its role nobody is left whom a cell of the access model could be about.
            kept = (item for item in old if names.get(getattr(item, "audience", ""), "") is not None)
            new = tuple(_map_roles(item, names) for item in kept)
        elif isinstance(old, Struct):
            new = _map_roles(old, names)
        if new != old:
            changes[field] = new
    return replace(value, **changes) if changes else value


def _rename_grantees(sql: str, names: dict[str, str | None]) -> str:
    """GRANT and REVOKE as pg_dump writes them, one role to a line, with the roles' new names."""

    def renamed(match: re.Match[str]) -> str:
        name = match["name"]
        bare = name[1:-1].replace('""', '"') if name.startswith('"') else name
        new = names.get(bare)
        return f"{match['word']} {quote_identifier(new) if new else name}{match['end']}"

    return _GRANTEE.sub(renamed, sql)


def _refuse_taken_name(design: Design, role: Role) -> None:
    if is_platform_role(role.name):
        raise EditRefused(f"{role.name} is a role of the platform or of PostgreSQL itself. Choose another name.")
    if any(other.name == role.name and other.id != role.id for other in design.roles):
        raise EditRefused(f"There is a role named {role.name} already. Choose another name.")
