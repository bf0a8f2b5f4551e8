"""Conditions of policies as syntax trees, read from the texts in which PostgreSQL has resolved every name.

In such a text a bare name is a column of the policy's own table, and inside a subquery every column carries the name
of its relation. So what a name was bound to can be told, whatever its author had in mind.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from designer.postgres.parsing import Node, SqlSyntaxError, ast, deparse_node, parse_expression, unwrap, walk

_IDENTITY = {("auth", "uid"), ("auth", "email"), ("auth", "jwt"), ("auth", "role")}
_METADATA = {"user_metadata", "raw_user_meta_data"}


@lru_cache(maxsize=4096)
def parse_condition(text: str | None) -> Node | None:
    """The tree of a resolved condition; None for none, and for what the grammar here does not know yet."""
    if text is None:
        return None
    try:
        return parse_expression(text)
    except SqlSyntaxError:
        return None


def text_of(node: Node) -> str:
    """The canonical text of an expression."""
    return deparse_node(_as_node(node)) if node is not None else ""


def alternatives(node: Node) -> list[Node]:
    """What is joined by OR; the node itself where nothing is."""
    return _parts(node, ast.OR_EXPR)


def conjuncts(node: Node) -> list[Node]:
    """What is joined by AND."""
    return _parts(node, ast.AND_EXPR)


def _parts(node: Node, kind: int) -> list[Node]:
    if isinstance(node, ast.BoolExpr) and node.boolop == kind:
        return [part for arg in node.args for part in _parts(unwrap(arg), kind)]
    return [node]


def bare(node: Node) -> Node:
    """Without casts and without a subquery that only wraps a value."""
    while True:
        if isinstance(node, ast.TypeCast):
            node = unwrap(node.arg)
        elif isinstance(node, ast.SubLink) and node.sub_link_type == ast.EXPR_SUBLINK:
            select = unwrap(node.subselect)
            if select.from_clause or len(select.target_list) != 1:
                return node
            node = unwrap(select.target_list[0].res_target.val)
        else:
            return node


def function_name(node: Node) -> tuple[str, ...]:
    """Schema and name of a call, in lower case; empty for anything else."""
    if not isinstance(node, ast.FuncCall):
        return ()
    return tuple(part.string.sval.lower() for part in node.funcname)


def is_identity(node: Node) -> bool:
    """Whether a value names the caller: auth.uid(), a claim, a setting."""
    inner = bare(node)
    if isinstance(inner, ast.A_Expr) and operator(inner) in {"->", "->>", "#>", "#>>"}:
        return is_identity(unwrap(inner.lexpr))
    name = function_name(inner)
    if name and name[-1] in {"nullif", "coalesce"} and inner.args:
        return is_identity(unwrap(inner.args[0]))
    return name in _IDENTITY or (bool(name) and name[-1] == "current_setting")


def names_identity(node: Node) -> bool:
    """Whether the caller is asked for anywhere in it."""
    return any(is_identity(part) for part in walk(node) if isinstance(part, ast.FuncCall))


def operator(node: Node) -> str:
    """The operator of an expression, empty where it has none."""
    return node.name[-1].string.sval if isinstance(node, ast.A_Expr) and node.name else ""


def column_name(node: Node) -> str | None:
    """The bare column that a value is, through casts."""
    inner = bare(node)
    if isinstance(inner, ast.ColumnRef) and len(inner.fields) == 1:
        field = unwrap(inner.fields[0])
        return str(field.sval) if isinstance(field, ast.String) else None
    return None


def column_path(node: Node) -> tuple[str, ...]:
    """A column with the name of its relation before it, where it has one."""
    if not isinstance(node, ast.ColumnRef):
        return ()
    fields = [unwrap(field) for field in node.fields]
    return tuple(field.sval for field in fields if isinstance(field, ast.String))


def constant(node: Node) -> Any:
    """The value of a constant, through casts; None where it is none."""
    inner = bare(node)
    if not isinstance(inner, ast.A_Const) or inner.isnull:
        return None
    kind = inner.WhichOneof("val")
    if kind is None:
        return None
    value = getattr(inner, kind)
    return {"sval": lambda: value.sval, "boolval": lambda: value.boolval, "ival": lambda: value.ival}.get(
        kind, lambda: None
    )()


def equalities(node: Node) -> Iterator[tuple[Node, Node]]:
    """The equalities among the conjuncts of a condition, each in both directions; ANY counts."""
    for part in conjuncts(node):
        if isinstance(part, ast.A_Expr) and operator(part) == "=":
            one, other = unwrap(part.lexpr), unwrap(part.rexpr)
            yield one, other
            if part.kind == ast.AEXPR_OP:
                yield other, one


def is_open(node: Node) -> bool:
    """Whether a condition is true for everybody who is signed in, whatever the row."""
    if constant(node) is True:
        return True
    if isinstance(node, ast.BoolExpr):
        if node.boolop == ast.NOT_EXPR:
            return constant(unwrap(node.args[0])) is False
        test = all if node.boolop == ast.AND_EXPR else any
        return test(is_open(unwrap(arg)) for arg in node.args)
    if isinstance(node, ast.NullTest):
        return node.nulltesttype == ast.IS_NOT_NULL and is_identity(unwrap(node.arg))
    if isinstance(node, ast.A_Expr) and operator(node) == "=" and node.kind == ast.AEXPR_OP:
        one, other = unwrap(node.lexpr), unwrap(node.rexpr)
        if text_of(one) == text_of(other) and not names_identity(one):
            return True
        for left, right in ((one, other), (other, one)):
            if function_name(bare(left)) == ("auth", "role") and constant(right) == "authenticated":
                return True
    return False


def subqueries(node: Node) -> Iterator[tuple[Node, Node]]:
    """Every subquery that reads relations: the SubLink and its SELECT."""
    for part in walk(node):
        if isinstance(part, ast.SubLink):
            select = unwrap(part.subselect)
            if select.from_clause:
                yield part, select


def relations(node: Node) -> Iterator[tuple[str, str]]:
    """Schema (empty where it is not said) and name of the relations it reads or writes."""
    for part in walk(node):
        if isinstance(part, ast.RangeVar):
            yield part.schemaname, part.relname


def names_own_table(select: Node, table: str) -> bool:
    """Whether a subquery refers to the row that the policy is asked for."""
    inside = {part.alias.aliasname or part.relname for part in walk(select) if isinstance(part, ast.RangeVar)}
    if table in inside:
        return False
    return any(column_path(part)[:1] == (table,) for part in walk(select) if isinstance(part, ast.ColumnRef))


def captured_names(node: Node) -> Iterator[str]:
    """Comparisons of a column with itself inside subqueries: a name that was meant for the outer table."""
    for _, select in subqueries(node):
        for part in walk(select):
            if isinstance(part, ast.A_Expr) and operator(part) == "=" and part.kind == ast.AEXPR_OP:
                one, other = unwrap(part.lexpr), unwrap(part.rexpr)
                if isinstance(one, ast.ColumnRef) and column_path(one) == column_path(other):
                    yield text_of(part)


def reads_user_metadata(node: Node) -> bool:
    """Whether something asks what users may write about themselves."""
    for part in walk(node):
        if isinstance(part, ast.A_Const) and part.WhichOneof("val") == "sval" and part.sval.sval in _METADATA:
            return True
        if isinstance(part, ast.ColumnRef) and column_path(part)[-1:] == ("raw_user_meta_data",):
            return True
    return False


def _as_node(node: Node) -> Node:
    """The ast.Node around a message, by the field that holds its type."""
    if isinstance(node, ast.Node):
        return node
    wrapped = ast.Node()
    for field in wrapped.DESCRIPTOR.fields:
        if field.message_type is not None and field.message_type.name == node.DESCRIPTOR.name:
            getattr(wrapped, field.name).CopyFrom(node)
            return wrapped
    raise TypeError(f"{node.DESCRIPTOR.name} is no node.")
