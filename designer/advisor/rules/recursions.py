"""Policies that ask themselves, or what the caller may not read: rows 15 and 16."""

from __future__ import annotations

from collections.abc import Iterator

from designer.access.personas import Persona
from designer.advisor.catalogs import PolicyRow, RelationRow
from designer.advisor.expressions import parse_condition, relations, subqueries
from designer.advisor.findings import Finding, Level
from designer.advisor.worlds import COMMANDS, World, quoted
from designer.postgres.quoting import quote_identifier

_RECURSION = {"42P17", "54001"}
"""Infinite recursion in a policy; through functions the stack is what ends it."""


def find_recursions(world: World) -> Iterator[Finding]:
    """Row 15: a policy whose evaluation comes back to its own table. Every command is run as every role."""
    for table in world.tables:
        policies = [row for row in world.catalog.policies if row.table == table.oid]
        if not policies or not table.has_rls:
            continue
        for persona in [*world.people[:1], world.stranger, world.anon]:
            found = _recurses(world, table, persona)
            if found is None:
                continue
            message, proof = found
            guilty = [row.name for row in policies if table.oid in _reached(world, row)] or [
                row.name for row in policies
            ]
            yield world.finding(
                15,
                "recursion",
                "A policy asks itself",
                Level.ERROR,
                table,
                f"PostgreSQL answers: {message}. To decide about a row of {table.full_name}, the policy {guilty[0]} "
                "reads "
                "what comes back to the same table, whose policies are asked again.",
                part=guilty[0],
                advice="Read the table in a SECURITY DEFINER function with search_path = '' in a schema the API does "
                "not "
                "serve, and call that: (select private.my_role()).",
                proof=proof,
            )
            break


def find_unreadable_sources(world: World) -> Iterator[Finding]:
    """Row 16: a subquery of a policy on a table the caller may not read."""
    for table, policy in world.policies:
        for role in policy.applies_to:
            if not world.who_may(table, *COMMANDS.values()) or role not in world.who_may(table, *COMMANDS.values()):
                continue
            for source in _asked(world, policy):
                if source.oid == table.oid:
                    continue
                said = _is_unreadable(world, source, role)
                if not said:
                    continue
                letter = "r" if policy.command in {"r", "*"} else policy.command
                with world.trial(_asking(world, role)) as trial:
                    if world.may(role, table, "SELECT"):
                        trial.count(quoted(table))
                    elif letter == "a" and world.rows(table):
                        row = world.rows(table)[0]
                        trial.run(world.insert(table, {n: row.values[n] for n in world.writable(table)}))
                    trial.run(f"select 1 from {quoted(source)} limit 1")  # noqa: S608 - quoted
                yield world.finding(
                    16,
                    "unreadable-source",
                    "A policy reads what the caller may not",
                    Level.WARN,
                    table,
                    f"Policy {policy.name} reads {source.full_name} with the rights of {role}, {said}.",
                    part=f"{policy.name} ({role})",
                    advice=f"Grant SELECT on {source.full_name} with a policy for the own rows, or read it in a "
                    "SECURITY "
                    "DEFINER function.",
                    proof=trial.transcript,
                )


def _recurses(world: World, table: RelationRow, persona: Persona) -> tuple[str, str] | None:
    rows, columns = world.rows(table), world.writable(table)
    texts = {"SELECT": f"select count(*) from {quoted(table)}", "DELETE": f"delete from {quoted(table)}"}  # noqa: S608
    if columns:
        name = quote_identifier(columns[-1])
        texts["UPDATE"] = f"update {quoted(table)} set {name} = {name}"  # noqa: S608 - quoted
    if rows:
        texts["INSERT"] = world.insert(table, {name: rows[0].values[name] for name in columns})
    for privilege, text in texts.items():
        if not world.may(persona.role, table, privilege):
            continue
        with world.trial(persona) as trial:
            answer = trial.run(text)
            if answer.sqlstate in _RECURSION:
                return answer.message, trial.transcript
    return None


def _reached(world: World, policy: PolicyRow) -> set[int]:
    """The tables that a policy comes to, through the policies of those it asks."""
    found: set[int] = set()
    waiting = [row.oid for row in _asked(world, policy)]
    for oid in policy.functions:
        if oid in world.catalog.functions and not world.catalog.functions[oid].is_definer:
            waiting += [row.oid for row in world.reads(world.catalog.functions[oid])]
    while waiting:
        oid = waiting.pop()
        if oid not in found:
            found.add(oid)
            waiting += list(world.sources.get(oid, ()))
    return found


def _asked(world: World, policy: PolicyRow) -> list[RelationRow]:
    """The relations in the subqueries of a policy."""
    found: dict[int, RelationRow] = {}
    for text in (policy.using, policy.check):
        node = parse_condition(text)
        for _, select in subqueries(node) if node is not None else ():
            for name in relations(select):
                row = world.relation(*name)
                if row is not None:
                    found[row.oid] = row
    return list(found.values())


def _is_unreadable(world: World, source: RelationRow, role: str) -> str:
    """Why a role gets nothing of a relation; empty where it does."""
    if not world.may(role, source, "SELECT"):
        return "which holds no SELECT on it: every query ends in 42501"
    if source.is_table and source.has_rls and not world.policies_on(source, "r", role):
        return "for which no policy on it allows SELECT: the subquery finds nothing"
    return ""


def _asking(world: World, role: str) -> Persona:
    return world.people[0] if role == "authenticated" else world.persona_of(role)


RULES = (find_recursions, find_unreadable_sources)
