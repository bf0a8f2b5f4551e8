"""Plans: how a statement is run as a persona, with what policies added marked, and why that is slow.

What policies added is told by comparison: the same statement is planned once more where no policy is asked.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from msgspec import Struct

Json: TypeAlias = dict[str, Any]
_CONDITIONS = ("Filter", "Index Cond", "Recheck Cond", "One-Time Filter", "Join Filter", "Hash Cond", "Merge Cond")
_CALL = re.compile(r"(?<![\w.\"])((?:\w+\.)?\w+)\(")
_SUBPLAN = re.compile(r"\b(?:hashed )?SubPlan \d+", re.IGNORECASE)
_MANY = 10
"""From how many times on something is worth a word."""


class PlanNode(Struct, frozen=True, kw_only=True):
    """One step of a plan; times are milliseconds in total, `rows` and `removed` are counts over all loops.

    `conditions` are texts with their names, each with whether a policy added it. `is_policy` marks a step that is there
    for a policy's sake alone.
    """

    depth: int
    title: str
    relation: str
    conditions: tuple[tuple[str, str, bool], ...]
    is_policy: bool
    loops: int
    rows: float
    removed: int
    milliseconds: float
    buffers: int
    is_run: bool


class Plan(Struct, frozen=True, kw_only=True):
    """The plan of a statement as a persona. `refusal` says why there is none."""

    nodes: tuple[PlanNode, ...] = ()
    signals: tuple[str, ...] = ()
    planning_milliseconds: float = 0
    milliseconds: float = 0
    free_milliseconds: float = 0
    """What the same takes where no policy is asked."""
    added_rows: tuple[tuple[str, int], ...] = ()
    remarks: tuple[str, ...] = ()
    refusal: str = ""


def read_plan(text: str) -> Json:
    """What EXPLAIN (FORMAT JSON) gave."""
    return dict(json.loads(text)[0])


def mark_plan(mine: Json, free: Json) -> tuple[PlanNode, ...]:
    """The steps, outermost first, with what is in `mine` and not in `free` marked as the policies'."""
    return tuple(_Marking(free["Plan"]).nodes(mine["Plan"], 0, is_policy=False))


class _Marking:
    """Knows what there is without policies, and takes it off as it meets it."""

    def __init__(self, free: Json) -> None:
        self._conditions = Counter(
            (node.get("Relation Name", ""), part)
            for node in _walk(free)
            for _, text in _texts(node)
            for part in split_conjuncts(text)
        )
        self._subplans = Counter(_print(node) for node in _walk(free) if node.get("Subplan Name"))

    def nodes(self, node: Json, depth: int, *, is_policy: bool) -> Iterator[PlanNode]:
        if node.get("Subplan Name") and not is_policy:
            is_policy = not self._take(self._subplans, _print(node))
        yield self._node(node, depth, is_policy=is_policy)
        for child in node.get("Plans", []):
            yield from self.nodes(child, depth + 1, is_policy=is_policy)

    def _node(self, node: Json, depth: int, *, is_policy: bool) -> PlanNode:
        relation = node.get("Relation Name", "")
        conditions = [
            (name, part, is_policy or not self._take(self._conditions, (relation, part)))
            for name, text in _texts(node)
            for part in split_conjuncts(text)
        ]
        loops = int(node.get("Actual Loops", 0))
        removed = sum(int(node.get(name, 0)) for name in ("Rows Removed by Filter", "Rows Removed by Index Recheck"))
        return PlanNode(
            depth=depth,
            title=_title(node),
            relation=f"{node.get('Schema', '')}.{relation}" if relation else "",
            conditions=tuple(conditions),
            is_policy=is_policy,
            loops=loops,
            rows=float(node.get("Actual Rows") or 0) * max(loops, 1),
            removed=removed * max(loops, 1),
            milliseconds=round(float(node.get("Actual Total Time", 0)) * max(loops, 1), 3),
            buffers=int(node.get("Shared Hit Blocks", 0)) + int(node.get("Shared Read Blocks", 0)),
            is_run="Actual Loops" in node and loops > 0,
        )

    @staticmethod
    def _take(there: Counter[Any], key: Any) -> bool:
        if not there[key]:
            return False
        there[key] -= 1
        return True


def signals_of(nodes: Sequence[PlanNode], columns: dict[str, dict[str, bool]], own_functions: set[str]) -> list[str]:
    """Why it is slow, in words. `columns` has those of each relation, and whether an index begins with them."""
    found: list[str] = []
    for node in nodes:
        for _, text, is_policy in node.conditions:
            if is_policy:
                found += _condition_signals(node, text, columns.get(node.relation, {}), own_functions)
        if node.is_policy and node.title.startswith("SubPlan") and node.loops >= _MANY:
            found.append(
                f"{node.title} of a policy ran {node.loops} times, once a row. Write it so that it does not depend on "
                "the row: column = any (array(select …)) runs once."
            )
        if node.is_policy and node.title.startswith("InitPlan") and node.is_run:
            found.append(f"{node.title} of a policy ran once for the whole statement, as it should.")
    return list(dict.fromkeys(found))


def _condition_signals(node: PlanNode, text: str, columns: dict[str, bool], own_functions: set[str]) -> Iterator[str]:
    seen = node.rows + node.removed
    calls = {name for name in _CALL.findall(text) if name in own_functions or name.split(".")[-1] == "current_setting"}
    if calls and not text.startswith("(InitPlan"):
        yield (
            f"{', '.join(sorted(calls))} in a policy's condition on {node.relation} is called for each row ({seen:.0f} "
            "here). Put it into a subquery, (select …), if it does not depend on the row: then it is called once."
        )
    if _SUBPLAN.search(text) and not re.search("hashed", text, re.IGNORECASE) and seen >= _MANY:
        yield f"A subquery of a policy's condition on {node.relation} is run for each row ({seen:.0f} here)."
    if node.title.startswith("Seq Scan") and node.removed >= _MANY and node.removed > node.rows:
        compared = [name for name in _compared(text) if name in columns]
        if compared and not any(columns[name] for name in compared):
            yield (
                f"All {seen:.0f} rows of {node.relation} were read and {node.removed} thrown away by a policy. "
                f"No index begins with {' or '.join(compared)}: create one."
            )
        elif compared:
            yield (
                f"All {seen:.0f} rows of {node.relation} were read and {node.removed} thrown away, though an index "
                f"begins with {' or '.join(compared)}: the condition's form keeps it from being used."
            )


def _compared(text: str) -> list[str]:
    """The names that stand bare on a side of an equality."""
    left = re.findall(r"(?<![:\w])(?:\w+\.)?(\w+) = ", text)
    return list(dict.fromkeys([*left, *re.findall(r" = (?:\w+\.)?(\w+)(?![\w.(])", text)]))


def split_conjuncts(text: str) -> list[str]:
    """The conditions joined by AND in EXPLAIN's spelling, which is no SQL: SubPlans have names with blanks in it."""
    inner = _without_parentheses(text)
    parts, depth, start, is_quoted = [], 0, 0, False
    for place, character in enumerate(inner):
        is_quoted ^= character == "'"
        if is_quoted:
            continue
        depth += (character == "(") - (character == ")")
        if not depth and inner.startswith(" AND ", place):
            parts.append(inner[start:place])
            start = place + len(" AND ")
    return [_without_parentheses(part) for part in (*parts, inner[start:])] if parts else [inner]


def _without_parentheses(text: str) -> str:
    """Without one pair around the whole."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if not depth and place < len(text) - 1:
            return text
    return text[1:-1]


def _title(node: Json) -> str:
    name = node.get("Subplan Name", "")
    # "InitPlan 1 (returns $0)" up to PostgreSQL 17.
    head = f"{name.split(' (')[0]}: " if name else ""
    kind = node["Node Type"]
    operation = node.get("Operation")
    index = f" using {node['Index Name']}" if node.get("Index Name") else ""
    relation = f" on {node['Relation Name']}" if node.get("Relation Name") else ""
    return f"{head}{operation or kind}{index}{relation}"


def _texts(node: Json) -> list[tuple[str, str]]:
    return [(name, node[name]) for name in _CONDITIONS if node.get(name)]


def _walk(node: Json) -> Iterator[Json]:
    yield node
    for child in node.get("Plans", []):
        yield from _walk(child)


def _print(node: Json) -> tuple[Any, ...]:
    """What a subplan does, whatever its number is."""
    return tuple((row["Node Type"], row.get("Relation Name"), str(_texts(row))) for row in _walk(node))
