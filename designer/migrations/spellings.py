"""Whether one text is another after renames of columns, where a bare name does not tell which column is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_TOKEN = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|[^\W\d][\w$]*|\d+(?:\.\d+)?|\S")
_ENDS_OF_TARGET = frozenset({",", "from", ""})


def follows_renames(old: str, new: str, columns: Mapping[str, str], *, is_query: bool) -> bool:
    """Whether the normalised texts differ only in identifiers that were renamed so.

    Each place is judged by itself, since tables may share a column name of which only one was renamed. In a query, a
    column of the result that would change its name counts as a difference: PostgreSQL writes "new AS old" there.
    """
    if not columns:
        return False
    ours, theirs = _tokens(old), _tokens(new)
    place = other = 0
    while place < len(ours) and other < len(theirs):
        was, now = ours[place], theirs[other]
        place, other = place + 1, other + 1
        if was == now:
            continue
        if columns.get(_name(was)) != _name(now):
            return False
        keeps_name = _at(theirs, other).lower() == "as" and _at(theirs, other + 1) == was
        if keeps_name and _at(ours, place).lower() != "as":
            other += 2
        elif is_query and _at(ours, place).lower() in _ENDS_OF_TARGET:
            return False
    return place == len(ours) and other == len(theirs)


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text))


def _at(tokens: tuple[str, ...], place: int) -> str:
    return tokens[place] if place < len(tokens) else ""


def _name(token: str) -> str:
    return token[1:-1].replace('""', '"') if token.startswith('"') else token
