"""Roles. They belong to the whole server: creating one must bear that it exists, dropping one that it is in use."""

from __future__ import annotations

from designer.design import Role
from designer.postgres.quoting import dollar_quote, quote_identifier, quote_literal
from designer.sql.options import settings_statements


def write_create_role(role: Role) -> list[str]:
    """Creates the role unless it exists, then grants its memberships and sets its settings."""
    name = quote_identifier(role.name)
    options = " ".join(_options(role))
    body = (
        "\nbegin\n"
        f"  if not exists (select from pg_catalog.pg_roles where rolname = {quote_literal(role.name)}) then\n"
        f"    create role {name}{' ' + options if options else ''};\n"
        "  end if;\n"
        "end\n"
    )
    return [f"do {dollar_quote(body)}", *write_memberships(None, role), *write_role_settings((), role)]


def write_drop_role(role: Role) -> list[str]:
    """Drops the role; one that another database or object still depends on stays, with a notice."""
    text = quote_literal(f"Role {role.name} is still in use and was kept.")
    body = (
        "\nbegin\n"
        f"  drop role if exists {quote_identifier(role.name)};\n"
        "exception when dependent_objects_still_exist then\n"
        f"  raise notice using message = {text};\n"
        "end\n"
    )
    return [f"do {dollar_quote(body)}"]


def write_rename_role(old: Role, new: Role) -> list[str]:
    return [f"alter role {quote_identifier(old.name)} rename to {quote_identifier(new.name)}"]


def write_alter_role(old: Role, new: Role) -> list[str]:
    """Changes attributes, memberships and settings."""
    before, after = _all_options(old), _all_options(new)
    changed = [word for was, word in zip(before, after, strict=True) if was != word]
    head = f"alter role {quote_identifier(new.name)}"
    statements = [f"{head} {' '.join(changed)}"] if changed else []
    return [*statements, *write_memberships(old, new), *write_role_settings(old.settings, new)]


def write_memberships(old: Role | None, role: Role) -> list[str]:
    """Grants and revokes what the role is a member of, and which roles of the platform are members of it."""
    name = quote_identifier(role.name)
    groups = old.member_of if old else ()
    members = old.members if old else ()
    return [
        *(f"revoke {quote_identifier(group)} from {name}" for group in groups if group not in role.member_of),
        *(f"revoke {name} from {quote_identifier(member)}" for member in members if member not in role.members),
        *(f"grant {quote_identifier(group)} to {name}" for group in role.member_of if group not in groups),
        *(f"grant {name} to {quote_identifier(member)}" for member in role.members if member not in members),
    ]


def write_role_settings(old: tuple[tuple[str, str], ...], role: Role) -> list[str]:
    """Sets and resets the settings a session of the role begins with."""
    return settings_statements(f"alter role {quote_identifier(role.name)}", old, role.settings)


def _options(role: Role) -> list[str]:
    # Only what differs from CREATE ROLE's defaults: naming NOBYPASSRLS at all needs a superuser up to PostgreSQL 15.
    defaults = _all_options(Role(id=role.id, name=role.name))
    return [word for default, word in zip(defaults, _all_options(role), strict=True) if default != word]


def _all_options(role: Role) -> list[str]:
    flags = [
        (role.can_login, "login"),
        (role.inherits, "inherit"),
        (role.creates_databases, "createdb"),
        (role.creates_roles, "createrole"),
        (role.bypasses_rls, "bypassrls"),
    ]
    return [word if is_set else f"no{word}" for is_set, word in flags] + [f"connection limit {role.connection_limit}"]
