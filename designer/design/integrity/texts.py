"""What SQL texts must be, by the place they stand in: judged by PostgreSQL's own grammar."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from designer.postgres.parsing import (
    ACTION_HEAD,
    SqlSyntaxError,
    check_expression,
    check_query,
    check_statement,
    check_type,
)


@lru_cache(maxsize=65536)
def what_is_wrong(kind: str, text: str) -> str:
    """Why the text cannot stand where it is, and what to do; empty when it can. `kind` is a key of `_CHECKS`."""
    try:
        _CHECKS[kind](text)
    except SqlSyntaxError as error:
        return f"the {kind} is not valid SQL: {error} Correct it."
    return ""


def _check_in_statement(pattern: str) -> Callable[[str], None]:
    return lambda text: check_statement(pattern.replace("%s", text))


_EXPRESSIONS = ("default", "generation expression", "check", "predicate", "key", "condition", "USING", "WITH CHECK")

_CHECKS: dict[str, Callable[[str], None]] = {
    **dict.fromkeys(_EXPRESSIONS, check_expression),
    "type": check_type,
    "query": check_query,
    "collation": _check_in_statement("create collation c from %s"),
    "operator class": _check_in_statement("create index on t (c %s)"),
    "exclusion": _check_in_statement("alter table t add constraint c %s"),
    "action": _check_in_statement(f"{ACTION_HEAD}%s"),
    "bound": _check_in_statement("create table p partition of t %s"),
    "result type": _check_in_statement("create function f() returns %s language sql"),
    "body": _check_in_statement("create function f() returns void language sql %s"),
}
