"""Row-level-security policies. Tables of the platform may carry them too."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msgspec.structs import replace

from designer.design.access import Command, Policy
from designer.design.access_models import compiled_policy_ids
from designer.design.designs import Design
from designer.design.edits.definitions import put
from designer.design.edits.lookups import find_part, find_table
from designer.design.edits.members import add_member, change_member, remove_member
from designer.design.errors import EditRefused
from designer.design.tables import Table


def add_policy(design: Design, table_id: UUID, policy: Policy, *, enable_rls: bool = True) -> Design:
    """Adds a policy, and turns row-level security on where it was off: without it a policy does nothing."""
    _refuse_unfit(policy)
    table = find_table(design, table_id)
    if enable_rls and not table.has_rls and not table.is_managed:
        table = replace(table, has_rls=True)
        design = put(design, table)
    return add_member(design, table, "policies", policy)


def change_policy(design: Design, table_id: UUID, policy_id: UUID, **changes: Any) -> Design:
    """Replaces fields of a policy (name, command, roles, using, check, is_permissive, comment)."""
    table = find_table(design, table_id)
    _refuse_compiled(design, table, policy_id)
    _refuse_unfit(replace(find_part(table.policies, policy_id, f"policy of {table.schema}.{table.name}"), **changes))
    return change_member(design, table, "policies", policy_id, changes)


def remove_policy(design: Design, table_id: UUID, policy_id: UUID) -> Design:
    """Removes a policy; row-level security stays on, so what only it allowed is denied."""
    table = find_table(design, table_id)
    _refuse_compiled(design, table, policy_id)
    return remove_member(design, table, "policies", policy_id)


def _refuse_compiled(design: Design, table: Table, policy_id: UUID) -> None:
    """What the access matrix states is changed there: it would be compiled anew, over any change made here."""
    is_stated = any(model.table(table.id) for model in design.access_models)
    if is_stated and policy_id in compiled_policy_ids(table.id, (role.name for role in design.roles)):
        policy = find_part(table.policies, policy_id, f"policy of {table.schema}.{table.name}")
        raise EditRefused(
            f"{policy.name} is compiled from the access matrix. Change it there, or detach "
            f"{table.schema}.{table.name} from the matrix to edit its policies by hand."
        )


def _refuse_unfit(policy: Policy) -> None:
    """Source: PostgreSQL docs, CREATE POLICY: which expressions each command takes."""
    if policy.command is Command.INSERT and policy.using:
        raise EditRefused(f"Policy {policy.name} is for INSERT, which reads no rows. Give WITH CHECK only, not USING.")
    if policy.command in {Command.SELECT, Command.DELETE} and policy.check:
        raise EditRefused(
            f"Policy {policy.name} is for {policy.command.upper()}, which writes no rows. "
            "Give USING only, not WITH CHECK."
        )
