"""Explaining who may do what in a project, and the result as pages and commands show it (see docs/commands.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from designer.access.explaining import Attempt, Explanation, Part, explain
from designer.access.explaining.plans import Plan
from designer.design import Design
from designer.proofs.results import server_words
from designer.sandbox.clusters import get_cluster
from projects.models import Project
from projects.services.errors import EditRefused
from projects.services.sql_imports import grants_of


def explain_project_access(project: Project, design: Design, **options: Any) -> Explanation:
    """Explains one question about a design of the project, with its way of granting; `options` are those of `explain`.

    Raises EditRefused where there is no table to ask.
    """
    if not design.tables:
        raise EditRefused(f"{project.name} has no table yet: there is nothing to explain. Draw or import one first.")
    return explain(design, cluster=get_cluster(), grants=grants_of(project), **options)


def explanation_as_json(found: Explanation) -> dict[str, Any]:
    """As commands print it and as it is kept with its run."""
    plain: dict[str, Any] = msgspec.to_builtins(found)
    return {
        **plain,
        "server": server_words(found.server_version),
        "claims": json.loads(found.claims) if found.claims else None,
        "token": found.claims,
        "attempts": [_attempt(row) for row in found.attempts],
        "plan": _plan(found.plan) if found.plan is not None else None,
    }


def _attempt(found: Attempt) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(found)
    for row, values in zip(found.rows, plain["rows"], strict=True):
        values["values"], values["text"] = json.loads(row.values), row.values
        for test, judged in zip(row.tests, values["tests"], strict=True):
            judged["passes"] = test.passes
            for policy, shown in zip(test.policies, judged["policies"], strict=True):
                shown["value"] = policy.condition.value
                shown["parts"] = list(_parts(policy.condition, 0, ""))
                del shown["condition"]
    return plain


def _plan(plan: Plan) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(plan)
    for node in plain["nodes"]:
        node["indent"] = "   " * node["depth"]
    return plain


def _parts(part: Part, depth: int, join: str) -> Iterator[dict[str, Any]]:
    """A condition and its parts below one another; `join` is what joins a part to those beside it."""
    yield {
        "indent": "   " * depth,
        "join": join,
        "text": part.text,
        "value": part.value,
        "is_error": part.is_error,
        "unhidden": part.unhidden if part.hides else "",
    }
    for child in part.parts:
        yield from _parts(child, depth + 1, part.join)


def describe_explanation(found: dict[str, Any]) -> list[str]:
    """An explanation in words, line by line."""
    lines = [f"As {found['persona']} (role {found['role']}) on {found['server']}."]
    for row in found["privileges"]:
        columns = f" ({', '.join(row['columns'])})" if row["columns"] else ""
        by = f", asked by policy {row['asked_by']}" if row["asked_by"] else ""
        held = f"has ({row['how']})" if row["how"] else "has" if row["is_held"] else "lacks"
        lines.append(f"{held} {row['privilege']}{columns} on {row['target']}{by}")
    lines += [f"{row['table']}: {row['bypass'] or 'policies are asked'}" for row in found["protections"]]
    for attempt in found["attempts"]:
        lines += ["", attempt["statement"], f"{attempt['outcome']}: {attempt['said']}"]
        lines += [f"  why: {text}" for text in attempt["decided"]]
        lines += [f"  what would change it: {text}" for text in attempt["changes"]]
        lines += [line for row in attempt["rows"] for line in _describe_row(row)]
    return lines + (_describe_plan(found["plan"]) if found["plan"] else [])


def _describe_row(row: dict[str, Any]) -> Iterator[str]:
    yield f"  {row['label']}: {row['text']}"
    for test in row["tests"]:
        verdict = "passes" if test["passes"] else "does not pass"
        yield f"    {test['command']} {test['clause']} ({test['why']}): {verdict}"
        for policy in test["policies"]:
            yield f"      {'policy' if policy['is_permissive'] else 'restrictive policy'} {policy['name']}"
            for part in policy["parts"]:
                join = f"{part['join']} " if part["join"] else ""
                yield f"        {part['indent']}{join}{part['text']}: {part['value']}"


def _describe_plan(plan: dict[str, Any]) -> list[str]:
    if plan["refusal"]:
        return ["", f"No plan: {plan['refusal']}"]
    lines = ["", f"{plan['milliseconds']} ms; without policies {plan['free_milliseconds']} ms"]
    for node in plan["nodes"]:
        mark = "* " if node["is_policy"] else "  "
        lines.append(f"{mark}{node['indent']}{node['title']}: {node['rows']:.0f} rows, {node['milliseconds']} ms")
        lines += [
            f"{'* ' if is_policy else '  '}{node['indent']}   {name}: {text}"
            for name, text, is_policy in node["conditions"]
        ]
    return [*lines, *plan["signals"], *plan["remarks"]]
