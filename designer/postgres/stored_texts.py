"""Texts PostgreSQL prints for stored expressions and queries, made such that it stores the same when it reads them.

A few things come out in a form that is read back differently, and then printed differently (ruleutils.c, 13 to 18):

- `x IN ('a')` over varchar is printed as `ANY ((ARRAY['a'::character varying])::text[])`; reading that casts each
  element instead of the array. A cast of the array to its own type in between keeps the outer one where it is.
- A bare `'a'` or NULL in a later arm of a UNION, or in a subquery of an expression, is printed with the type it got and
  without the name it has, `?column?`; reading that names it after the type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

_TOKEN = re.compile(
    r"""(?P<string>[eEbBxX]?'(?:[^']|'')*')
      | (?P<word>"(?:[^"]|"")*"|[^\W\d][\w$]*)
      | (?P<mark>::|[()\[\],;])
      | (?P<other>[\d.]+|[^\s\w])""",
    re.VERBOSE,
)
_SUSPECT = re.compile(r"ARRAY\[|(?:SELECT|DISTINCT|,) *(?:\n|\\n)? *(?:[eEbBxX]?'(?:[^']|'')*'|NULL)::")
_ENDS_OF_TARGETS = frozenset({
    "FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "EXCEPT", "INTERSECT", "ORDER", "LIMIT", ";",
})  # fmt: skip
_BEFORE_TARGET = frozenset({"SELECT", "DISTINCT"})
_DEPTHS = {"(": 1, "[": 1, ")": -1, "]": -1}
_NAMELESS = ' AS "?column?"'


class _Token(Struct, frozen=True):
    kind: str
    text: str
    start: int
    end: int


class _Level(Struct):
    """What is open between two parentheses; `literal` is the end of a target that so far is a cast literal."""

    is_in_targets: bool = False
    at_start: bool = False
    literal: int | None = None


def is_read_differently(text: str) -> bool:
    """Whether a text may hold such a form; quick, and right whenever it says no."""
    return _SUSPECT.search(text) is not None


def read_alike(text: str) -> str:
    """The text, changed where needed so that storing it and printing it again gives what was printed first."""
    if not is_read_differently(text):
        return text
    tokens = [_Token(match.lastgroup or "", match.group(), *match.span()) for match in _TOKEN.finditer(text)]
    insertions = sorted([*_array_casts(text, tokens), *_nameless_targets(tokens)], reverse=True)
    for place, addition in insertions:
        text = text[:place] + addition + text[place:]
    return text


def _array_casts(text: str, tokens: list[_Token]) -> Iterator[tuple[int, str]]:
    """Where `(ARRAY['a'::t, …])::u[]`, which has no parentheses when printed prettily, needs `::t[]` at the bracket."""
    for place, (token, following) in enumerate(pairwise(tokens)):
        if token.text != "ARRAY" or following.text != "[":
            continue
        close = _closing(tokens, place + 1)
        after = [row.text for row in tokens[close + 1 : close + 3]]
        if after[:1] != ["::"] and after != [")", "::"]:
            continue
        element = _element_type(text, tokens[place + 2 : close])
        if element is not None and not text.startswith(f"::{element}[]", tokens[close].end):
            yield tokens[close].end, f"::{element}[]"


def _element_type(text: str, tokens: list[_Token]) -> str | None:
    """The type that the first element, a literal, is cast to last; None where it is something else."""
    if len(tokens) < 3 or (tokens[0].kind != "string" and tokens[0].text != "NULL") or tokens[1].text != "::":
        return None
    depth, start, end = 0, 2, 2
    while end < len(tokens) and (depth or tokens[end].text != ","):
        depth += _DEPTHS.get(tokens[end].text, 0)
        start = end + 1 if tokens[end].text == "::" else start
        end += 1
    return text[tokens[start].start : tokens[end - 1].end]


def _closing(tokens: list[_Token], place: int) -> int:
    """The place of the bracket that closes the one at `place`."""
    depth = 0
    for other in range(place, len(tokens)):
        depth += _DEPTHS.get(tokens[other].text, 0)
        if depth == 0:
            return other
    return len(tokens) - 1


def _nameless_targets(tokens: list[_Token]) -> Iterator[tuple[int, str]]:
    """Where a result column that is only a cast literal has no name."""
    levels = [_Level()]
    for place, token in enumerate(tokens):
        level = levels[-1]
        if token.text in ("(", "["):
            levels.append(_Level())
        elif token.text in (")", "]"):
            if level.literal is not None:
                yield level.literal, _NAMELESS
            levels = levels[:-1] or [_Level()]
            if levels[-1].literal is not None:
                levels[-1].literal = token.end
        else:
            if level.literal is not None and (token.text == "," or token.text in _ENDS_OF_TARGETS):
                yield level.literal, _NAMELESS
            _advance(level, token, tokens[place + 1].text if place + 1 < len(tokens) else "")
    if levels[-1].literal is not None:
        yield levels[-1].literal, _NAMELESS


def _advance(level: _Level, token: _Token, following: str) -> None:
    """Takes one token that is no parenthesis into account."""
    was_at_start, level.at_start = level.at_start, False
    if token.text in _BEFORE_TARGET:
        level.is_in_targets, level.at_start, level.literal = True, True, None
    elif token.text in _ENDS_OF_TARGETS:
        level.is_in_targets, level.literal = False, None
    elif token.text == ",":
        level.at_start, level.literal = level.is_in_targets, None
    elif was_at_start and following == "::" and (token.kind == "string" or token.text == "NULL"):
        level.literal = token.end
    elif level.literal is not None:
        # Words and dots of the type's name; an AS means that it has a name.
        level.literal = None if token.text == "AS" or token.kind == "string" else token.end
