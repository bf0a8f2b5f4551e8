"""psql-style input as parts: statements with their places, psql's commands, and data; nothing is run here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from designer.postgres.encodings import read_text
from designer.postgres.parts import COLUMN_VERSION, DATA_REASON, Part, ScriptCommand, ScriptStatement, SkippedPart
from designer.postgres.sources import ContentSource, Library, ScriptError, Source
from designer.postgres.splitting import split_text

__all__ = [
    "COLUMN_VERSION",
    "DATA_REASON",
    "Part",
    "Script",
    "ScriptCommand",
    "ScriptError",
    "ScriptStatement",
    "SkippedPart",
    "count_rows",
    "decode_script",
    "read_script",
]

SIZE_LIMIT = 256 << 20
"""Bytes of one file."""
HELD_LIMIT = 4 << 20
"""Bytes of a script whose parts are held in memory; those of a larger one are cut anew whenever they are asked for."""


class Script(Struct, frozen=True):
    """The parts of one file in order; `count` of them are statements. `library` has the files it may include."""

    file: str
    parts: Iterable[Part]
    count: int
    library: Library | None = None

    @property
    def statements(self) -> tuple[ScriptStatement, ...]:
        """All statements; of a large script, ask `parts` instead."""
        return tuple(part for part in self.parts if isinstance(part, ScriptStatement))

    @property
    def skipped(self) -> tuple[SkippedPart, ...]:
        """What is never run: data, and what a server counted for itself."""
        return tuple(part for part in self.parts if isinstance(part, SkippedPart))


def script_of(file: str, statements: Iterable[str]) -> Script:
    """A script of statements that are known already; they count as its lines."""
    parts = tuple(ScriptStatement(sql, file, line, "") for line, sql in enumerate(statements, start=1))
    return Script(file, parts, len(parts))


def read_script(
    source: str | bytes | Source,
    file: str = "x.sql",
    *,
    library: Library | None = None,
    size_limit: int = SIZE_LIMIT,
    check: Callable[[], None] | None = None,
) -> Script:
    """Cuts one file. Raises ScriptError for binary input, wrong encodings and files over the limit.

    `check` is called now and then and may raise to stop.
    """
    if isinstance(source, str | bytes):
        source = ContentSource(source.encode() if isinstance(source, str) else source)
    if source.size > size_limit:
        size, allowed = source.size >> 20, size_limit >> 20
        raise ScriptError(
            f"{file} has {size} MB; at most {allowed} MB can be read. Leave out the data (pg_dump --schema-only)."
        )
    parts = _PartsAnew(source, file, check)
    if source.size <= HELD_LIMIT:
        held = tuple(parts)
        return Script(file, held, sum(isinstance(part, ScriptStatement) for part in held), library)
    return Script(file, parts, sum(isinstance(part, ScriptStatement) for part in parts), library)


class _PartsAnew:
    """The parts of a file, cut at every iteration."""

    def __init__(self, source: Source, file: str, check: Callable[[], None] | None) -> None:
        self._source = source
        self._file = file
        self._check = check

    def __iter__(self) -> Iterator[Part]:
        return split_text(self._pieces(), self._file)

    def _pieces(self) -> Iterator[str]:
        for piece in read_text(self._source, self._file):
            if self._check is not None:
                self._check()
            yield piece


def decode_script(source: bytes, file: str) -> str:
    """The text of a small file. Raises ScriptError naming line and byte of what is no text."""
    return "".join(read_text(ContentSource(source), file))


def count_rows(script: Script) -> int:
    """How many rows of data a script carries that are skipped."""
    return sum(part.rows for part in script.skipped)
