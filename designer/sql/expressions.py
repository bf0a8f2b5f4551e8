"""Placing expressions in statements: parentheses only where the grammar or the reader needs them."""

from __future__ import annotations

import re
from functools import lru_cache

from designer.design import DesignerError
from designer.postgres.parsing import check_statement, is_keyword_to_quote

_TOKEN = re.compile(
    r"""[eE]'(?:\\.|''|[^'\\])*'    # escape string
      | '(?:[^']|'')*'
      | "(?:[^"]|"")*"
      | \$(?P<tag>(?:[^\W\d]\w*)?)\$.*?\$(?P=tag)\$
      | --[^\n]*
      | /\*.*?\*/
      | [()]""",
    re.VERBOSE | re.DOTALL,
)
_FUNCTION_CALL = re.compile(r"(?P<name>[a-z_][a-z0-9_.]*)\(", re.ASCII)
_SUBQUERY = re.compile(r"\(\s*(?:select|with|values)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z_][a-z0-9_]*\Z", re.ASCII)
_QUOTED_WORD = re.compile(r'"(?:[^"]|"")+"\Z')


def enclose(expression: str) -> str:
    """The expression in exactly one pair of parentheses, not counting those of a subquery."""
    text = expression.strip()
    is_enclosed = text.startswith("(") and not _SUBQUERY.match(text) and _closes_at_end(text)
    return text if is_enclosed else f"({text})"


def enclose_key(expression: str) -> str:
    """An index or partition key: a column or a function call stays bare, anything else needs parentheses."""
    text = expression.strip()
    return text if _is_column(text) or _is_function_call(text) else enclose(text)


@lru_cache(maxsize=4096)
def enclose_default(expression: str) -> str:
    """A column's default: bare where the grammar takes it so (b_expr), else in parentheses (`x at time zone y`)."""
    text = expression.strip()
    try:
        check_statement(f"create table t (c text default {text} not null)")
    except DesignerError:
        return enclose(text)
    return text


def lower_keywords(text: str) -> str:
    """A clause as the server prints it, in lower case outside quotes, where case means nothing."""
    lowered, position = [], 0
    for match in _TOKEN.finditer(text):
        lowered += [_lower_ascii(text[position : match.start()]), match.group()]
        position = match.end()
    return "".join([*lowered, _lower_ascii(text[position:])])


def _lower_ascii(text: str) -> str:
    # PostgreSQL folds the case of ASCII letters only.
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


def _is_column(text: str) -> bool:
    return bool(_QUOTED_WORD.match(text) or (_WORD.match(text) and not is_keyword_to_quote(text)))


def _is_function_call(text: str) -> bool:
    match = _FUNCTION_CALL.match(text)
    # Keywords that look like functions, such as `row(…)` and `not(…)`, are not ones to the grammar.
    return match is not None and not is_keyword_to_quote(match["name"]) and _closes_at_end(text)


def _closes_at_end(text: str) -> bool:
    """Whether the first parenthesis outside strings and comments is closed by the last character."""
    depth = 0
    for match in _TOKEN.finditer(text):
        if match.group() == "(":
            depth += 1
        elif match.group() == ")":
            depth -= 1
            if depth == 0:
                return match.end() == len(text)
    return False
