"""Mutants of row-level security."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.access.mutants.expressions import mutate_expression
from designer.access.mutants.values import Mutant
from designer.design import Command, Design, Policy, Table
from designer.design.edits import put

_TRUE = "true"


def mutate_policies(design: Design) -> Iterator[Mutant]:
    """Row-level security off, and every policy mistaken in every way."""
    for table in design.tables:
        name = f"{table.schema}.{table.name}"
        if table.has_rls and not table.is_managed:
            yield Mutant(
                operator="disable row-level security",
                object=name,
                words="row-level security is off",
                design=put(design, replace(table, has_rls=False)),
                table_id=table.id,
            )
        for policy in table.policies:
            for operator, words, changed in _of_policy(policy, swaps(design, table)):
                kept = tuple(row if row.id != policy.id else changed for row in table.policies)
                policies = tuple(row for row in kept if row is not None)
                yield Mutant(
                    operator=operator,
                    object=f"policy {policy.name} on {name}",
                    words=words,
                    design=put(design, replace(table, policies=policies)),
                    table_id=table.id,
                    is_measured=not table.is_managed,
                )


def swaps(design: Design, table: Table) -> dict[str, tuple[str, ...]]:
    """Columns that refer to something, and those of the same type that one could be mistaken for."""
    ids = {id_ for row in design.relationships if row.table_id == table.id for id_ in row.column_ids}
    columns = [column for column in table.columns if column.id in ids]
    return {
        column.name: tuple(other.name for other in columns if other.type == column.type and other is not column)
        for column in columns
    }


def _of_policy(policy: Policy, columns: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str, Policy | None]]:
    yield "drop a policy", "it is gone", None
    if "public" not in policy.roles and policy.roles:
        yield "widen roles", "it is for everybody", replace(policy, roles=())
    if policy.command is not Command.ALL:
        yield "command to ALL", "it is for every command", _for_all(policy)
    turned = replace(policy, is_permissive=not policy.is_permissive)
    if not policy.is_permissive:
        yield "restrictive to permissive", "it is permissive", turned
    if policy.using is not None:
        if policy.using != _TRUE:
            yield "USING to true", "USING is true", replace(policy, using=_TRUE)
        for operator, words, text in mutate_expression(policy.using, columns):
            yield operator, f"USING: {words}", replace(policy, using=text)
    if policy.check is not None:
        if policy.check != _TRUE:
            yield "CHECK to true", "WITH CHECK is true", replace(policy, check=_TRUE)
        if policy.using is not None:
            yield "drop CHECK", "WITH CHECK is gone", replace(policy, check=None)
        for operator, words, text in mutate_expression(policy.check, columns):
            yield operator, f"WITH CHECK: {words}", replace(policy, check=text)


def _for_all(policy: Policy) -> Policy:
    """An INSERT policy has no USING; what a policy for all commands lacks is true of every row for it."""
    return replace(policy, command=Command.ALL, using=policy.using if policy.using is not None else policy.check)
