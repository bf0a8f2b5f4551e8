"""Lenses: what a canvas can say about every table by colour."""

from __future__ import annotations

from typing import Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from designer.design import PUBLIC, Command, Design, Enum, Table, View
from designer.diagram.cards import fold_partitions

Reading: TypeAlias = Literal["all", "some", "none"]
"""Whether a role reads every row, those that policies let through, or nothing."""


class Lens(Struct, frozen=True, kw_only=True):
    """The states of tables, views and enums, by id, where there is something to say; `gone` names those removed."""

    states: dict[UUID, str]
    gone: tuple[str, ...] = ()


def look_at_reading(design: Design, role: str) -> Lens:
    """How much each table and view lets a role read, as its privileges and policies say.

    What the role has through membership in other roles is not counted; what is really readable is measured by
    `designer.access`. A view counts as all or nothing: whose rows it shows depends on the tables behind it.
    """
    states: dict[UUID, str] = {table.id: _reading(table, role) for table in design.tables if not table.is_managed}
    states |= {view.id: "all" if _may_select(view, role) else "none" for view in design.views}
    return Lens(states=states)


def look_at_changes(before: Design, after: Design) -> Lens:
    """What is new and what is different since `before`; a table also when its relationships are."""
    folded = fold_partitions(after)
    states: dict[UUID, str] = {}
    old, new = _relations(before), _relations(after)
    for id_, row in new.items():
        if id_ not in old and folded.get(id_, id_) == id_:
            states[id_] = "added"
        elif old.get(id_) != row:
            states.setdefault(folded.get(id_, id_), "changed")
    references = {row.id: row for row in before.relationships}
    different = [row for row in after.relationships if references.pop(row.id, None) != row]
    for reference in (*different, *references.values()):
        if reference.table_id in folded:
            states.setdefault(folded[reference.table_id], "changed")
    gone = sorted(f"{row.schema}.{row.name}" for id_, row in old.items() if id_ not in new)
    return Lens(states=states, gone=tuple(gone))


def _relations(design: Design) -> dict[UUID, Table | View | Enum]:
    rows: list[Table | View | Enum] = [*design.tables, *design.views, *design.enums]
    return {row.id: row for row in rows}


def _reading(table: Table, role: str) -> Reading:
    if not _may_select(table, role):
        return "none"
    if not table.has_rls:
        return "all"
    policies = [
        policy
        for policy in table.policies
        if policy.command in {Command.ALL, Command.SELECT} and (not policy.roles or role in policy.roles)
    ]
    permissive = [policy for policy in policies if policy.is_permissive]
    if not permissive:
        return "none"
    # Restrictive policies narrow what the permissive ones let through.
    is_open = any(_is_true(policy.using) for policy in permissive)
    return (
        "all" if is_open and all(_is_true(policy.using) for policy in policies if not policy.is_permissive) else "some"
    )


def _is_true(expression: str | None) -> bool:
    return expression is None or expression.strip().strip("()").strip().lower() == "true"


def _may_select(relation: Table | View, role: str) -> bool:
    return any(grant.grantee in {role, PUBLIC} and "SELECT" in grant.privileges for grant in relation.grants)
