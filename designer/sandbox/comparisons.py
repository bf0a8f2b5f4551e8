"""Comparing two dumps in words. Order counts only where it means something: inside one object."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HEADER = re.compile(r"^-- Name: (.*); Type: ([^;]+); Schema: (.*); Owner: (.*)$", re.MULTILINE)

_COLUMN_LISTS = frozenset({"STATISTICS", "PUBLICATION TABLE"})
"""Kinds whose lists of columns PostgreSQL keeps in the order in which these stand in the table."""
Key = tuple[str, str, str]
"""Kind, schema and name, as pg_dump gives them."""


def compare_dumps(
    left: str,
    right: str,
    *,
    left_name: str = "the input",
    right_name: str = "the rebuilt database",
    ignores_order: bool = False,
) -> list[str]:
    """What differs between two texts of `render_entries`, one sentence per object; empty when nothing does.

    `ignores_order` lets columns, of whatever kind of object, and attributes of composite types stand in any order.
    """
    ours, theirs = _split(left), _split(right)
    if ignores_order:
        ours, theirs = _sorted(ours), _sorted(theirs)
    return list(_compare(ours, theirs, left_name, right_name))


def _sorted(dump: dict[Key, list[str]]) -> dict[Key, list[str]]:
    """The dump with the lines of tables and composite types sorted; the values of an enum stay as they are."""
    return {
        key: _sort_columns(lines)
        if key[0] in _COLUMN_LISTS
        else sorted(lines)
        if key[0] in {"TABLE", "FOREIGN TABLE", "ACL"}
        or (key[0] == "TYPE" and not any("AS ENUM" in line for line in lines))
        else lines
        for key, lines in dump.items()
    }


def _sort_columns(lines: list[str]) -> list[str]:
    """The words with those of a list of columns in any order; only good for comparing them with others."""
    return sorted(re.split(r", | ON | FROM | \(|\)", "\n".join(lines)))


def _compare(left: dict[Key, list[str]], right: dict[Key, list[str]], left_name: str, right_name: str) -> Iterator[str]:
    for key in sorted({*left, *right}):
        if key not in right:
            yield f"only in {left_name}: {_describe(key)}"
        elif key not in left:
            yield f"only in {right_name}: {_describe(key)}"
        elif left[key] != right[key]:
            yield f"differs: {_describe(key)}: {_first_difference(left[key], right[key])}"


def _split(dump: str) -> dict[Key, list[str]]:
    """The lines of every object, its owner first; objects of one name (there are some, such as rules) are joined."""
    found: dict[Key, list[str]] = {}
    pieces = _HEADER.split(dump)
    for name, kind, schema, owner, body in zip(*(pieces[start::5] for start in range(1, 6)), strict=True):
        lines = [line for line in body.split("\n") if line.strip()]
        if kind in {"TABLE", "TYPE"}:
            # The comma belongs to the next column, not to this one.
            lines = [line.rstrip(",") for line in lines]
        found.setdefault((kind, "" if schema == "-" else schema, name), []).extend([f"owner {owner}", *lines])
    return found


def _describe(key: Key) -> str:
    kind, schema, name = key
    return f"{kind} {schema}.{name}" if schema else f"{kind} {name}"


def _first_difference(left: list[str], right: list[str]) -> str:
    for before, after in zip(left, right, strict=False):
        if before != after:
            return f"{before.strip()} ⇢ {after.strip()}"
    longer, word = (left, "missing") if len(left) > len(right) else (right, "added")
    return f"{word}: {longer[min(len(left), len(right))].strip()}"
