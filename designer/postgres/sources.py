"""Where the bytes of an input come from: opened as often as needed and read piece by piece, never held whole."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO, Protocol

from msgspec import Struct

from designer.design.errors import DesignerError


class ScriptError(DesignerError):
    """Input that is no SQL text; the message names file, place and remedy."""


class Source(Protocol):
    """Something with bytes. `size` is their number, `open` starts a new reading from the first."""

    @property
    def size(self) -> int: ...

    def open(self) -> BinaryIO: ...


class ContentSource(Struct, frozen=True):
    """Bytes that are already there."""

    content: bytes

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)

    def open(self) -> BinaryIO:
        """A reading of the bytes; they are not copied."""
        return io.BytesIO(self.content)


class FileSource(Struct, frozen=True):
    """A file on disk."""

    path: Path

    @property
    def size(self) -> int:
        """In bytes. Raises ScriptError when the file is not there."""
        try:
            return self.path.stat().st_size
        except OSError as error:
            raise ScriptError(f"{self.path} cannot be read: {error.strerror}.") from error

    def open(self) -> BinaryIO:
        """Raises ScriptError when the file cannot be read."""
        try:
            return self.path.open("rb")
        except OSError as error:
            raise ScriptError(f"{self.path} cannot be read: {error.strerror}.") from error


class Library(Protocol):
    """The files an input consists of, by path with slashes; nothing outside them can be reached."""

    @property
    def paths(self) -> tuple[str, ...]: ...

    def has(self, path: str) -> bool: ...

    def source(self, path: str) -> Source: ...


class RootedLibrary(Struct, frozen=True):
    """The files of a library below `root`, a folder with its slash or '' for all."""

    library: Library
    root: str

    @property
    def paths(self) -> tuple[str, ...]:
        """The files below the root, by their paths from there."""
        return tuple(path.removeprefix(self.root) for path in self.library.paths if path.startswith(self.root))

    def has(self, path: str) -> bool:
        """Whether there is such a file below the root."""
        return self.library.has(self.root + path)

    def source(self, path: str) -> Source:
        """One file that there is."""
        return self.library.source(self.root + path)


def read_source(source: Source) -> bytes:
    """All bytes of a small source."""
    with source.open() as stream:
        return stream.read()
