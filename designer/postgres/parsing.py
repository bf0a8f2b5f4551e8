"""PostgreSQL's own parser: the only module that imports the parser library.

What a text means is judged by PostgreSQL's grammar here and by a server elsewhere, never by regular expressions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, TypeAlias

import postgast
from postgast import pg_query_pb2 as ast

from designer.design.errors import DesignerError

__all__ = [
    "ACTION_HEAD",
    "Node",
    "SqlSyntaxError",
    "action_tree",
    "ast",
    "check_expression",
    "check_query",
    "check_statement",
    "check_type",
    "deparse_action",
    "deparse_expression",
    "deparse_node",
    "deparse_query",
    "expression_tree",
    "is_keyword_to_quote",
    "normalise_action",
    "normalise_expression",
    "normalise_query",
    "parse_expression",
    "parse_statements",
    "procedure_queries",
    "query_tree",
    "rewrite_statement",
    "split_statements",
    "unwrap",
    "walk",
]

Node: TypeAlias = Any
"""A protobuf message of the parse tree (`ast.SelectStmt`, `ast.ColumnRef` …)."""

ACTION_HEAD = "CREATE RULE r AS ON INSERT TO t DO "
"""What makes a statement of a rule's action, as the grammar's own writer spells it."""
_EXPRESSION_HEAD = "SELECT\n"
_QUERY_TEXT = re.compile(r'"query": ?("(?:[^"\\]|\\.)*")')


class SqlSyntaxError(DesignerError):
    """A text PostgreSQL's grammar refuses; `position` is the character it stopped at, from 0, or None."""

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position


@lru_cache(maxsize=4096)
def is_keyword_to_quote(word: str) -> bool:
    """Whether an identifier spelled like this is a keyword that `quote_ident` would quote (any but unreserved ones)."""
    tokens = postgast.scan(word).tokens
    return bool(tokens) and tokens[0].keyword_kind not in (ast.NO_KEYWORD, ast.UNRESERVED_KEYWORD)


def parse_statements(text: str) -> list[Node]:
    """The statements of a text as parse trees. Raises SqlSyntaxError."""
    return [unwrap(raw.stmt) for raw in _parse(text).stmts]


def procedure_queries(definition: str) -> list[str]:
    """The SQL texts and expressions inside a PL/pgSQL function, given as CREATE FUNCTION. Raises SqlSyntaxError.

    What EXECUTE puts together at run time is seen as the expression that makes it.
    """
    try:
        document = json.dumps(postgast.parse_plpgsql(definition))
    except postgast.PgQueryError as error:
        raise _syntax_error(error) from error
    except json.JSONDecodeError as error:
        document = error.doc  # libpg_query writes unbalanced brackets for the variables of triggers
    return [json.loads(text) for text in _QUERY_TEXT.findall(document)]


def parse_expression(text: str) -> Node:
    """The parse tree of one scalar expression. Raises SqlSyntaxError, also for more than an expression."""
    return unwrap(_select_of_expression(text).target_list[0].res_target.val)


def check_expression(text: str) -> None:
    """Raises SqlSyntaxError unless the text is exactly one scalar expression."""
    _select_of_expression(text)


def check_query(text: str) -> None:
    """Raises SqlSyntaxError unless the text is exactly one SELECT (or VALUES, TABLE, WITH … SELECT)."""
    _query_of(text)


def check_statement(text: str) -> None:
    """Raises SqlSyntaxError unless the text is exactly one statement."""
    _only(parse_statements(text), "statement")


def check_row_changes(text: str) -> None:
    """Raises SqlSyntaxError unless every statement of the text is an INSERT, UPDATE or DELETE."""
    for statement, tree in zip(split_statements(text), parse_statements(text), strict=True):
        if not isinstance(tree, ast.InsertStmt | ast.UpdateStmt | ast.DeleteStmt):
            raise SqlSyntaxError(f"{_shorten(statement)} changes no rows. Give INSERT, UPDATE and DELETE alone.")


def check_type(text: str) -> None:
    """Raises SqlSyntaxError unless the text is a type name, with optional modifiers and brackets."""
    tree = parse_expression(f"NULL::{text}")
    if not isinstance(tree, ast.TypeCast) or not isinstance(unwrap(tree.arg), ast.A_Const):
        raise SqlSyntaxError(f"{text!r} is not a type. Give one such as text, numeric(10,2) or uuid[].")


def split_statements(text: str) -> list[str]:
    """The statements of a text, trimmed, without semicolons. Raises SqlSyntaxError."""
    try:
        return [statement.strip() for statement in postgast.split(text) if statement.strip()]
    except postgast.PgQueryError as error:
        raise _syntax_error(error) from error


def normalise_expression(text: str) -> str:
    """The expression as the grammar's own writer spells it: spacing, case and redundant parentheses do not count.

    A text that does not parse is returned as it is: equality is then equality of text.
    """
    return _normalise("expression", text)


def normalise_query(text: str) -> str:
    """Like `normalise_expression`, for one SELECT."""
    return _normalise("query", text)


def normalise_action(text: str) -> str:
    """Like `normalise_expression`, for what a rule does: NOTHING, a statement, or several in parentheses."""
    return _normalise("action", text)


def deparse_action(rule: Node) -> str:
    """The text of a tree made by `action_tree`."""
    wrapped = ast.ParseResult(stmts=[ast.RawStmt(stmt=ast.Node(rule_stmt=rule))])
    return str(postgast.deparse(wrapped)).removeprefix(ACTION_HEAD)


def action_tree(text: str) -> Node:
    """A rule's action as the CREATE RULE around it: a fresh tree to be changed in place. Raises SqlSyntaxError."""
    return _only(parse_statements(f"{ACTION_HEAD}{text}"), "action")


def deparse_expression(select: Node) -> str:
    """The text of a tree made by `expression_tree`."""
    return str(postgast.deparse(_wrap(select))).removeprefix("SELECT ")


def deparse_node(node: Node) -> str:
    """The text of an expression's tree, or of a part of one, as `ast.Node`."""
    target = ast.Node(res_target=ast.ResTarget(val=node))
    return deparse_expression(ast.SelectStmt(target_list=[target], limit_option=ast.LIMIT_OPTION_DEFAULT))


def deparse_query(select: Node) -> str:
    """The text of a tree made by `query_tree`."""
    return str(postgast.deparse(_wrap(select)))


def expression_tree(text: str) -> Node:
    """An expression as the SELECT around it: a fresh tree that may be changed in place. Raises SqlSyntaxError."""
    return _select_of_expression(text)


def query_tree(text: str) -> Node:
    """A query as a fresh tree that may be changed in place. Raises SqlSyntaxError."""
    return _query_of(text)


def rewrite_statement(text: str, change: Callable[[Node], None]) -> str:
    """One statement as the grammar writes it after its tree was changed in place. Raises SqlSyntaxError."""
    result = _parse(text)
    change(unwrap(result.stmts[0].stmt))
    return str(postgast.deparse(result))


def walk(tree: Node) -> Iterator[Node]:
    """Every node of a tree, parents before children."""
    return (node for _, node in postgast.walk(tree))


@lru_cache(maxsize=16384)
def _normalise(kind: str, text: str) -> str:
    try:
        if kind == "expression":
            return deparse_expression(_select_of_expression(text))
        if kind == "action":
            return deparse_action(action_tree(text))
        return deparse_query(_query_of(text))
    except SqlSyntaxError:
        return text


def _parse(text: str) -> Node:
    if "\x00" in text:
        raise SqlSyntaxError("SQL cannot contain the character NUL. Remove it.", text.index("\x00"))
    try:
        return postgast.parse(text)
    except postgast.PgQueryError as error:
        raise _syntax_error(error) from error


def _select_of_expression(text: str) -> Node:
    if not text.strip():
        raise SqlSyntaxError("The expression is empty. Give one value or condition.")
    try:
        statement = _only(parse_statements(f"{_EXPRESSION_HEAD}{text}\n"), "expression")
    except SqlSyntaxError as error:
        position = None if error.position is None else max(0, error.position - len(_EXPRESSION_HEAD))
        raise SqlSyntaxError(str(error), position) from error
    if "--" in text and not _survives_parentheses(text):
        raise SqlSyntaxError(f"{_shorten(text)} ends in a line comment. Write it as /* … */.")
    if not _is_bare_expression(statement):
        raise SqlSyntaxError(f"{_shorten(text)} is not a single expression. Give one value or condition only.")
    return statement


def _survives_parentheses(text: str) -> bool:
    # Expressions are written inside parentheses, which a closing "-- …" would comment out.
    try:
        return len(_parse(f"SELECT ({text})").stmts) == 1
    except SqlSyntaxError:
        return False


def _is_bare_expression(statement: Node) -> bool:
    if not isinstance(statement, ast.SelectStmt):
        return False
    clauses = {field.name for field, _ in statement.ListFields()} - {"target_list", "limit_option", "op"}
    if clauses or len(statement.target_list) != 1 or statement.op != ast.SETOP_NONE:
        return False
    target = statement.target_list[0].res_target
    value = unwrap(target.val)
    is_star = isinstance(value, ast.ColumnRef) and value.fields[-1].WhichOneof("node") == "a_star"
    return not target.name and not is_star


def _query_of(text: str) -> Node:
    statement = _only(parse_statements(text), "query")
    if not isinstance(statement, ast.SelectStmt) or statement.HasField("into_clause"):
        raise SqlSyntaxError(f"{_shorten(text)} is not a query. Give one SELECT.")
    return statement


def _only(statements: list[Node], what: str) -> Node:
    if len(statements) != 1:
        count = "Nothing" if not statements else f"{len(statements)} statements"
        raise SqlSyntaxError(f"{count} where one {what} is needed. Give exactly one.")
    return statements[0]


def _wrap(statement: ast.SelectStmt) -> ast.ParseResult:
    return ast.ParseResult(stmts=[ast.RawStmt(stmt=ast.Node(select_stmt=statement))])


def unwrap(node: Node) -> Node:
    """What an `ast.Node` holds."""
    return postgast.unwrap_node(node)


def _syntax_error(error: postgast.PgQueryError) -> SqlSyntaxError:
    position = error.cursorpos - 1 if error.cursorpos > 0 else None
    return SqlSyntaxError(f"{error.message[:1].upper()}{error.message[1:]}.", position)


def _shorten(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat[:60]}…”" if len(flat) > 60 else f"“{flat}”"
