"""Policies that are right and slow: calls per row, sets an index cannot serve, missing indexes, several at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from designer.advisor.catalogs import PolicyRow, RelationRow
from designer.advisor.expressions import column_name, equalities, names_identity, parse_condition, subqueries
from designer.advisor.findings import Finding, Fix, Level
from designer.advisor.rewriting import gather_sets, has_bare_calls, has_function_sets, wrap_calls
from designer.advisor.worlds import COMMANDS, World, quoted
from designer.postgres.parsing import Node, SqlSyntaxError, ast, unwrap
from designer.postgres.quoting import quote_identifier


def find_bare_calls(world: World) -> Iterator[Finding]:
    """auth.uid() and its like outside of a SELECT of their own."""
    for table, policy in _asked_per_row(world, has_bare_calls):
        yield world.finding(
            0,
            "call-per-row",
            "The caller is asked for at every row",
            Level.SPEED,
            table,
            f"Policy {policy.name} calls a function that names the caller without a SELECT around it: it is run for "
            "every "
            "row that no index has sorted out. The same in (select …) is run once.",
            part=policy.name,
            advice="Write (select auth.uid()) in the place of auth.uid().",
            proof=_plans(world, table, policy, wrap_calls),
            fix=_rewrite(world, table, policy, wrap_calls, "Ask once for the caller"),
        )


def find_function_sets(world: World) -> Iterator[Finding]:
    """in (select f())."""
    for table, policy in _asked_per_row(world, has_function_sets):
        yield world.finding(
            0,
            "in-function",
            "A set of rows that no index serves",
            Level.SPEED,
            table,
            f"Policy {policy.name} looks for a column in (select f()): PostgreSQL reads the whole table and looks "
            "every "
            "row up. Of = any (array(select f())) it makes a condition of the index.",
            part=policy.name,
            advice="Write = any (array(select f())) in the place of in (select f()).",
            proof=_plans(world, table, policy, gather_sets),
            fix=_rewrite(world, table, policy, gather_sets, "Compare with an array"),
        )


def find_missing_indexes(world: World) -> Iterator[Finding]:
    """Columns that policies compare with the caller, without an index that begins with them."""
    for table in world.tables:
        wanted: dict[str, str] = {}
        for policy in world.catalog.policies:
            if policy.table == table.oid and policy.is_permissive and policy.command != "a":
                wanted |= dict.fromkeys(_compared(parse_condition(policy.using)), policy.name)
        for column, name in wanted.items():
            own = world.object_id(table)
            if (table.oid, column) in world.catalog.leading or own is None:
                continue
            is_tried = world.may("authenticated", table, "SELECT")
            proof = _plans_with_index(world, table, column) if is_tried else ""
            if is_tried and not proof:
                continue  # rewritten first, or joined with something that no index serves
            yield world.finding(
                0,
                "policy-without-index",
                "A policy without its index",
                Level.SPEED,
                table,
                f"Policy {name} compares {column} of {table.full_name} with the caller, and no index begins with it: "
                "every "
                "query reads the whole table.",
                part=column,
                advice=f"create index on {quoted(table)} ({quote_identifier(column)});",
                proof=proof,
                fix=Fix(
                    action="add_index",
                    label=f"Add an index on {column} of {table.full_name}",
                    object_id=own,
                    values={"column": column},
                ),
            )


def find_several_policies(world: World) -> Iterator[Finding]:
    """Several permissive policies for the same command and role: all of them are asked at every row."""
    for table in world.tables:
        for letter, command in COMMANDS.items():
            for role in world.roles:
                found = world.policies_on(table, letter, role)
                if len(found) < 2 or not world.may(role, table, command):
                    continue
                names = ", ".join(policy.name for policy in found)
                yield world.finding(
                    0,
                    "several-policies",
                    "Several policies for one question",
                    Level.SPEED,
                    table,
                    f"{role}'s {command} on {table.full_name} is let through by any of {names}: a row that the first "
                    "does "
                    "not let through is held against the next, and what they mean together is hard to read.",
                    part=f"{command} ({role})",
                    advice="Write one policy with OR between the conditions.",
                )


def _asked_per_row(world: World, test: Callable[[str], bool]) -> Iterator[tuple[RelationRow, PolicyRow]]:
    for table, policy in world.policies:
        texts = [text for text in (policy.using, policy.check) if text is not None]
        try:
            if policy.roles != ["service_role"] and any(test(text) for text in texts):
                yield table, policy
        except SqlSyntaxError:
            continue


def _rewritten(policy: PolicyRow, change: Callable[[str], str]) -> dict[str, str]:
    """The clauses that a rewriting changes."""
    clauses = {"using": policy.using, "check": policy.check}
    return {name: new for name, text in clauses.items() if text is not None and (new := change(text)) != text}


def _rewrite(
    world: World, table: RelationRow, policy: PolicyRow, change: Callable[[str], str], label: str
) -> Fix | None:
    return world.policy_fix(table, policy, f"{label} in policy {policy.name}", **_rewritten(policy, change))


def _plans(world: World, table: RelationRow, policy: PolicyRow, change: Callable[[str], str]) -> str:
    """The plan before and after, as somebody signed in."""
    if not policy.covers("r") or "authenticated" not in policy.applies_to:
        return ""
    if not world.may("authenticated", table, "SELECT"):
        return ""
    query = f"select 1 from {quoted(table)}"  # noqa: S608 - quoted
    with world.trial(world.people[0]) as trial:
        before = trial.explain(query)
        trial.become_owner()
        using = _rewritten(policy, change).get("using", policy.using)
        trial.run(f"alter policy {quote_identifier(policy.name)} on {quoted(table)} using ({using})")
        trial.become(world.people[0])
        after = trial.explain(query)
    return trial.transcript if "ERROR" not in before + after else ""


def _plans_with_index(world: World, table: RelationRow, column: str) -> str:
    """The plan before and after, with sequential scans made dear, since there are few rows; "" if it is not used."""
    query = f"select 1 from {quoted(table)}"  # noqa: S608 - quoted
    with world.trial(world.people[0]) as trial:
        trial.run("set local enable_seqscan = off")
        trial.explain(query)
        trial.become_owner()
        trial.run(f"create index on {quoted(table)} ({quote_identifier(column)})")
        trial.become(world.people[0])
        after = trial.explain(query)
    return trial.transcript if f"Index Cond: ({quote_identifier(column)} " in after else ""


def _compared(node: Node | None) -> Iterator[str]:
    """The columns that every row is held against the caller in."""
    if node is None:
        return
    for left, right in equalities(node):
        column = column_name(left)
        is_caller = names_identity(right) or (isinstance(right, ast.SubLink) and not any(subqueries(right)))
        if column is not None and is_caller:
            yield column
    if isinstance(node, ast.SubLink) and node.sub_link_type == ast.ANY_SUBLINK:
        column = column_name(unwrap(node.testexpr))
        if column is not None:
            yield column


RULES = (find_bare_calls, find_function_sets, find_missing_indexes, find_several_policies)
