"""What rows can be made to do: hop, mix, enter, join, rise and refer across tenants. Rows 9 to 13 and 26.

A static sign picks what is tried; what no error stops is a finding. So a trigger or a composite key that prevents it
counts as prevention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import TypeAlias

from designer.access.owners import Row, key_columns
from designer.access.personas import Persona
from designer.advisor.catalogs import PolicyRow, RelationRow
from designer.advisor.expressions import column_name, conjuncts, constant, equalities, parse_condition
from designer.advisor.findings import Finding, Fix, Level
from designer.advisor.trials import Trial
from designer.advisor.worlds import World, quoted
from designer.postgres.quoting import quote_identifier, quote_literal

_RANK = re.compile(
    r"(^|_)(roles?|is_admin|is_superuser|is_staff|admin|permissions?|plan|tier|credits?|balance|verified|approved)$"
)
"""Names of columns that say what a person may do or has: no catalog tells that."""
_ROWS, _VALUES = 2, 4
_DUPLICATE = "23505"
Values: TypeAlias = dict[str, str | None]


def find_hops(world: World) -> Iterator[Finding]:
    """Rows 9 and 10: a row moved to another tenant by UPDATE, by one policy or by the mixture of several."""
    for table in world.tables:
        columns = [name for name in world.tenant_columns(table) if world.may("authenticated", table, "UPDATE", name)]
        found = next((hit for persona in _members(world) for hit in _hops(world, table, persona, columns)), None)
        if found is None:
            continue
        persona, statement, proof = found
        updating = world.policies_on(table, "w", "authenticated")
        is_mixed = len(updating) > 1 and not any(
            _passes_alone(world, table, persona, statement, row) for row in updating
        )
        names = ", ".join(row.name for row in updating)
        if is_mixed:
            yield world.finding(
                10,
                "mixed-policies",
                "Two policies together allow what neither means",
                Level.ERROR,
                table,
                f"A row of {table.full_name} enters UPDATE by the USING of one policy and leaves by the WITH CHECK of "
                f"another ({names}): it can be moved to another tenant.",
                advice="Put what both must hold into a restrictive policy, or revoke UPDATE on the tenant's column.",
                proof=proof,
                fix=_revoke_columns(world, table, columns),
            )
            continue
        yield world.finding(
            9,
            "tenant-hop",
            "Rows can be moved to another tenant",
            Level.ERROR,
            table,
            f"{names or 'No policy'} on {table.full_name} does not hold {columns[0]} of the new row against the "
            "caller's "
            "tenants, and UPDATE of it is granted.",
            advice=f"Add {columns[0]} to WITH CHECK, or grant UPDATE on the other columns only.",
            proof=proof,
            fix=_revoke_columns(world, table, columns),
        )


def find_entries(world: World) -> Iterator[Finding]:
    """Row 11: a row put into a foreign tenant by INSERT."""
    membership = world.tenancy.membership
    for table in world.tables:
        if membership is None or table.oid == membership.table or not world.tenant_columns(table):
            continue
        found = next((proof for persona in world.people if (proof := _enters(world, table, persona))), None)
        if found is None:
            continue
        column = world.tenant_columns(table)[0]
        yield world.finding(
            11,
            "insert-into-tenant",
            "Rows can be added to a foreign tenant",
            Level.ERROR,
            table,
            f"WITH CHECK on {table.full_name} does not hold {column} of the new row against the caller's tenants.",
            advice=f"Add a condition on {column} to WITH CHECK.",
            proof=found,
        )


def find_self_made_members(world: World) -> Iterator[Finding]:
    """Row 12: somebody inserts the row that policies ask for."""
    membership = world.tenancy.membership
    for table in world.tables:
        guarded = [row for row in _guarded_by(world, table) if row.oid != table.oid]
        is_membership = membership is not None and table.oid == membership.table
        if table.oid in world.tenancy.users or not (guarded or is_membership):
            continue
        proof = _joins(world, table, guarded, is_membership=is_membership)
        if not proof:
            continue
        names = ", ".join(row.full_name for row in guarded) or "other tables"
        yield world.finding(
            12,
            "self-made-member",
            "Anybody can make itself a member",
            Level.ERROR,
            table,
            f"Policies of {names} ask {table.full_name} who the caller is, and the caller may insert into it: the "
            "check "
            "asks for no more than the own id.",
            advice="Revoke INSERT, and add members by a function that checks an invitation.",
            proof=proof,
            fix=_revoke_all(world, table, "INSERT"),
        )


def find_rises(world: World) -> Iterator[Finding]:
    """Row 13: somebody changes the column of the own row that says what it may do."""
    for table in world.tables:
        columns = [
            name
            for name in world.writable(table)
            if _RANK.search(name) and world.may("authenticated", table, "UPDATE", name)
        ]
        people = set(world.person_columns(table))
        for column in (name for name in columns if name not in people):
            proof = next((found for row in world.people if (found := _rises(world, table, row, column))), None)
            if proof is None:
                continue
            yield world.finding(
                13,
                "column-escalation",
                "People can raise their own rank",
                Level.ERROR,
                table,
                f"UPDATE of {column} on {table.full_name} is granted, and policies decide about rows, not about "
                "columns: "
                "whoever may change the own row may change this.",
                part=column,
                advice=f"Grant UPDATE on the other columns only, or hold {column} by a trigger.",
                proof=proof,
                fix=_revoke_columns(world, table, [column]),
            )


def find_cross_references(world: World) -> Iterator[Finding]:
    """Row 26: a child in one tenant that refers to a parent in another."""
    for table in world.tables:
        shape, tenant = world.shape(table), world.tenant_columns(table)
        for key in shape.constraints if shape is not None and tenant else ():
            parent = world.catalog.relations.get(key.target)
            columns = shape.names(key.keys) if shape else ()
            if key.kind != "f" or parent is None or set(columns) & set(tenant) or len(columns) != 1:
                continue
            if not world.tenant_columns(parent):
                continue
            proof = next(
                (found for row in _members(world) if (found := _refers(world, table, parent, columns[0], row))), ""
            )
            if not proof:
                continue
            yield world.finding(
                26,
                "cross-tenant-key",
                "A key leads into another tenant",
                Level.WARN,
                table,
                f"{columns[0]} of {table.full_name} refers to {parent.full_name} without the tenant: a row of tenant "
                "A can "
                "refer to one of tenant B.",
                part=key.name,
                advice=f"Make the key composite: unique ({tenant[0]}, …) on {parent.full_name} and foreign key "
                f"({tenant[0]}, {columns[0]}) references it.",
                proof=proof,
            )


def _members(world: World) -> list[Persona]:
    return [row for row in world.people if row.tenants]


def _mine(world: World, table: RelationRow, persona: Persona) -> list[Row]:
    rows = world.rows(table)
    return [row for row in rows if persona.number in row.people or persona.tenants & row.tenants]


def _hops(world: World, table: RelationRow, persona: Persona, columns: list[str]) -> Iterator[tuple[Persona, str, str]]:
    """Updates that move a row: by key and blind, alone and with what other policies ask of the new row."""
    if len(world.tenant_ids) < 2:
        return
    extras = _assignments(world, table, persona)
    for row, column in product(_mine(world, table, persona)[:_ROWS], columns):
        for extra in extras:
            sets = _write_sets({column: world.tenant_ids[1], **extra})
            for where in (f" where {world.where(table, row)}", ""):
                statement = f"update {quoted(table)} set {sets}{where}"  # noqa: S608 - quoted
                with world.trial(persona) as trial:
                    if trial.run(statement).has_changed and _arrived(world, trial, table, row, column):
                        yield persona, statement, trial.transcript


def _arrived(world: World, trial: Trial, table: RelationRow, row: Row, column: str) -> bool:
    """Whether the row is in the other tenant now."""
    trial.become_owner()
    keys = [name for name in key_columns(world.fixtures.shapes.tables[table.oid]) if name != column]
    same = [f"{quote_identifier(name)} = {quote_literal(row.values[name] or '')}" for name in keys]
    moved = f"{quote_identifier(column)} = {quote_literal(world.tenant_ids[1])}"
    return bool(trial.count(quoted(table), " and ".join([moved, *same])))


def _assignments(world: World, table: RelationRow, persona: Persona) -> list[Values]:
    """Nothing more; another owner; and the constants that each policy asks of new rows."""
    others = [id_ for id_ in world.fixtures.people if id_ != world.id_of(persona)]
    people = [name for name in world.person_columns(table) if world.may("authenticated", table, "UPDATE", name)]
    handed: Values = dict.fromkeys(people, others[0]) if others else {}
    found: list[Values] = [{}]
    for policy in world.policies_on(table, "w", "authenticated"):
        node = parse_condition(policy.new_rows)
        asked: Values = {}
        for left, right in equalities(node) if node is not None else ():
            column, value = column_name(left), constant(right)
            if column is not None and value is not None:
                asked[column] = str(value).lower() if isinstance(value, bool) else str(value)
        for part in conjuncts(node) if node is not None else ():
            if (column := column_name(part)) is not None:
                asked[column] = "true"
        found += [asked, {**handed, **asked}] if asked else []
    return [*found, handed] if handed else found


def _passes_alone(world: World, table: RelationRow, persona: Persona, statement: str, policy: PolicyRow) -> bool:
    """Whether one policy allows it without the others."""
    with world.trial(persona) as trial:
        trial.become_owner()
        for other in world.policies_on(table, "w", "authenticated"):
            if other.oid == policy.oid:
                continue
            name = quote_identifier(other.name)
            trial.run(f"drop policy {name} on {quoted(table)}")
            if other.command == "*" and other.using is not None:
                trial.run(f"create policy {name} on {quoted(table)} for select using ({other.using})")
        trial.become(persona)
        return trial.run(statement).has_changed


def _enters(world: World, table: RelationRow, persona: Persona) -> str:
    """The transcript of an INSERT into a foreign tenant, or nothing."""
    far = [row for row in world.rows(table) if row.tenants and not persona.tenants & row.tenants]
    for row in far[:_ROWS]:
        with world.trial(persona) as trial:
            answer = trial.run(world.insert(table, world.copy(table, row, persona)))
            if answer.is_ok or answer.sqlstate == _DUPLICATE:
                return trial.transcript
    return ""


def _guarded_by(world: World, table: RelationRow) -> list[RelationRow]:
    """The tables whose policies ask this one, in subqueries or by functions."""
    return [world.catalog.relations[oid] for oid, sources in world.sources.items() if table.oid in sources]


def _joins(world: World, table: RelationRow, guarded: list[RelationRow], *, is_membership: bool) -> str:
    """A stranger, then a member of A, inserts the own row; more rows are seen then, or it is a membership."""
    for persona in reversed(world.people):
        far = [row for row in world.rows(table) if persona.number not in row.people]
        for row in far[:_ROWS]:
            with world.trial(persona) as trial:
                before = [_count_known(world, trial, other) for other in guarded]
                if not trial.run(world.insert(table, world.copy(table, row, persona))).is_ok:
                    continue
                after = [_count_known(world, trial, other) for other in guarded]
                if is_membership or any(now > then for now, then in zip(after, before, strict=True)):
                    return trial.transcript
    return ""


def _count_known(world: World, trial: Trial, relation: RelationRow) -> int:
    """How many of the rows that were there before are seen."""
    known = " or ".join(f"({world.where(relation, row)})" for row in world.rows(relation))
    return trial.count(quoted(relation), known or "false") or 0


def _rises(world: World, table: RelationRow, persona: Persona, column: str) -> str:
    """An own row gets another rank from somebody who may not change the rows of others."""
    own = [row for row in world.rows(table) if persona.number in row.people]
    for row in own[:_ROWS]:
        for value in _ranks(world, table, column, row.values[column])[:_VALUES]:
            for where in (f" where {world.where(table, row)}", ""):
                with world.trial(persona) as trial:
                    sets = _write_sets({column: value})
                    statement = f"update {quoted(table)} set {sets}{where}"  # noqa: S608 - quoted
                    changed = trial.run(statement)
                    if changed.has_changed and changed.count <= len(own):
                        return trial.transcript if not _manages(world, table, persona, column) else ""
    return ""


def _manages(world: World, table: RelationRow, persona: Persona, column: str) -> bool:
    """Whether the persona changes this of others too: then it is its business."""
    name = quote_identifier(column)
    for row in [row for row in world.rows(table) if row.people and persona.number not in row.people]:
        with world.trial(persona) as trial:
            statement = f"update {quoted(table)} set {name} = {name} where {world.where(table, row)}"  # noqa: S608
            if trial.run(statement).has_changed:
                return True
    return False


def _ranks(world: World, table: RelationRow, column: str, present: str | None) -> list[str]:
    """Other values for a column: its enum's, those a check names, those of other rows, and what fits its type."""
    shape = world.fixtures.shapes.tables[table.oid]
    own = next(row for row in shape.columns if row.name == column)
    type_ = world.fixtures.shapes.types.get(own.type)
    found = list(type_.labels or ()) if type_ is not None else []
    checks = [row.definition for row in shape.constraints if row.kind == "c" and own.number in row.keys]
    found += re.findall(r"'([^']+)'::", " ".join(checks))
    found += [value for row in world.rows(table) if (value := row.values[column]) is not None]
    if type_ is not None and type_.category == "B":
        found = ["false" if present in {"t", "true"} else "true"]
    elif type_ is not None and type_.category == "N":
        found = ["1000", *found]
    elif not found:
        found = ["admin"]
    return [value for value in dict.fromkeys(found) if value != present]


def _refers(world: World, table: RelationRow, parent: RelationRow, column: str, persona: Persona) -> str:
    """A row of tenant A made to refer to a parent of tenant B."""
    shape = world.fixtures.shapes.tables[table.oid]
    key = next(row for row in shape.constraints if row.kind == "f" and shape.names(row.keys) == (column,))
    target = world.fixtures.shapes.tables[parent.oid].names(key.target_keys)[0]
    far = [row.values[target] for row in world.rows(parent) if row.tenants and not persona.tenants & row.tenants]
    for row in _mine(world, table, persona)[:_ROWS] if far else ():
        attempts = []
        if world.may(persona.role, table, "INSERT", column):
            attempts.append(world.insert(table, world.copy(table, row, persona) | {column: far[0]}))
        if world.may(persona.role, table, "UPDATE", column):
            sets = _write_sets({column: far[0]})
            attempts.append(f"update {quoted(table)} set {sets} where {world.where(table, row)}")  # noqa: S608
        for statement in attempts:
            with world.trial(persona) as trial:
                answer = trial.run(statement)
                if answer.has_changed:
                    return trial.transcript
    return ""


def _write_sets(values: Values) -> str:
    return ", ".join(
        f"{quote_identifier(name)} = {'null' if value is None else quote_literal(value)}"
        for name, value in values.items()
    )


def _revoke_columns(world: World, table: RelationRow, columns: list[str]) -> Fix | None:
    """UPDATE on all columns but these, in the place of UPDATE on the table."""
    own = world.table_of(table)
    if own is None:
        return None
    label = f"Revoke UPDATE on {', '.join(columns)} of {table.full_name}"
    return Fix(action="keep_columns", label=label, object_id=own.id, values={"privilege": "UPDATE", "columns": columns})


def _revoke_all(world: World, table: RelationRow, privilege: str) -> Fix | None:
    own = world.table_of(table)
    if own is None:
        return None
    label = f"Revoke {privilege} on {table.full_name}"
    grants = [(role, [privilege]) for role in ["public", *world.roles]]
    return Fix(action="revoke", label=label, object_id=own.id, values={"grants": grants})


RULES = (find_hops, find_entries, find_self_made_members, find_rises, find_cross_references)
