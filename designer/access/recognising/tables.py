"""The cells of a table whose policies were written by hand, read from its policies and privileges.

What is not recognised becomes a cell with the policy's own condition, so that nothing is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from uuid import UUID

from msgspec import Struct

from designer.access.recognising.meanings import (
    Everyone,
    Held,
    Meaning,
    Own,
    Parent,
    Reader,
    Tenant,
    conjuncts,
    disjuncts,
)
from designer.design import Command, Design, Policy, Table
from designer.design.access_models import ANON, SERVICE, SIGNED_IN, AccessModel, Cell, Reach, TableAccess, audience_of
from designer.postgres.parsing import Node, SqlSyntaxError, deparse_node, expression_tree
from designer.sql.expressions import enclose

COMMANDS = (Command.SELECT, Command.INSERT, Command.UPDATE, Command.DELETE)
_API = (ANON, SIGNED_IN, SERVICE)


class _Alternative(Struct, frozen=True):
    """One way to be allowed: the meanings recognised, and the rest of the condition."""

    meanings: tuple[Meaning, ...]
    texts: tuple[str, ...]
    whole: str


def read_table_access(design: Design, model: AccessModel, table: Table) -> TableAccess:
    """What the policies and privileges of a table state, as far as it is understood, and the rest as conditions."""
    reader = Reader(design, model, table)
    found = [
        (role, command, alternative, check, _granted(table, role, command))
        for role in (*_API, *(row.name for row in design.roles))
        for command in COMMANDS
        if _granted(table, role, command) is not None
        for alternative, check in _alternatives(table, reader, role, command)
    ]
    meanings = [meaning for _, _, alternative, _, _ in found for meaning in alternative.meanings]
    owner, tenant = _usual(meanings, Own), _usual(meanings, Tenant)
    parent = next((row for row in meanings if isinstance(row, Parent)), None)
    relationship = next(
        (
            row.id
            for row in design.relationships
            if parent is not None and row.table_id == table.id and row.column_ids == (parent.column_id,)
        ),
        None,
    )
    cells = [
        cell
        for role, command, alternative, check, columns in found
        for cell in _cells(model, role, command, alternative, check, columns or (), owner, tenant)
    ]
    return TableAccess(
        table_id=table.id,
        cells=tuple(dict.fromkeys(cells)),
        owner_column_id=owner,
        tenant_column_id=tenant,
        parent_id=relationship,
        is_read=True,
    )


def _usual(meanings: Iterable[Meaning], kind: type[Own | Tenant]) -> UUID | None:
    """The column most conditions speak of."""
    counted = Counter(row.column_id for row in meanings if isinstance(row, kind))
    return counted.most_common(1)[0][0] if counted else None


def _granted(table: Table, role: str, command: Command) -> tuple[UUID, ...] | None:
    """The columns a role may name, () for all; None where it may not run the command."""
    mine = [row for row in table.grants if row.grantee in {role, "public"} and command.upper() in row.privileges]
    if any(row.is_whole for row in mine):
        return ()
    columns = {id_ for row in mine for id_ in row.column_ids}
    return tuple(row.id for row in table.columns if row.id in columns) or None


def _alternatives(table: Table, reader: Reader, role: str, command: Command) -> Iterator[tuple[_Alternative, str]]:
    """The ways in which a role may run a command, each with the condition on the rows an UPDATE leaves."""
    bypasses = role == SERVICE or role in reader.bypassing
    if bypasses or not table.has_rls:
        yield _Alternative((Everyone(),), (), "true"), ""
        return
    mine = [
        row for row in table.policies if row.command in {command, Command.ALL} and (not row.roles or role in row.roles)
    ]
    limits = [
        text for row in mine if not row.is_permissive and (text := _condition(row, command)) not in {None, "true"}
    ]
    for policy in (row for row in mine if row.is_permissive):
        text = _condition(policy, command)
        if text is None:
            continue
        has_check = command is Command.UPDATE and policy.check and policy.check != policy.using
        checks = list(_split(policy.check or "", reader)) if has_check else []
        for alternative in _split(text, reader):
            yield from _limited(alternative, checks, [enclose(limit) for limit in limits if limit])


def _limited(
    alternative: _Alternative, checks: list[_Alternative], limits: list[str]
) -> Iterator[tuple[_Alternative, str]]:
    """The alternative with what restrictive policies ask, and what is asked of the rows an UPDATE leaves."""
    same = [row for row in checks if row.meanings and row.meanings == alternative.meanings]
    if len(same) == 1:
        check = "" if same[0].texts == alternative.texts else " and ".join((*same[0].texts, *limits)) or "true"
    elif checks:
        check = " and ".join([" or ".join(enclose(row.whole) for row in checks), *limits])
        alternative = _Alternative((), (enclose(alternative.whole),), alternative.whole)
    else:
        check = ""
    yield _Alternative(alternative.meanings, (*alternative.texts, *limits), alternative.whole), check


def _condition(policy: Policy, command: Command) -> str | None:
    if command is Command.INSERT:
        return policy.check or policy.using
    return policy.using


def _split(text: str, reader: Reader) -> Iterator[_Alternative]:
    try:
        root: Node = expression_tree(text).target_list[0].res_target.val
    except SqlSyntaxError:
        yield _Alternative((), (enclose(text),), text)
        return
    for part in disjuncts(root):
        meanings, rest = [], []
        for condition in conjuncts(part):
            meaning = reader.read(condition)
            if meaning is None:
                rest.append(deparse_node(condition))
            else:
                meanings.append((meaning, deparse_node(condition)))
        yield from _one_reach(meanings, rest, deparse_node(part))


def _one_reach(meanings: list[tuple[Meaning, str]], rest: list[str], whole: str) -> Iterator[_Alternative]:
    """A cell has one reach, and at most one role besides; what more is asked is a condition."""
    order = (Own, Tenant, Parent, Held, Everyone)
    ranked = sorted(meanings, key=lambda pair: order.index(type(pair[0])))
    chosen = ranked[:1]
    rest = [*rest, *(text for meaning, text in ranked[1:] if not isinstance(meaning, Everyone))]
    texts = (
        tuple(rest)
        if len(rest) < 2 and not chosen
        else tuple(enclose(text) if " OR " in text else text for text in rest)
    )
    yield _Alternative(tuple(meaning for meaning, _ in chosen), texts, whole)


def _cells(
    model: AccessModel,
    role: str,
    command: Command,
    alternative: _Alternative,
    check: str,
    columns: tuple[UUID, ...],
    owner: UUID | None,
    tenant: UUID | None,
) -> Iterator[Cell]:
    meaning = alternative.meanings[0] if alternative.meanings else None
    audience, reach = role, Reach.CONDITION
    condition = " and ".join(alternative.texts)
    if isinstance(meaning, Everyone):
        if meaning.is_signed_in and role == ANON:
            return
        reach = Reach.EVERYONE
    elif isinstance(meaning, Own) and meaning.column_id == owner:
        reach = Reach.OWN
    elif isinstance(meaning, Parent):
        reach = Reach.PARENT
    elif (
        isinstance(meaning, Tenant) and meaning.column_id == tenant and (found := _audience(model, meaning.roles, role))
    ):
        audience, reach = found, Reach.TENANT
    elif isinstance(meaning, Held) and (found := _audience(model, meaning.roles, role)):
        audience, reach = found, Reach.EVERYONE
    else:
        condition = _joined(alternative)
    yield Cell(audience=audience, command=command, reach=reach, condition=condition, check=check, column_ids=columns)


def _joined(alternative: _Alternative) -> str:
    """The whole alternative as a condition, with whatever restrictive policies add to it."""
    added = [text for text in alternative.texts if text not in alternative.whole]
    return " and ".join([alternative.whole, *added])


def _audience(model: AccessModel, roles: frozenset[str], database_role: str) -> str | None:
    """The role of the application whose holders are just these; none where there is no such role."""
    if not roles or roles == {row.name for row in model.roles}:
        return database_role
    if database_role != SIGNED_IN:
        return None
    return next((audience_of(row.name) for row in model.roles if set(model.holders(row.name)) == roles), None)
