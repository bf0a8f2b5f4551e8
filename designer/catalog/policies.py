"""Row-level-security policies from their catalog rows."""

from __future__ import annotations

from designer.catalog.deparsed import strip_parentheses
from designer.catalog.lookups import Lookup
from designer.catalog.rows import PolicyRow, RelationRow
from designer.design import Command, Policy, id_from_path

_COMMANDS = {
    "*": Command.ALL,
    "r": Command.SELECT,
    "a": Command.INSERT,
    "w": Command.UPDATE,
    "d": Command.DELETE,
}


def read_policies(table: RelationRow, lookup: Lookup) -> tuple[Policy, ...]:
    """The policies of a table by name."""
    return tuple(_policy(row, table, lookup) for row in lookup.policies.get(table.oid, []))


def _policy(row: PolicyRow, table: RelationRow, lookup: Lookup) -> Policy:
    return Policy(
        id=id_from_path("policy", table.schema, table.name, row.name),
        name=row.name,
        command=_COMMANDS[row.command],
        is_permissive=row.is_permissive,
        roles=row.roles,
        using=_expression(row.using_expression),
        check=_expression(row.check_expression),
        comment=lookup.comment("pg_policy", row.oid),
    )


def _expression(text: str | None) -> str | None:
    return None if text is None else strip_parentheses(text)
