"""Keeping secrets off the screen: passwords and keys that stand in the options of servers and user mappings."""

from __future__ import annotations

import re

_OPTIONS = re.compile(r"\boptions\s*\(", re.IGNORECASE)
_PAIR = re.compile(
    r"""(?P<name>"(?:[^"]|"")*"|\w+)(?P<space>\s+)(?P<value>[eE]?'(?:[^']|'')*')""",
)
_SECRET = re.compile(r"pass|secret|token|credential|api_?key\b|access_?key|private", re.IGNORECASE)
HIDDEN = "'••••••'"
"""What is shown instead. It is no value that anybody would mean."""


def hide_secrets(sql: str) -> str:
    """The SQL to be shown: the values of options that are secrets by their name are hidden. It is not fit to be run."""
    if not _OPTIONS.search(sql):
        return sql
    return _PAIR.sub(lambda match: match[0] if not _SECRET.search(match["name"]) else _hidden(match), sql)


def hide_secret_values(options: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Options to be shown."""
    return tuple((name, HIDDEN.strip("'") if _SECRET.search(name) else value) for name, value in options)


def _hidden(match: re.Match[str]) -> str:
    return f"{match['name']}{match['space']}{HIDDEN}"
