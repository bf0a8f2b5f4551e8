"""Conditions: what each part of a policy's condition is for one row, as a persona and where nothing is hidden."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from designer.access.explaining.relations import KnownRelation
from designer.access.explaining.results import FALSE, NULL, TRUE, Part
from designer.access.personas import Persona
from designer.access.recognising.meanings import conjuncts, disjuncts
from designer.access.stages import Stage
from designer.postgres.parsing import Node, SqlSyntaxError, deparse_node, expression_tree
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.sandbox.sessions import Rows

_WORDS = {"t": TRUE, "f": FALSE, None: NULL}
_DEEPEST = 3
"""How often parts are split again."""


class _Tree(Struct, frozen=True):
    """A condition before it has values."""

    text: str
    join: str
    parts: tuple[_Tree, ...]


class Evaluator:
    """Gives conditions their values in one persona's session; everything it runs is taken back."""

    def __init__(self, stage: Stage, persona: Persona) -> None:
        self._stage = stage
        self._persona = persona

    def evaluate(self, relation: KnownRelation, condition: str, row: str) -> Part:
        """The condition and its parts for a row, given as JSON."""
        tree = _split(condition)
        texts = list(_texts(tree))
        mine = self._ask(relation, texts, row, "")
        all_ = self._ask(relation, texts, row, "set local role postgres;")
        return _with_values(tree, dict(zip(texts, mine, strict=True)), dict(zip(texts, all_, strict=True)))

    def _ask(self, relation: KnownRelation, texts: list[str], row: str, before: str) -> list[str]:
        """All at once; where one of them fails, each by itself."""
        found = self._try(relation, texts, row, before)
        if isinstance(found, list):
            return found
        if len(texts) == 1:
            return [found]
        return [value for text in texts for value in self._ask(relation, [text], row, before)]

    def _try(self, relation: KnownRelation, texts: list[str], row: str, before: str) -> list[str] | str:
        # The row is given, not read: what hides it must not keep its conditions from being asked.
        source = f"pg_catalog.jsonb_populate_record(null::{relation.quoted}, {quote_literal(row)}::jsonb)"
        values = ", ".join(f"({text})" for text in texts)
        query = f"{before} select {values} from {source} as {quote_identifier(relation.name)}"  # noqa: S608 - in the sandbox
        rows = Rows()
        error = self._stage.run(self._persona, query, rows)
        if error is not None:
            return error.message
        return [_WORDS.get(value, value or NULL) for value in rows.rows[-1]]


def _split(condition: str) -> _Tree:
    try:
        node = expression_tree(condition).target_list[0].res_target.val
    except SqlSyntaxError:
        return _Tree(condition, "", ())
    return _tree(node, deparse_node(node), 0)


def _tree(node: Node, text: str, depth: int) -> _Tree:
    for join, parts in (("and", conjuncts(node)), ("or", disjuncts(node))):
        if len(parts) > 1 and depth < _DEEPEST:
            return _Tree(text, join, tuple(_tree(part, deparse_node(part), depth + 1) for part in parts))
    return _Tree(text, "", ())


def _texts(tree: _Tree) -> Iterator[str]:
    """Each text once."""
    waiting, seen = [tree], set()
    for one in waiting:  # grows while it is walked
        waiting += one.parts
        if one.text not in seen:
            seen.add(one.text)
            yield one.text


def _with_values(tree: _Tree, mine: dict[str, str], all_: dict[str, str]) -> Part:
    return Part(
        text=tree.text,
        value=mine[tree.text],
        unhidden=all_[tree.text],
        join=tree.join,
        parts=tuple(_with_values(part, mine, all_) for part in tree.parts),
    )
