"""Reading the table of contents of a pg_dump archive in custom format.

The archive keeps each object's CREATE and DROP apart, with kind, schema and dependencies. The plain text would have
to be cut at comments that a function body can contain too. Layout: ReadHead and ReadToc of PostgreSQL's
pg_backup_archiver.c, archive versions 1.14 (PostgreSQL 12) to 1.16 (17 and 18).
"""

from __future__ import annotations

from msgspec import Struct

_OLDEST, _NEWEST = (1, 14), (1, 16)
_SECTIONS = {1: "", 2: "pre-data", 3: "data", 4: "post-data"}


class ArchiveError(Exception):
    """Bytes that are no archive of a version known here."""


class ArchiveEntry(Struct, frozen=True):
    """One object of an archive, in pg_dump's words: `kind` "FK CONSTRAINT", `name` "orders orders_customer_id_fkey".

    `schema` is empty for what has none. `depends_on` are numbers of other entries, some of which may not be listed.
    """

    number: int
    kind: str
    schema: str
    name: str
    owner: str
    section: str
    create_sql: str
    drop_sql: str
    depends_on: tuple[int, ...]


def read_archive(content: bytes) -> list[ArchiveEntry]:
    """The entries of an archive in the order in which pg_restore would create them. Raises ArchiveError."""
    reader = _Reader(content)
    reader.read_head()
    return [reader.read_entry() for _ in range(reader.read_int())]


class _Reader:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._position = 0
        self._int_size = 4
        self._offset_size = 8
        self._version = (0, 0)

    def read_head(self) -> None:
        if self._take(5) != b"PGDMP":
            raise ArchiveError("This is no pg_dump archive in custom format.")
        major, minor, _revision, self._int_size, self._offset_size, _format = self._take(6)
        self._version = (major, minor)
        if not _OLDEST <= self._version <= _NEWEST:
            raise ArchiveError(f"Archive version {major}.{minor} is not known here; 1.14 to 1.16 are.")
        if self._version >= (1, 15):
            self._take(1)  # compression method
        else:
            self.read_int()
        for _ in range(7):
            self.read_int()  # the time of the dump
        for _ in range(3):
            self._text()  # database, server's version, pg_dump's version

    def read_entry(self) -> ArchiveEntry:
        number = self.read_int()
        self.read_int()  # whether data follows
        self._text(), self._text()  # the object's oids
        name, kind = self._text(), self._text()
        section = self.read_int()
        create_sql, drop_sql, _copy = self._text(), self._text(), self._text()
        schema, _tablespace, _access_method = self._text(), self._text(), self._text()
        if self._version >= (1, 16):
            self.read_int()  # relation kind
        owner = self._text()
        self._text()  # whether rows had oids
        depends_on = tuple(self._dependencies())
        self._take(1 + self._offset_size)  # where the data is
        return ArchiveEntry(
            number, kind, schema, name, owner, _SECTIONS.get(section, ""), create_sql, drop_sql, depends_on
        )

    def read_int(self) -> int:
        """A sign byte and a little-endian magnitude."""
        is_negative = self._take(1) != b"\0"
        value = int.from_bytes(self._take(self._int_size), "little")
        return -value if is_negative else value

    def _dependencies(self) -> list[int]:
        found: list[int] = []
        while (text := self._optional_text()) is not None:
            found.append(int(text))
        return found

    def _text(self) -> str:
        return self._optional_text() or ""

    def _optional_text(self) -> str | None:
        length = self.read_int()
        return None if length < 0 else self._take(length).decode()

    def _take(self, size: int) -> bytes:
        start, self._position = self._position, self._position + size
        if self._position > len(self._content):
            raise ArchiveError("The archive ends too early.")
        return self._content[start : self._position]
