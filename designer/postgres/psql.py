"""psql's variables and the arguments of its commands (PostgreSQL 18 docs, app-psql)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from designer.postgres.quoting import quote_identifier, quote_literal

_REFERENCE = r""":(?:(?P<bare>[A-Za-z_\d]+)|'(?P<literal>\w+)'|"(?P<identifier>\w+)"|\{\?(?P<test>\w+)\})"""
_ANY_REFERENCE = re.compile(_REFERENCE)
_OUTSIDE = re.compile(
    r"""(?P<hidden>::|:=|[eE]'(?:[^'\\]|\\.|'')*'|'[^']*'|"[^"]*"|--[^\n]*|/\*.*?\*/|(?<![\w$])\$(?P<tag>\w*)\$.*?\$(?P=tag)\$)|"""
    + _REFERENCE,
    re.DOTALL,
)
_ARGUMENT = re.compile(
    r"""(?P<filled>:'\w+'|:"\w+"|:\{\?\w+\})|'(?P<quoted>(?:[^'\\]|\\.|'')*)'|(?P<double>"[^"]*")|(?P<back>`[^`]*`)|(?P<plain>[^\s'"`]+)"""
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_TRUE, _FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")


def expand_variables(sql: str, variables: Mapping[str, str]) -> tuple[str, int | None]:
    """A statement with :name, :'name', :"name" and :{?name} filled in, and where the first was; None when none was.

    A name without a value stays as it is, as in psql.
    """
    if not any(_name_of(match) in variables or match["test"] for match in _ANY_REFERENCE.finditer(sql)):
        return sql, None
    first: list[int] = []

    def fill(match: re.Match[str]) -> str:
        if match["hidden"] is not None:
            return match.group()
        if match["test"] is not None:
            first.append(match.start())
            return "TRUE" if match["test"] in variables else "FALSE"
        value = variables.get(_name_of(match))
        if value is None:
            return match.group()
        first.append(match.start())
        return _write(match, value)

    return _OUTSIDE.sub(fill, sql), (first[0] if first else None)


def read_arguments(text: str, variables: Mapping[str, str]) -> list[str]:
    """The arguments of a psql command (what follows its name), with quotes taken off and variables filled in."""
    found: list[str] = []
    end = -1
    for match in _ARGUMENT.finditer(text):
        value = _read_argument(match, variables)
        if match.start() == end and found:
            found[-1] += value  # pieces without space between them are one argument
        else:
            found.append(value)
        end = match.end()
    return found


def is_true(text: str) -> bool | None:
    """What \\if makes of a word; None where psql complains (and takes it for false)."""
    word = text.strip().lower()
    for words, value in ((_TRUE, True), (_FALSE, False)):
        if word and any(one.startswith(word) for one in words):
            return value
    return None


def _read_argument(match: re.Match[str], variables: Mapping[str, str]) -> str:
    if match["quoted"] is not None:
        return "".join(_unescape(match["quoted"]))
    if match["back"] is None:
        return expand_variables(match.group(), variables)[0]
    return ""  # a command of the shell, which is never run


def _unescape(text: str) -> Iterator[str]:
    for piece in re.finditer(r"''|\\(.)|[^\\']+", text, re.DOTALL):
        if piece.group() == "''":
            yield "'"
        else:
            yield _ESCAPES.get(piece[1], piece[1]) if piece[1] else piece.group()


def _name_of(match: re.Match[str]) -> str:
    return match["bare"] or match["literal"] or match["identifier"] or ""


def _write(match: re.Match[str], value: str) -> str:
    if match["literal"] is not None:
        return quote_literal(value)
    return quote_identifier(value) if match["identifier"] is not None else value
