"""Folders as libraries of files; links are not followed, so nothing outside is read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from designer.postgres.sources import FileSource, ScriptError, Source

COUNT_LIMIT = 50_000
"""Files a folder may have."""
PASSED_BY = frozenset({"node_modules", ".git", ".temp", ".branches", "__MACOSX", ".venv", "__pycache__"})
"""Folders of tools, which are no part of anybody's project."""


class FolderLibrary:
    """The files below a folder. Raises ScriptError when it cannot be read."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name or str(folder)
        self._folder = folder

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """All files below the folder, in the order of their names, without those of tools."""
        found: list[str] = []
        for path in _walk(self._folder):
            found.append(path.relative_to(self._folder).as_posix())
            if len(found) > COUNT_LIMIT:
                raise ScriptError(
                    f"{self._folder} has more than {COUNT_LIMIT} files. Give its supabase folder, or that of the SQL."
                )
        return tuple(found)

    def has(self, path: str) -> bool:
        """Whether there is such a file, below the folder and not by way of a link."""
        try:
            whole = (self._folder / path).resolve(strict=True)
        except OSError:
            return False
        return whole.is_file() and whole.is_relative_to(self._folder.resolve())

    def source(self, path: str) -> Source:
        """One file that there is."""
        return FileSource(self._folder / path)


def _walk(folder: Path) -> Iterator[Path]:
    try:
        children = sorted(folder.iterdir())
    except OSError as error:
        raise ScriptError(f"{folder} cannot be read: {error.strerror}.") from error
    for path in children:
        if path.is_symlink():
            continue
        if path.is_dir() and path.name not in PASSED_BY:
            yield from _walk(path)
        elif path.is_file():
            yield path
