"""Schemas, extensions and roles: what is shared with the platform."""

from __future__ import annotations

from collections.abc import Collection

from designer.catalog.lookups import Lookup, is_managed
from designer.catalog.options import split_settings
from designer.catalog.rows import RoleRow, SchemaRow
from designer.design import Extension, Grant, Role, Schema, id_from_path
from designer.postgres.platform import (
    EXTENSION_SCHEMAS,
    PLATFORM_EXTENSIONS,
    STANDARD_PUBLIC_COMMENT,
    is_platform_role,
    platform_schema_privileges,
)


def read_schemas(lookup: Lookup) -> tuple[Schema, ...]:
    """The project's schemas, public, and those of the platform that carry more grants than the platform gives."""
    schemas = (_schema(row, lookup) for row in lookup.rows.schemas)
    return tuple(schema for schema in schemas if not schema.is_managed or schema.name == "public" or schema.grants)


def read_extensions(lookup: Lookup) -> tuple[Extension, ...]:
    """The extensions a new Supabase project does not have."""
    return tuple(
        Extension(
            id=id_from_path("extension", row.name),
            name=row.name,
            schema=row.schema,
            version=row.version,
            comment=row.comment,
        )
        for row in lookup.rows.extensions
        if row.name not in PLATFORM_EXTENSIONS
    )


def read_roles(lookup: Lookup, names: Collection[str]) -> tuple[Role, ...]:
    """The project's roles: those of these names, those the database uses, and the groups they are in.

    A server's roles are shared by all its databases, so the others may be somebody else's.
    """
    own = {row.name: row for row in lookup.rows.roles if not is_platform_role(row.name)}
    wanted = {name for name, row in own.items() if row.is_used or name in names}
    while more := {group for name in wanted for group in own[name].member_of if group in own} - wanted:
        wanted |= more
    return tuple(_role(own[name]) for name in sorted(wanted))


def _schema(row: SchemaRow, lookup: Lookup) -> Schema:
    comment, grants = lookup.comment("pg_namespace", row.oid), lookup.grants("schema", row.oid)
    is_platform = row.name == "public" or (is_managed(row.name) and row.name not in EXTENSION_SCHEMAS)
    return Schema(
        id=id_from_path("schema", row.name),
        name=row.name,
        is_managed=is_platform,
        grants=_beyond_platform(row.name, grants) if is_platform else grants,
        owner=None if is_platform else lookup.owner("pg_namespace", row.oid),
        comment=comment if not is_platform or (row.name == "public" and comment != STANDARD_PUBLIC_COMMENT) else None,
    )


def _beyond_platform(schema: str, grants: tuple[Grant, ...]) -> tuple[Grant, ...]:
    """The grants without the privileges that the platform itself gives."""
    rest = []
    for grant in grants:
        given = platform_schema_privileges(schema, grant.grantee)
        privileges = tuple(word for word in grant.privileges if word not in given)
        if privileges:
            rest.append(Grant(grantee=grant.grantee, privileges=privileges, with_grant_option=grant.with_grant_option))
    return tuple(rest)


def _role(row: RoleRow) -> Role:
    return Role(
        id=id_from_path("role", row.name),
        name=row.name,
        can_login=row.can_login,
        inherits=row.inherits,
        creates_databases=row.creates_databases,
        creates_roles=row.creates_roles,
        bypasses_rls=row.bypasses_rls,
        connection_limit=row.connection_limit,
        member_of=row.member_of,
        members=tuple(name for name in row.members if is_platform_role(name)),
        settings=split_settings(row.settings),
        comment=row.comment,
    )
