"""What a script consists of: statements, psql's commands, and what is not run."""

from __future__ import annotations

import re
from typing import TypeAlias

from msgspec import Struct

COLUMN_VERSION = re.compile(
    r"^ALTER (?:FOREIGN )?TABLE ONLY .+ ALTER COLUMN .+ SET \(pg_attver=\d+\)(?:;\n*|\Z)", re.MULTILINE
)
"""Bookkeeping that pg_dump writes for every column of a server since 15.20; other servers refuse it."""

DATA_REASON = "data is not part of a schema and was not loaded"


class ScriptStatement(Struct, frozen=True):
    """One statement without its semicolon; `line` and `column` are those of its first word, from 1.

    `kind` is its command ("CREATE TABLE"). `ending` is the psql command that ends it (\\gexec, \\gset …); `data` are
    the rows that follow COPY … FROM stdin, where they are to be loaded.
    """

    sql: str
    file: str
    line: int
    kind: str
    column: int = 1
    ending: str = ""
    data: str | None = None


class ScriptCommand(Struct, frozen=True):
    """A line for psql, with its backslash."""

    text: str
    file: str
    line: int
    column: int = 1

    @property
    def name(self) -> str:
        """The command without what follows it."""
        match = re.match(r"\\(?:[A-Za-z_+]+|.)?", self.text)
        return match.group() if match else self.text


class SkippedPart(Struct, frozen=True):
    """Something in a file that is not run, and why; `is_harmless` when skipping it changes nothing.

    `rows` counts the rows of data in it.
    """

    file: str
    line: int
    what: str
    why: str
    is_harmless: bool = False
    rows: int = 0


Part: TypeAlias = ScriptStatement | ScriptCommand | SkippedPart


def command_of(sql: str) -> str:
    """The command a statement begins with, in upper case and with the kind of its object: "ALTER TABLE", "SELECT"."""
    head = _WORD.match(sql)
    if head is not None and (first := head.group().upper()) not in {"CREATE", "ALTER", "DROP"}:
        return first
    words: list[str] = [word.upper() for word in _WORD.findall(_COMMENT.sub(" ", sql[:2000]))[:8]]
    if not words:
        return ""
    rest = [word for word in words[1:] if word not in _NOISE]
    if not rest:
        return words[0]
    second = f"{rest[0]} {rest[1]}" if len(rest) > 1 and rest[0] in _DOUBLE else rest[0]
    return f"{words[0]} {second}"


_WORD = re.compile(r"[A-Za-z_]+")
_COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_NOISE = frozenset({
    "OR", "REPLACE", "TEMP", "TEMPORARY", "UNLOGGED", "UNIQUE", "GLOBAL", "LOCAL", "RECURSIVE", "TRUSTED",
    "PROCEDURAL", "CONSTRAINT",
})  # fmt: skip
_DOUBLE = frozenset({"MATERIALIZED", "FOREIGN", "EVENT", "DEFAULT", "TEXT", "OPERATOR", "ACCESS"})
