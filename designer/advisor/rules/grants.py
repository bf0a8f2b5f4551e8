"""Privileges beside policies: rows 29, 30 and 31."""

from __future__ import annotations

from collections.abc import Iterator

from designer.advisor.catalogs import RelationRow
from designer.advisor.findings import Finding, Fix, Level
from designer.advisor.worlds import COMMANDS, World, hold, quoted, try_command

_RESIDUE = ("TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN")


def find_residues(world: World) -> Iterator[Finding]:
    """Row 29: privileges that no policy is asked about."""
    for table in world.tables:
        held = {
            role: sorted(world.catalog.privileges.get((role, table.oid), set()) & {*_RESIDUE}) for role in world.roles
        }
        who = [role for role, names in held.items() if names]
        own = world.object_id(table)
        if not who or own is None or not world.is_exposed(table.schema):
            continue
        names = sorted({name for role in who for name in held[role]})
        proof = ""
        if "TRUNCATE" in held[who[0]]:
            with world.trial(world.persona_of(who[0])) as trial:
                trial.run(f"truncate {quoted(table)} cascade")
                trial.become_owner()
                trial.count(quoted(table))
            proof = trial.transcript
        yield world.finding(
            29,
            "left-over-privileges",
            "Privileges that no policy is asked about",
            Level.WARN,
            table,
            f"{hold(who)} {', '.join(names)} on {table.full_name}, which the platform leaves behind on "
            "new "
            "tables. TRUNCATE empties a table, policies or not; the API offers no way to send it, SQL from elsewhere "
            "does.",
            advice="Revoke all on the table first, then grant what is needed.",
            proof=proof,
            fix=Fix(
                action="revoke",
                label=f"Revoke {', '.join(names)} on {table.full_name}",
                object_id=own,
                values={"grants": [(role, list(_RESIDUE)) for role in ["public", *world.roles]]},
            ),
        )


def find_grants_beside_policies(world: World) -> Iterator[Finding]:
    """Row 30: privileges without a policy and policies without a privilege."""
    for table in world.tables:
        has_any = any(row.table == table.oid and row.is_permissive for row in world.catalog.policies)
        if not table.has_rls or not has_any or not world.is_exposed(table.schema):
            continue
        for role in world.roles:
            granted = {letter for letter, name in COMMANDS.items() if world.may(role, table, name)}
            allowed = {letter for letter in COMMANDS if world.policies_on(table, letter, role)}
            yield from _without_policy(world, table, role, granted - allowed)
    for table, policy in world.policies:
        if not policy.is_permissive or table not in world.tables:
            continue
        letters = "rawd" if policy.command == "*" else policy.command
        for role in policy.applies_to if policy.roles else ():
            if any(world.may(role, table, COMMANDS[letter]) for letter in letters):
                continue
            name = COMMANDS[letters[0]]
            with world.trial(world.persona_of(role)) as trial:
                try_command(world, trial, table, letters[0])
            yield world.finding(
                30,
                "policy-without-grant",
                "A policy without the privilege",
                Level.WARN,
                table,
                f"Policy {policy.name} lets {role} {name}, but {role} does not hold the privilege: every request "
                "ends in "
                "42501.",
                part=f"{policy.name} ({role})",
                advice=f"grant {name.lower()} on table {quoted(table)} to {role};",
                proof=trial.transcript,
                fix=_grant(world, table, role, name),
            )


def find_defeated_column_grants(world: World) -> Iterator[Finding]:
    """Row 30: columns granted beside the whole table."""
    for own in world.design.tables:
        if own.is_managed:
            continue
        whole = {(row.grantee, name) for row in own.grants if row.is_whole for name in row.privileges}
        for row in own.grants:
            both = [name for name in row.privileges if not row.is_whole and (row.grantee, name) in whole]
            table = world.relation(own.schema, own.name)
            if not both or table is None or row.grantee not in {"public", *world.roles}:
                continue
            names = [column.name for column in own.columns if column.id not in row.column_ids]
            yield world.finding(
                30,
                "defeated-column-grant",
                "A grant on columns that changes nothing",
                Level.WARN,
                table,
                f"{row.grantee} is granted {', '.join(both)} on some columns and on the whole table as well: the "
                "other columns "
                f"({', '.join(names)}) are open too.",
                part=row.grantee,
                advice="Revoke the privilege on the table and keep the columns.",
                fix=Fix(
                    action="revoke_whole",
                    label=f"Revoke {', '.join(both)} on the whole of {table.full_name} from {row.grantee}",
                    object_id=own.id,
                    values={"grantee": row.grantee, "privileges": both},
                ),
            )


def find_missing_sequences(world: World) -> Iterator[Finding]:
    """Row 31: an INSERT that may not draw its number."""
    for sequence in world.catalog.sequences:
        table = world.catalog.relations.get(sequence.table)
        if table is None or table not in world.tables:
            continue
        who = [role for role in world.who_may(table, "INSERT") if role not in sequence.usable_by]
        if not who:
            continue
        with world.trial(world.persona_of(who[0])) as trial:
            trial.run(f"insert into {quoted(table)} default values")
        yield world.finding(
            31,
            "sequence-without-usage",
            "INSERT cannot draw its number",
            Level.WARN,
            table,
            f"{sequence.column} of {table.full_name} draws from {sequence.name}, on which {hold(who)} "
            "no USAGE: "
            "INSERT ends in 42501. An identity column needs no such privilege.",
            part=sequence.column,
            advice=f"Make it an identity column, or grant usage on sequence {sequence.name} to {', '.join(who)};",
            proof=trial.transcript,
        )


def _without_policy(world: World, table: RelationRow, role: str, letters: set[str]) -> Iterator[Finding]:
    own = world.object_id(table)
    names = [name for letter, name in COMMANDS.items() if letter in letters]
    if not names or own is None:
        return
    with world.trial(world.persona_of(role)) as trial:
        for letter in "rawd":
            if letter in letters:
                try_command(world, trial, table, letter)
    yield world.finding(
        30,
        "grant-without-policy",
        "A privilege without a policy",
        Level.WARN if role == "anon" else Level.INFO,
        table,
        f"{role} holds {', '.join(names)} on {table.full_name}, and no policy lets it: it finds no rows or is "
        "refused. The "
        "next policy that is too wide opens it.",
        part=role,
        advice="Revoke what no policy stands behind.",
        proof=trial.transcript,
        fix=Fix(
            action="revoke",
            label=f"Revoke {', '.join(names)} on {table.full_name} from {role}",
            object_id=own,
            values={"grants": [(role, names)]},
        ),
    )


def _grant(world: World, table: RelationRow, role: str, privilege: str) -> Fix | None:
    own = world.object_id(table)
    if own is None:
        return None
    label = f"Grant {privilege} on {table.full_name} to {role}"
    return Fix(action="grant", label=label, object_id=own, values={"grantee": role, "privileges": [privilege]})


RULES = (find_residues, find_grants_beside_policies, find_defeated_column_grants, find_missing_sequences)
