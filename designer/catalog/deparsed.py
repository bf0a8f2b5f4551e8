"""Taking apart the texts PostgreSQL prints for stored objects: always well-formed, quoted and never commented."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

_MARK = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[()\[\],]""")
_SUBQUERY = re.compile(r"\(\s*(?:SELECT|WITH|VALUES)\b")
_WHEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\bWHEN \(""")
_RULE = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|(?P<where>\sWHERE\s)|(?P<do>\sDO(?:\sINSTEAD)?\s+)""")
_ORDER = re.compile(r"(?P<descending> DESC)?(?: NULLS (?:FIRST|LAST))?\Z")
_NAME = r"""(?:"(?:[^"]|"")*"|[^\s"().,]+)(?:\.(?:"(?:[^"]|"")*"|[^\s"().,]+))?"""
_COLLATE = re.compile(rf" COLLATE (?P<name>{_NAME})")
_LEADING_NAME = re.compile(_NAME)


class KeyWords(Struct, frozen=True):
    """What follows the column or expression in one key of an index or partitioning."""

    collation: str | None = None
    opclass: str | None = None


def strip_parentheses(text: str) -> str:
    """The expression without parentheses around the whole of it; a subquery keeps its own."""
    while text.startswith("(") and _closing(text, 0) == len(text) - 1 and not _SUBQUERY.match(text):
        text = text[1:-1]
    return text


def strip_key_parentheses(text: str) -> str:
    """An index key with one pair of parentheses less than `pg_get_indexdef` prints; a function call has none."""
    return text[1:-1] if text.startswith("((") and _closing(text, 0) == len(text) - 1 else text


def trigger_condition(definition: str) -> str:
    """The WHEN condition in what `pg_get_triggerdef` prints, without its parentheses. Raises ValueError without one."""
    for match in _WHEN.finditer(definition):
        if match.group() == "WHEN (":
            start = match.end() - 1
            return strip_parentheses(definition[start : _closing(definition, start) + 1])
    raise ValueError(f"No WHEN condition in: {definition}")


def split_rule(definition: str) -> tuple[str | None, str]:
    """Condition and action in what `pg_get_ruledef` prints, each without what introduces it. Raises ValueError."""
    where, do = None, None
    for match in _RULE.finditer(definition):
        if match.group("where") and where is None:
            where = match.end()
        elif match.group("do") and _is_outside(definition, where or 0, match.start()):
            do = match
            break
    if do is None:
        raise ValueError(f"No action in: {definition}")
    action = definition[do.end() :].strip().removesuffix(";").rstrip()
    condition = None if where is None else strip_parentheses(definition[where : do.start()].strip())
    return condition, action


def _is_outside(text: str, start: int, end: int) -> bool:
    """Whether a position is not inside parentheses opened since `start`."""
    marks = [mark for position, mark in _marks(text, start) if position < end]
    return marks.count("(") == marks.count(")")


def index_key_words(definition: str, method: str, keys: tuple[str, ...]) -> list[KeyWords]:
    """Collation and operator class of each key, from what `pg_get_indexdef` prints for the index and for each key."""
    start = definition.index("(", definition.index(f" USING {method} ") if f" USING {method} " in definition else 0)
    parts = split_list(definition[start + 1 : _closing(definition, start)])
    return [read_key_words(part[len(key) :]) for part, key in zip(parts, keys, strict=True)]


def read_key_words(text: str) -> KeyWords:
    """Collation and operator class in ` COLLATE x opclass(options) DESC NULLS LAST`, each part optional."""
    collation = None
    if match := _COLLATE.match(text):
        collation, text = match["name"], text[match.end() :]
    opclass = _ORDER.sub("", text).strip()
    return KeyWords(collation, opclass or None)


def partition_keys(definition: str) -> tuple[str, list[str]]:
    """Strategy and key texts of what `pg_get_partkeydef` prints: "RANGE (a, lower(b))" gives "range" and both keys."""
    strategy, _, keys = definition.partition(" ")
    return strategy.lower(), split_list(keys[1:-1])


def split_partition_key(text: str, *, is_column: bool) -> tuple[str, KeyWords]:
    """One key of a partitioning: the quoted column or the expression, and what follows it."""
    if is_column:
        match = _LEADING_NAME.match(text)
        end = match.end() if match else len(text)
    else:
        end = _closing(text, next(position for position, mark in _marks(text) if mark == "(")) + 1
    return text[:end], read_key_words(text[end:])


def split_list(text: str) -> list[str]:
    """The parts between the commas outside parentheses, brackets and quotes, trimmed."""
    parts, depth, start = [], 0, 0
    for position, mark in _marks(text):
        if mark in "([":
            depth += 1
        elif mark in ")]":
            depth -= 1
        elif mark == "," and depth == 0:
            parts.append(text[start:position].strip())
            start = position + 1
    return [*parts, text[start:].strip()]


def _closing(text: str, start: int) -> int:
    """Position of the parenthesis that closes the one at `start`, or -1."""
    depth = 0
    for position, mark in _marks(text, start):
        if mark == "(":
            depth += 1
        elif mark == ")":
            depth -= 1
            if depth == 0:
                return position
    return -1


def _marks(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    for match in _MARK.finditer(text, start):
        if len(match.group()) == 1:
            yield match.start(), match.group()
