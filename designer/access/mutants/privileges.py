"""Mutants of what is granted."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.access.mutants.values import Mutant
from designer.access.suites.privileges import privileges_of, request_roles, signature
from designer.design import Design, Grant, Table, View
from designer.design.edits import put

_PRIVILEGES = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
_TRUSTED = "service_role"


def mutate_privileges(design: Design) -> Iterator[Mutant]:
    """One privilege more, for one role, on one table, view or function."""
    roles = [role for role in request_roles(design) if role != _TRUSTED]
    relations: list[Table | View] = [table for table in design.tables if not table.is_managed]
    for relation in [*relations, *design.views]:
        for role in roles:
            yield from _of_relation(design, relation, role)
    for function in design.functions:
        for role in roles:
            if function.grants is None or "EXECUTE" in privileges_of(design, function.grants, role):
                continue
            yield Mutant(
                operator="widen a grant",
                object=signature(function),
                words=f"{role} may call it",
                design=put(design, replace(function, grants=widen(function.grants, role, "EXECUTE"))),
                is_measured=False,
            )


def _of_relation(design: Design, relation: Table | View, role: str) -> Iterator[Mutant]:
    held = privileges_of(design, [grant for grant in relation.grants if grant.is_whole], role)
    possible = ("SELECT",) if isinstance(relation, View) and relation.is_materialized else _PRIVILEGES
    for privilege in possible:
        if privilege in held or (privilege == "TRUNCATE" and isinstance(relation, View)):
            continue
        yield Mutant(
            operator="widen a grant",
            object=f"{relation.schema}.{relation.name}",
            words=f"{role} has {privilege}",
            design=put(design, replace(relation, grants=widen(relation.grants, role, privilege))),
            table_id=relation.id,
            is_measured=isinstance(relation, Table),
        )


def widen(grants: tuple[Grant, ...], role: str, privilege: str) -> tuple[Grant, ...]:
    """The grants with one privilege on the whole object more."""
    for place, grant in enumerate(grants):
        if grant.grantee == role and grant.is_whole and not grant.with_grant_option:
            more = replace(grant, privileges=tuple(sorted({*grant.privileges, privilege})))
            return (*grants[:place], more, *grants[place + 1 :])
    return (*grants, Grant(grantee=role, privileges=(privilege,)))
