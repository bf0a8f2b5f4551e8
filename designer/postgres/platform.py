"""What belongs to the platform (Supabase) and not to a project. Source: supabase/postgres, 2026-11."""

from __future__ import annotations

KEPT_SCHEMA = "rowhouse_kept"
"""Where migrations keep copies of what they drop, so that going back restores rows. No design holds what is there."""

MANAGED_SCHEMAS = frozenset(
    {
        KEPT_SCHEMA,
        "auth",
        "cron",
        "extensions",
        "graphql",
        "graphql_public",
        "net",
        "pgbouncer",
        "pgmq",
        "pgsodium",
        "pgsodium_masks",
        "realtime",
        "_realtime",
        "storage",
        "supabase_functions",
        "supabase_migrations",
        "vault",
    }
)
"""Schemas whose objects are the platform's. `public` is the platform's too, but what is in it is the project's."""

EXTENSION_SCHEMAS = frozenset({"_realtime", "cron", "net", "pgmq", "pgsodium", "pgsodium_masks"})
"""Managed schemas that a new project does not have. Where no extension's script made one, the project did."""

STANDARD_PUBLIC_COMMENT = "standard public schema"
"""What `public` says of itself when nobody said anything; pg_dump leaves exactly that out."""

PLATFORM_EXTENSIONS = frozenset(
    {
        "plpgsql",
        "pgcrypto",
        "uuid-ossp",
        "pg_stat_statements",
        "pg_graphql",
        "supabase_vault",
    }
)
"""Extensions every Supabase database has from the start."""

PLATFORM_PUBLICATIONS = frozenset({"supabase_realtime"})
"""Publications every project has; they publish nothing until the project says what."""

OWNER = "postgres"
"""The role that makes everything of a project and owns it, unless the design names another owner."""

API_ROLES = ("anon", "authenticated", "service_role")
"""The roles PostgREST switches to. New objects may carry platform default privileges for them, so every CREATE is
followed by a REVOKE ALL from these three and then by the grants of the design."""

PLATFORM_ROLES = frozenset({
    *API_ROLES, "authenticator", "postgres", "supabase_admin", "supabase_auth_admin", "supabase_storage_admin",
    "supabase_realtime_admin", "supabase_functions_admin", "supabase_replication_admin", "supabase_read_only_user",
    "supabase_etl_admin", "dashboard_user", "pgbouncer", "pgsodium_keyholder", "pgsodium_keyiduser",
    "pgsodium_keymaker",
})  # fmt: skip


def is_platform_role(name: str) -> bool:
    """Whether a role is the platform's or PostgreSQL's own (`pg_…`)."""
    return name in PLATFORM_ROLES or name.startswith("pg_")


_TAKEN_BACK = {
    "tables": frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"}),
    "sequences": frozenset({"USAGE", "SELECT"}),
    "functions": frozenset({"EXECUTE"}),
}


def platform_default_privileges(
    role: str, schema: str, object_type: str, everything: frozenset[str], *, is_legacy: bool
) -> dict[str, frozenset[str]]:
    """By grantee, what new objects of `public` carry by themselves in a project that changed nothing.

    `everything` are the privileges that the server has for the type. Projects made before 30 May 2026 (legacy) give
    the API's roles all of them, newer ones leave a residue.
    """
    if (role, schema) != ("postgres", "public") or object_type not in _TAKEN_BACK:
        return {}
    rest = everything if is_legacy else everything - _TAKEN_BACK[object_type]
    given = {"postgres": everything, **dict.fromkeys(API_ROLES, rest)}
    return {grantee: privileges for grantee, privileges in given.items() if privileges}


_EVERY_PRIVILEGE = frozenset({"CREATE", "USAGE"})
_OPEN_SCHEMAS = frozenset(
    {"auth", "extensions", "graphql_public", "net", "public", "realtime", "storage", "supabase_functions"}
)
"""Schemas the platform lets the API roles use."""


def platform_schema_privileges(schema: str, grantee: str) -> frozenset[str]:
    """The privileges on a schema that the platform itself gives a role, or PUBLIC, in every project."""
    if grantee == "public":
        return frozenset({"USAGE"} if schema == "public" else ())
    if grantee in API_ROLES:
        is_open = schema in _OPEN_SCHEMAS or (schema == "vault" and grantee == "service_role")
        return frozenset({"USAGE"} if is_open else ())
    # In public the service roles get nothing by themselves: hooks of Auth need explicit grants there.
    if schema == "public":
        return _EVERY_PRIVILEGE if grantee == "postgres" else frozenset()
    return _EVERY_PRIVILEGE if schema in MANAGED_SCHEMAS and is_platform_role(grantee) else frozenset()
