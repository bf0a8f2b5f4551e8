"""From bytes to text, piece by piece: which encoding a script is in, and where it is not."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from designer.postgres.sources import ScriptError, Source

PIECE = 1 << 20
"""Bytes read at a time."""
_HEAD = 64 << 10
_DECLARED = re.compile(
    rb"""^[ \t]*(?:set\s+client_encoding\s*(?:=|\bto\b)\s*|set\s+names\s+|\\encoding[ \t]+)['"]?([\w-]+)""",
    re.IGNORECASE | re.MULTILINE,
)
_CODECS = {
    "BIG5": "big5", "EUCCN": "gb2312", "EUCJP": "euc_jp", "EUCKR": "euc_kr", "GB18030": "gb18030", "GBK": "gbk",
    "ISO88595": "iso8859-5", "ISO88596": "iso8859-6", "ISO88597": "iso8859-7", "ISO88598": "iso8859-8",
    "KOI8": "koi8-r", "KOI8R": "koi8-r", "KOI8U": "koi8-u", "LATIN1": "iso8859-1", "LATIN2": "iso8859-2",
    "LATIN3": "iso8859-3", "LATIN4": "iso8859-4", "LATIN5": "iso8859-9", "LATIN6": "iso8859-10",
    "LATIN7": "iso8859-13", "LATIN8": "iso8859-14", "LATIN9": "iso8859-15", "LATIN10": "iso8859-16", "SJIS": "cp932",
    "UHC": "cp949", "WIN1250": "cp1250", "WIN1251": "cp1251", "WIN1252": "cp1252", "WIN1253": "cp1253",
    "WIN1254": "cp1254", "WIN1255": "cp1255", "WIN1256": "cp1256", "WIN1257": "cp1257", "WIN1258": "cp1258",
    "WIN866": "cp866", "WIN874": "cp874",
}  # fmt: skip
"""PostgreSQL's names of encodings, without dashes and underscores, with Python's."""

_ARCHIVES = (
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"SQLite format 3", "an SQLite file"),
)


def read_text(source: Source, file: str) -> Iterator[str]:
    """The text of a script in pieces. Raises ScriptError naming line, column and byte of what is no text.

    UTF-16 is known by its byte order mark or its zeros, another encoding by the client_encoding that the script sets.
    """
    with source.open() as stream:
        head = stream.read(_HEAD)
        _refuse_archives(head, file)
        yield from _Decoder(file, encoding_of(head)).decode(head, iter(lambda: stream.read(PIECE), b""))


def encoding_of(head: bytes) -> str:
    """Python's name of the encoding a script is in, by its first bytes."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if len(head) >= 4 and not any(head[1:64:2]) and all(head[:64:2]):
        return "utf-16-le"
    if len(head) >= 4 and not any(head[:64:2]) and all(head[1:64:2]):
        return "utf-16-be"
    if (declared := _DECLARED.search(head)) is not None:
        name = declared[1].decode("ascii", "replace").upper()
        return _CODECS.get(name.replace("_", "").replace("-", ""), "utf-8-sig")
    return "utf-8-sig"


def _refuse_archives(head: bytes, file: str) -> None:
    if head.startswith(b"PGDMP"):
        raise ScriptError(
            f"{file} is a pg_dump archive in custom format. Use pg_dump --format=plain, or turn it into SQL: "
            f"pg_restore -f schema.sql {file}"
        )
    for magic, what in _ARCHIVES:
        if head.startswith(magic):
            raise ScriptError(f"{file} is {what}, not SQL text. Unpack it, or give it the ending it deserves.")


class _Decoder:
    """Decodes pieces in order; `_offset` counts bytes and `_line` lines before the present piece."""

    def __init__(self, file: str, encoding: str) -> None:
        self._file = file
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._offset = 0
        self._line = 1
        self._column = 1

    def decode(self, head: bytes, rest: Iterator[bytes]) -> Iterator[str]:
        is_binary = self._encoding.startswith("utf-8") and b"\0" in head[:8192] and not _is_text(head)
        if is_binary:
            raise ScriptError(f"{self._file} is a binary file, not SQL text.")
        if text := self._step(head):
            yield text
        for piece in rest:
            if text := self._step(piece):
                yield text
        self._step(b"", is_last=True)

    def _step(self, piece: bytes, *, is_last: bool = False) -> str:
        try:
            text = self._decoder.decode(piece, is_last)
        except UnicodeDecodeError as error:
            raise self._refuse(piece, error) from error
        if (position := text.find("\0")) >= 0:
            self._count(text[:position])
            offset = self._offset + len(text[:position].encode("utf-8", "replace"))
            raise ScriptError(
                f"{self._file}, line {self._line}: a NUL character at offset {offset}. This is no SQL text but a "
                "binary file."
            )
        self._count(text)
        self._offset += len(piece)
        return text

    def _count(self, text: str) -> None:
        self._line += (lines := text.count("\n"))
        self._column = len(text) - text.rfind("\n") if lines else self._column + len(text)

    def _refuse(self, piece: bytes, error: UnicodeDecodeError) -> ScriptError:
        self._count(error.object[: error.start].decode(self._encoding, "ignore"))
        offset = self._offset - (len(error.object) - len(piece)) + error.start
        name = "UTF-8" if self._encoding.startswith("utf-8") else self._encoding.upper()
        place = f"{self._file}, line {self._line}, column {self._column}"
        if error.start >= len(error.object):
            return ScriptError(f"{place}: the file ends in the middle of a character.")
        advice = f" If the file is Latin-1, convert it: iconv -f latin1 -t utf8 {self._file}"
        byte = error.object[error.start]
        return ScriptError(
            f"{place}: byte 0x{byte:02x} at offset {offset} is not valid {name}.{advice if name == 'UTF-8' else ''}"
        )


def _is_text(head: bytes) -> bool:
    try:
        head[:8192].decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        return error.start > 8180
    return True
