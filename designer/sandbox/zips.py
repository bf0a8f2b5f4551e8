"""Zip archives as libraries of files. One is hostile until proven otherwise: nothing is ever unpacked to disk."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import BinaryIO, cast

from msgspec import Struct

from designer.postgres.sources import ScriptError, Source

COUNT_LIMIT = 10_000
"""Files and folders an archive may list."""

_DAMAGES = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error)


def is_zip(source: Source) -> bool:
    """Whether the bytes begin as those of a zip archive, also of an empty one."""
    with source.open() as stream:
        return stream.read(4) in {b"PK\x03\x04", b"PK\x05\x06"}


class ZipLibrary:
    """The files of an archive. Raises ScriptError for what is damaged, encrypted or points outside."""

    def __init__(self, name: str, source: Source) -> None:
        self.name = name
        self._source = source

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """All files, without folders."""
        return tuple(self._members)

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return path in self._members

    def source(self, path: str) -> Source:
        """One file, unpacked whenever it is read."""
        return _MemberSource(self.name, self._source, self._members[path])

    @cached_property
    def _members(self) -> dict[str, zipfile.ZipInfo]:
        try:
            with self._source.open() as stream, zipfile.ZipFile(stream) as archive:
                members = archive.infolist()
        except _DAMAGES as error:
            raise ScriptError(f"{self.name} is a damaged zip archive: {error}. Make it anew.") from error
        if len(members) > COUNT_LIMIT:
            raise ScriptError(f"{self.name} lists {len(members)} files; at most {COUNT_LIMIT} are read.")
        safe = {_safe_path(self.name, member): member for member in members}
        return {path: member for path, member in safe.items() if not member.is_dir()}


class _MemberSource(Struct, frozen=True):
    """One file of an archive. Its claimed size is an upper bound: zipfile reads no further and then checks the sum."""

    archive: str
    source: Source
    member: zipfile.ZipInfo

    @property
    def size(self) -> int:
        return self.member.file_size

    def open(self) -> BinaryIO:
        return cast("BinaryIO", _MemberStream(self))


class _MemberStream(io.RawIOBase):
    """Reads a member; what is wrong with it is said in our words."""

    def __init__(self, member: _MemberSource) -> None:
        super().__init__()
        self._name = member.archive
        self._outer = member.source.open()
        with self._telling():
            self._stream = zipfile.ZipFile(self._outer).open(member.member)  # noqa: SIM115 - `close` does

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        with self._telling():
            return self._stream.read(size)

    def close(self) -> None:
        self._outer.close()
        super().close()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except _DAMAGES as error:
            raise ScriptError(f"{self._name} is a damaged zip archive: {error}. Make it anew.") from error


def _safe_path(name: str, member: zipfile.ZipInfo) -> str:
    path = member.filename.replace("\\", "/")
    is_link = (member.external_attr >> 16) & 0o170000 == 0o120000
    if path.startswith("/") or ".." in path.split("/") or re.match(r"[A-Za-z]:", path) or is_link:
        raise ScriptError(
            f"{name} holds {member.filename!r}, which points outside the archive. Nothing of it was read."
        )
    if member.flag_bits & 1:
        raise ScriptError(f"{name} is encrypted ({member.filename}). Pack it without a password.")
    return path
