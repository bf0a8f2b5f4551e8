"""Row-level-security policies."""

from __future__ import annotations

from designer.design import PUBLIC, Command, Policy, Table
from designer.postgres.quoting import quote_identifier
from designer.sql.expressions import enclose
from designer.sql.names import name_of


def write_create_policy(policy: Policy, table: Table) -> list[str]:
    """CREATE POLICY, one clause per line."""
    lines = [f"create policy {quote_identifier(policy.name)} on {name_of(table)}"]
    if not policy.is_permissive:
        lines.append("as restrictive")
    if policy.command != Command.ALL:
        lines.append(f"for {policy.command}")
    lines += [f"to {write_roles(policy.roles)}", *_conditions(policy)]
    return ["\n  ".join(lines)]


def write_drop_policy(policy: Policy, table: Table) -> list[str]:
    return [f"drop policy {quote_identifier(policy.name)} on {name_of(table)}"]


def write_rename_policy(old: Policy, new: Policy, table: Table) -> list[str]:
    names = f"{quote_identifier(old.name)} on {name_of(table)} rename to {quote_identifier(new.name)}"
    return [f"alter policy {names}"]


def can_alter_policy(old: Policy, new: Policy) -> bool:
    """Whether ALTER POLICY can do it: the command, the kind and taking a clause away need a new policy."""
    return (
        old.command == new.command
        and old.is_permissive == new.is_permissive
        and not (old.using is not None and new.using is None)
        and not (old.check is not None and new.check is None)
    )


def write_alter_policy(old: Policy, new: Policy, table: Table) -> list[str]:
    """Changes roles, USING and WITH CHECK in place; see `can_alter_policy`. Renames are `write_rename_policy`'s."""
    lines = [f"alter policy {quote_identifier(new.name)} on {name_of(table)}"]
    if old.roles != new.roles:
        lines.append(f"to {write_roles(new.roles)}")
    if old.using != new.using and new.using is not None:
        lines.append(f"using {enclose(new.using)}")
    if old.check != new.check and new.check is not None:
        lines.append(f"with check {enclose(new.check)}")
    return ["\n  ".join(lines)] if len(lines) > 1 else []


def write_roles(roles: tuple[str, ...]) -> str:
    """Roles separated by commas; none means PUBLIC."""
    return ", ".join(PUBLIC if role == PUBLIC else quote_identifier(role) for role in roles) or PUBLIC


def _conditions(policy: Policy) -> list[str]:
    clauses = [] if policy.using is None else [f"using {enclose(policy.using)}"]
    return clauses if policy.check is None else [*clauses, f"with check {enclose(policy.check)}"]
