"""Conditions written in the form PostgreSQL answers fastest, without changing what they say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from designer.advisor.expressions import function_name, is_identity
from designer.postgres.parsing import Node, ast, deparse_expression, expression_tree, unwrap


def wrap_calls(text: str) -> str:
    """The condition with every call that names the caller in a SELECT of its own, which is run once for all rows."""
    tree = expression_tree(text)
    for node in list(_bare_calls(tree)):
        call = ast.Node()
        call.CopyFrom(node)
        node.sub_link.CopyFrom(ast.SubLink(sub_link_type=ast.EXPR_SUBLINK, subselect=_select(call)))
    return deparse_expression(tree)


def gather_sets(text: str) -> str:
    """The condition with `= any (array(select f()))` in the place of `in (select f())`: only that uses an index."""
    tree = expression_tree(text)
    for node in list(_function_sets(tree)):
        link = ast.SubLink()
        link.CopyFrom(node.sub_link)
        array = ast.SubLink(sub_link_type=ast.ARRAY_SUBLINK, subselect=link.subselect)
        equals = ast.Node(string=ast.String(sval="="))
        comparison = ast.A_Expr(
            kind=ast.AEXPR_OP_ANY, name=[equals], lexpr=link.testexpr, rexpr=ast.Node(sub_link=array)
        )
        node.a_expr.CopyFrom(comparison)
    return deparse_expression(tree)


def has_bare_calls(text: str) -> bool:
    """Whether a call that names the caller is run for every row."""
    return any(_bare_calls(expression_tree(text)))


def has_function_sets(text: str) -> bool:
    """Whether a column is looked for in what a function returns, by IN."""
    return any(_function_sets(expression_tree(text)))


def _bare_calls(tree: Any) -> Iterator[Any]:
    """The nodes that hold such calls, outside of wrapping subqueries."""
    if isinstance(tree, ast.Node):
        kind = tree.WhichOneof("node")
        if kind == "func_call" and is_identity(tree.func_call):
            yield tree
            return
        if kind == "sub_link" and not unwrap(tree.sub_link.subselect).from_clause:
            return
    yield from (found for child in _children(tree) for found in _bare_calls(child))


def _function_sets(tree: Any) -> Iterator[Any]:
    if isinstance(tree, ast.Node) and tree.WhichOneof("node") == "sub_link":
        link = tree.sub_link
        select = unwrap(link.subselect)
        is_set = link.sub_link_type == ast.ANY_SUBLINK and not link.oper_name and not select.from_clause
        if is_set and len(select.target_list) == 1 and function_name(unwrap(select.target_list[0].res_target.val)):
            yield tree
            return
    yield from (found for child in _children(tree) for found in _function_sets(child))


def _children(tree: Any) -> Iterator[Any]:
    for field, value in tree.ListFields():
        if field.message_type is not None:
            yield from value if hasattr(value, "__len__") and not hasattr(value, "ListFields") else (value,)


def _select(value: Node) -> Node:
    target = ast.Node(res_target=ast.ResTarget(val=value))
    select = ast.SelectStmt(target_list=[target], limit_option=ast.LIMIT_OPTION_DEFAULT, op=ast.SETOP_NONE)
    return ast.Node(select_stmt=select)
