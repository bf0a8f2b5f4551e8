"""For whom and for what policies are: rows 21, 22 and 23."""

from __future__ import annotations

from collections.abc import Iterator

from designer.advisor.catalogs import PolicyRow, RelationRow
from designer.advisor.findings import Finding, Level
from designer.advisor.worlds import COMMANDS, World, quoted
from designer.postgres.quoting import quote_identifier


def find_policies_for_public(world: World) -> Iterator[Finding]:
    """Row 21: a policy without TO, which anon's requests are asked too."""
    for table, policy in world.policies:
        if policy.roles or not policy.is_permissive:
            continue
        letters = "rawd" if policy.command == "*" else policy.command
        is_reached = any(world.may("anon", table, COMMANDS[letter]) for letter in letters)
        yield world.finding(
            21,
            "policy-for-public",
            "A policy is for everybody",
            Level.WARN if is_reached else Level.INFO,
            table,
            f"Policy {policy.name} has no TO: it is asked for requests that are not signed in as well"
            + (
                ", and anon holds the privilege."
                if is_reached
                else "; what keeps anon out is only the missing privilege."
            ),
            part=policy.name,
            advice="Add TO authenticated.",
            proof=_as_anon(world, table, letters) if is_reached else "",
            fix=world.policy_fix(table, policy, f"Make {policy.name} TO authenticated", roles=["authenticated"]),
        )


def find_wide_commands(world: World) -> Iterator[Finding]:
    """Row 22: FOR ALL where only SELECT is granted, and policies for a role that no policy stops."""
    for table, policy in world.policies:
        if policy.roles == ["service_role"]:
            yield world.finding(
                22,
                "service-role-policy",
                "A policy for whom policies do not stop",
                Level.INFO,
                table,
                f"Policy {policy.name} is for service_role, which bypasses row-level security: it is never asked.",
                part=policy.name,
                advice="Remove it.",
                proof=_without(world, table, policy),
                fix=world.policy_fix(table, policy, f"Remove policy {policy.name}"),
            )
        elif policy.command == "*" and policy.is_permissive and _is_for_reading(world, table, policy):
            yield world.finding(
                22,
                "for-all",
                "A policy for reading allows writing",
                Level.WARN,
                table,
                f"Policy {policy.name} is FOR ALL, and only SELECT is granted: the day somebody grants INSERT, "
                "UPDATE or "
                "DELETE, whoever may read may write.",
                part=policy.name,
                advice="Make it FOR SELECT, and write policies for writing of their own.",
                proof=_once_granted(world, table, policy),
                fix=world.policy_fix(table, policy, f"Make {policy.name} FOR SELECT", command="select", check=None),
            )


def find_anonymous_writers(world: World) -> Iterator[Finding]:
    """Row 23: anonymous sign-ins, which share the role authenticated, may write."""
    persona = next((row for row in world.personas if row.name == "anonymous sign-in"), None)
    if persona is None:
        return
    for table in world.tables:
        rows = world.rows(table)
        if not rows or not world.may("authenticated", table, "INSERT") or not table.has_rls:
            continue
        if table.oid in {*world.tenancy.users, *world.tenancy.marks}:
            continue  # one's own profile is the first thing a new person writes
        for row in rows[:2]:
            with world.trial(persona) as trial:
                answer = trial.run(world.insert(table, world.copy(table, row, persona)))
            if answer.is_ok or answer.sqlstate == "23505":
                yield world.finding(
                    23,
                    "anonymous-sign-in",
                    "Anonymous sign-ins may write",
                    Level.INFO,
                    table,
                    f"Whoever signs in anonymously has the role authenticated. No policy on {table.full_name} asks for "
                    "is_anonymous, so it can be filled without an account.",
                    advice="Add a restrictive policy: as restrictive for insert to authenticated with check "
                    "((select ((select auth.jwt()) ->> 'is_anonymous')::boolean) is not true).",
                    proof=trial.transcript,
                )
                break


def _as_anon(world: World, table: RelationRow, letters: str) -> str:
    with world.trial(world.anon) as trial:
        if "r" in letters and world.may("anon", table, "SELECT"):
            trial.count(quoted(table))
        elif world.may("anon", table, "DELETE"):
            trial.run(f"delete from {quoted(table)}")  # noqa: S608 - quoted
    return trial.transcript


def _without(world: World, table: RelationRow, policy: PolicyRow) -> str:
    """What the service role sees with the policy and without it."""
    with world.trial(world.persona_of("service_role")) as trial:
        before = trial.count(quoted(table))
        trial.become_owner()
        trial.run(f"drop policy {quote_identifier(policy.name)} on {quoted(table)}")
        trial.become(world.persona_of("service_role"))
        after = trial.count(quoted(table))
    return trial.transcript if before is not None and before == after else ""


def _once_granted(world: World, table: RelationRow, policy: PolicyRow) -> str:
    """A reader deletes the rows that it sees as soon as it holds the privilege; empty where nobody could."""
    readers = [world.anon, *world.people] if "anon" in policy.applies_to else world.people
    for persona in readers:
        with world.trial(persona) as trial:
            if not trial.count(quoted(table)):
                continue
            trial.become_owner()
            trial.run(f"grant delete on {quoted(table)} to {quote_identifier(persona.role)}")
            trial.become(persona)
            if trial.run(f"delete from {quoted(table)}").has_changed:  # noqa: S608 - quoted
                return trial.transcript
    return ""


def _is_for_reading(world: World, table: RelationRow, policy: PolicyRow) -> bool:
    """Whether those it is for hold SELECT and nothing to write with."""
    readers = [role for role in policy.applies_to if world.may(role, table, "SELECT")]
    return bool(readers) and not any(
        world.may(role, table, name) for role in policy.applies_to for name in ("INSERT", "UPDATE", "DELETE")
    )


RULES = (find_policies_for_public, find_wide_commands, find_anonymous_writers)
