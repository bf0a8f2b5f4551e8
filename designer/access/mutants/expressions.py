"""Mutated conditions: every way in which one part of a condition can be missing or mistaken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from designer.postgres.parsing import (
    Node,
    SqlSyntaxError,
    ast,
    deparse_expression,
    expression_tree,
    parse_statements,
    rewrite_statement,
    split_statements,
    walk,
)

Change: TypeAlias = Callable[[Node], None]
"""Changes a tree in place; the tree is a fresh copy each time."""
Place: TypeAlias = tuple[str, str, Change]
"""The operator, what it does in words, and the change."""


def mutate_expression(text: str, columns: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str]]:
    """Operator, words and text of every mutant of a condition; `columns` are those that one may be mistaken for."""
    try:
        tree = expression_tree(text)
    except SqlSyntaxError:
        return
    for operator, words, change in _changes(tree, columns):
        copy = expression_tree(text)
        change(copy)
        yield operator, words, deparse_expression(copy)


def mutate_query(body: str, columns: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str]]:
    """The same for the body of a function in SQL; only a body of one statement is changed."""
    try:
        statements = split_statements(body)
        if len(statements) != 1:
            return
        tree = parse_statements(statements[0])[0]
    except SqlSyntaxError:
        return
    for operator, words, change in _changes(tree, columns):
        yield operator, words, rewrite_statement(statements[0], change)


def _changes(tree: Node, columns: dict[str, tuple[str, ...]]) -> Iterator[Place]:
    """By the place of the node in the walk, so that the change can be made to another copy."""
    for number, node in enumerate(walk(tree)):
        if isinstance(node, ast.BoolExpr):
            yield from _of_bool(number, node)
        elif isinstance(node, ast.SelectStmt) and node.HasField("where_clause"):
            yield "drop a condition", "the subquery's WHERE is gone", _at(number, _clear_where)
        elif isinstance(node, ast.ColumnRef) and node.fields[-1].WhichOneof("node") == "string":
            name = node.fields[-1].string.sval
            for other in columns.get(name, ()):
                yield "swap columns", f"{other} instead of {name}", _at(number, _rename(other))


def _of_bool(number: int, node: Node) -> Iterator[Place]:
    if node.boolop == ast.NOT_EXPR:
        yield "drop NOT", "NOT is gone", _at(number, _flip(ast.AND_EXPR))
        return
    is_and = node.boolop == ast.AND_EXPR
    word = "conjunct" if is_and else "alternative"
    for place in range(len(node.args)):
        yield (
            f"drop {'a' if is_and else 'an'} {word}",
            f"{word} {place + 1} of {len(node.args)} is gone",
            _at(number, _without(place)),
        )
    if is_and:
        yield "AND to OR", "OR instead of AND", _at(number, _flip(ast.OR_EXPR))
    else:
        yield "OR to AND", "AND instead of OR", _at(number, _flip(ast.AND_EXPR))


def _at(number: int, change: Change) -> Change:
    def apply(tree: Node) -> None:
        change(list(walk(tree))[number])

    return apply


def _clear_where(node: Node) -> None:
    node.ClearField("where_clause")


def _without(place: int) -> Change:
    def apply(node: Node) -> None:
        del node.args[place]

    return apply


def _flip(operator: int) -> Change:
    def apply(node: Node) -> None:
        node.boolop = operator

    return apply


def _rename(name: str) -> Change:
    def apply(node: Node) -> None:
        node.fields[-1].string.sval = name

    return apply
