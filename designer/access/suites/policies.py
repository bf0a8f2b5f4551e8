"""Tests of row-level security: where it is on, and which policies there are, for which roles and commands.

What their conditions do is tested by rows, in the files of the tables: a text proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from designer.access.suites.files import Step, SuiteFile, write_array, write_is
from designer.design import Design, Policy, Table
from designer.postgres.quoting import quote_literal
from designer.sql.names import name_of


def write_policies_file(design: Design) -> SuiteFile:
    """Every table of the project, and its policies; policies on the platform's tables too."""
    tables = sorted((table for table in design.tables if not table.is_managed or table.policies), key=name_of)
    return SuiteFile(
        name="002_policies.test.sql",
        title="Row-level security and its policies. What they let through is tested table by table.",
        steps=tuple(step for table in tables for step in _table(table)),
    )


def _table(table: Table) -> Iterator[Step]:
    name = f"{table.schema}.{table.name}"
    where = f"oid = {quote_literal(name_of(table))}::regclass"
    if not table.is_managed:
        yield write_is(
            f"(select array[relrowsecurity, relforcerowsecurity] from pg_class where {where})",
            f"array[{str(table.has_rls).lower()}, {str(table.forces_rls).lower()}]",
            f"{name}: row-level security is {_state(table)}",
        )
        names = write_array(sorted(policy.name for policy in table.policies))
        yield Step(f"select policies_are({_names(table)}, {names}::name[], {quote_literal(f'{name}: its policies')})")
    for policy in sorted(table.policies, key=lambda policy: policy.name):
        yield from _policy(table, policy)


def _policy(table: Table, policy: Policy) -> Iterator[Step]:
    about = f"{table.schema}.{table.name}: {policy.name}"
    place = f"{_names(table)}, {quote_literal(policy.name)}"
    # With fewer arguments the server takes the first one for a table.
    command = quote_literal(policy.command.value.upper())
    yield Step(f"select policy_cmd_is({place}, {command}, {quote_literal(f'{about}, its command')})")
    roles = write_array(sorted(policy.roles) or ["public"])
    yield Step(f"select policy_roles_are({place}, {roles}::name[], {quote_literal(f'{about}, its roles')})")
    yield write_is(
        "(select polpermissive from pg_policy\n"
        f"    where polrelid = {quote_literal(name_of(table))}::regclass and polname = {quote_literal(policy.name)})",
        str(policy.is_permissive).lower(),
        f"{about} is {'permissive' if policy.is_permissive else 'restrictive'}",
    )


def _names(table: Table) -> str:
    return f"{quote_literal(table.schema)}, {quote_literal(table.name)}"


def _state(table: Table) -> str:
    if not table.has_rls:
        return "off"
    return "on, for the owner too" if table.forces_rls else "on"
