"""Splitting psql-style input into statements with their lines; nothing is run here.

Follows psql (PostgreSQL 18 docs, app-psql): quotes, dollar quotes, nested comments, parentheses and BEGIN ATOMIC bodies
hide semicolons; backslash commands and COPY data are psql's own and are noted, never sent to the server.
"""

from __future__ import annotations

import re

from msgspec import Struct

from designer.postgres.sources import ScriptError

__all__ = ["Script", "ScriptError", "ScriptStatement", "SkippedPart", "read_script"]

SIZE_LIMIT = 256 << 20
"""Characters or bytes of one file."""

COLUMN_VERSION = re.compile(
    r"^ALTER (?:FOREIGN )?TABLE ONLY .+ ALTER COLUMN .+ SET \(pg_attver=\d+\)(?:;\n*|\Z)", re.MULTILINE
)
"""Bookkeeping that pg_dump writes for every column of a server since 15.20; other servers refuse it."""

DATA_REASON = "data is not part of a schema and was not loaded"


class ScriptStatement(Struct, frozen=True):
    """One statement without its semicolon; `line` is that of its first word, `kind` its command ("CREATE TABLE")."""

    sql: str
    file: str
    line: int
    kind: str


class SkippedPart(Struct, frozen=True):
    """Something in a file that is not run, and why; `is_harmless` when skipping it changes nothing."""

    file: str
    line: int
    what: str
    why: str
    is_harmless: bool = False


class Script(Struct, frozen=True):
    """The statements of one file in order, and what was left out."""

    file: str
    statements: tuple[ScriptStatement, ...]
    skipped: tuple[SkippedPart, ...]


def read_script(source: str | bytes, file: str = "x.sql", *, size_limit: int = SIZE_LIMIT) -> Script:
    """Splits the text of one file. Raises ScriptError for binary input, wrong encodings and files over the limit."""
    if len(source) > size_limit:
        size, allowed = len(source) >> 20, size_limit >> 20
        raise ScriptError(
            f"{file} has {size} MB; at most {allowed} MB can be read. Leave out the data (pg_dump --schema-only)."
        )
    text = decode_script(source, file) if isinstance(source, bytes) else source
    if (offset := text.find("\0")) >= 0:
        line = text.count("\n", 0, offset) + 1
        raise ScriptError(
            f"{file}, line {line}: a NUL character at offset {offset}. This is no SQL text but a binary file."
        )
    return _Splitter(text, file).split()


def decode_script(source: bytes, file: str) -> str:
    """The text of a file in UTF-8, or UTF-16 with a byte order mark. Raises ScriptError naming line and byte."""
    if source.startswith(b"PGDMP"):
        raise ScriptError(
            f"{file} is a pg_dump archive in custom format. Use pg_dump --format=plain, or turn it into SQL: "
            f"pg_restore -f schema.sql {file}"
        )
    for magic, what in (
        (b"PK\x03\x04", "a zip archive"),
        (b"\x1f\x8b", "a gzip file"),
        (b"SQLite format 3", "an SQLite file"),
    ):
        if source.startswith(magic):
            raise ScriptError(f"{file} is {what}, not SQL text. Unpack it, or give it the ending it deserves.")
    encoding = "utf-16" if source.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return source.decode(encoding)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        if b"\0" in source[:8192]:
            raise ScriptError(f"{file} is a binary file, not SQL text.") from error
        raise ScriptError(
            f"{file}, line {line}: byte 0x{source[error.start]:02x} at offset {error.start} is not valid UTF-8. "
            f"If the file is Latin-1, convert it: iconv -f latin1 -t utf8 {file}"
        ) from error


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

# Where something begins that can hide a semicolon, and the semicolon. Only beginnings: what ends a quote is looked for
# by hand, in time and memory that do not depend on its length. (Possessive quantifiers would do, but not in 3.11.2.)
_TOKENS = r"""
    (?P<comment>--)
  | (?P<block>/\*)
  | (?P<escape>(?<![\w$])[eE]')
  | (?P<string>')
  | (?P<name>")
  | (?P<dollar>(?<![\w$])\$(?:[^\W\d]\w*)?\$)
  | (?P<open>[(])
  | (?P<close>[)])
  | (?P<end>;)
  | (?P<command>\\)
"""
# Short pieces that hide nothing, many at once: token by token, a long file of plain statements would take far longer.
# The counts bound time and memory of a match; what is longer goes token by token.
_PLAIN = re.compile(
    r"""(?: [^'"$/\-;\\\w]+ | '[^']{0,999}(?:''[^']{0,999}){0,9}'(?!') | "[^"]{0,199}" | (?![eE]')\w[\w$]* | \$\d+
      | --[^\n]* | -(?!-) | /(?!\*) ){0,500}""",
    re.VERBOSE,
)
_OUTSIDE = re.compile(_TOKENS, re.VERBOSE)
_ROUTINE = re.compile(_TOKENS + r"| (?P<word>\b(?:begin\s+atomic|case|end)\b)", re.VERBOSE | re.IGNORECASE)
_ROUTINE_START = re.compile(r"create\s+(?:or\s+replace\s+)?(?:function|procedure)\b", re.IGNORECASE)
_RULE_START = re.compile(r"create\s+(?:or\s+replace\s+)?rule\b", re.IGNORECASE)
_BLANK = re.compile(r"(?:\s+|--[^\n]*){0,500}")
_ESCAPED = re.compile(r"\\.|''|'", re.DOTALL)
_BLOCK_EDGE = re.compile(r"/\*|\*/")
_LINE = re.compile(r"[^\n]*")
_COPY_DATA = re.compile(r"copy\b.*\bfrom\s+stdin\b", re.IGNORECASE | re.DOTALL)
_DATA_END = re.compile(r"^\\\.[ \t\r]*$", re.MULTILINE)


class _Splitter:
    """One pass over one text. `_position` only moves forward; `_line` is the line of `_counted`."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._position = 0
        self._line = 1
        self._counted = 0
        self._statements: list[ScriptStatement] = []
        self._skipped: list[SkippedPart] = []

    def split(self) -> Script:
        while self._skip_blank() < len(self._text):
            if self._text[self._position] == "\\":
                self._skip_command()
            else:
                self._take_statement()
        return Script(self._file, tuple(self._statements), tuple(self._skipped))

    def _skip_blank(self) -> int:
        """Passes white space, comments and empty statements before the next one; returns the position."""
        while True:
            blank = _BLANK.match(self._text, self._position)
            if blank is not None and blank.end() > self._position:
                self._position = blank.end()
            elif self._text.startswith("/*", self._position):
                self._position = self._end_of_block(self._position)
            elif self._text.startswith(";", self._position):
                self._position += 1
            else:
                return self._position

    def _take_statement(self) -> None:
        start = self._position
        line = self._line_of(start)
        end, self._position = self._end_of_statement(start)
        sql = self._text[start:end].rstrip()
        kind = command_of(sql)
        if kind == "COPY" and _COPY_DATA.match(sql):
            self._skip_data(line, sql.splitlines()[0])
        elif kind in {"ALTER TABLE", "ALTER FOREIGN TABLE"} and COLUMN_VERSION.fullmatch(sql):
            why = "a count that the dumped server kept for itself; no part of the schema"
            self._skipped.append(SkippedPart(self._file, line, sql[:200], why, is_harmless=True))
        elif sql:
            self._statements.append(ScriptStatement(sql, self._file, line, kind))

    def _end_of_statement(self, start: int) -> tuple[int, int]:
        """Where the statement ends and where the next may begin."""
        if _ROUTINE_START.match(self._text, start):
            return self._end_of_tokens(start, _ROUTINE)
        if _RULE_START.match(self._text, start):
            return self._end_of_tokens(start, _OUTSIDE)
        end = start
        while (plain := _PLAIN.match(self._text, end)) is not None and plain.end() > end:
            end = plain.end()
        if end == len(self._text) or self._text[end] == ";":
            return end, end + 1
        return self._end_of_tokens(end, _OUTSIDE, has_parentheses=False)

    def _end_of_tokens(self, start: int, pattern: re.Pattern[str], *, has_parentheses: bool = True) -> tuple[int, int]:
        """The same, token by token. Semicolons inside parentheses belong to rules and to bodies of routines only."""
        position, depth, bodies = start, 0, 0
        while token := pattern.search(self._text, position):
            position = token.end()
            match token.lastgroup:
                case "open" if has_parentheses:
                    depth += 1
                case "close":
                    depth = max(0, depth - 1)
                case "word" if depth == 0:
                    bodies = _count_bodies(token.group(), bodies)
                case "end" if depth == 0 and bodies == 0:
                    return token.start(), position
                case "command":
                    # \g and its kin end a statement anywhere; at the start of a line any command does.
                    return token.start(), token.start()
                case kind:
                    position = self._end_of_hidden(kind, token)
        return len(self._text), len(self._text)

    def _end_of_hidden(self, kind: str | None, token: re.Match[str]) -> int:
        """Where a quote or comment ends that begins with the token; the end of the text when it is left open."""
        match kind:
            case "block":
                return self._end_of_block(token.start())
            case "comment":
                return self._find("\n", token.end())
            case "name":
                return self._find('"', token.end())
            case "dollar":
                return self._find(token.group(), token.end())
            case "escape":
                ends = (edge.end() for edge in _ESCAPED.finditer(self._text, token.end()) if edge.group() == "'")
                return next(ends, len(self._text))
            case "string":
                return self._end_of_string(token.end())
        return token.end()

    def _end_of_string(self, position: int) -> int:
        while True:
            position = self._find("'", position)
            if not self._text.startswith("'", position):
                return position
            position += 1  # a doubled quote

    def _find(self, mark: str, position: int) -> int:
        found = self._text.find(mark, position)
        return len(self._text) if found < 0 else found + len(mark)

    def _end_of_block(self, start: int) -> int:
        depth = 0
        for edge in _BLOCK_EDGE.finditer(self._text, start):
            depth += 1 if edge.group() == "/*" else -1
            if depth == 0:
                return edge.end()
        return len(self._text)

    def _skip_command(self) -> None:
        found = _LINE.match(self._text, self._position)
        what = found.group().strip() if found else ""
        line = self._line_of(self._position)
        if what.startswith("\\;"):
            self._position += 2
            return
        self._position += len(found.group()) if found else 1
        if what.startswith("\\copy") and re.search(r"\bfrom\s+p?stdin\b", what, re.IGNORECASE):
            self._skip_data(line, what)
            return
        why, is_harmless = _explain_command(what)
        self._skipped.append(SkippedPart(self._file, line, what[:200], why, is_harmless))

    def _skip_data(self, line: int, what: str) -> None:
        """Passes the rows that follow COPY … FROM stdin, up to a line with only a backslash and a dot."""
        newline = self._text.find("\n", self._position)
        start = len(self._text) if newline < 0 else newline + 1
        end = _DATA_END.search(self._text, start)
        stop = end.start() if end else len(self._text)
        rows = self._text.count("\n", start, stop)
        self._position = end.end() if end else stop
        self._skipped.append(SkippedPart(self._file, line, what[:200], f"{rows} rows: {DATA_REASON}"))

    def _line_of(self, position: int) -> int:
        self._line += self._text.count("\n", self._counted, position)
        self._counted = position
        return self._line


def _count_bodies(word: str, bodies: int) -> int:
    """The depth of BEGIN ATOMIC … END after a word; CASE … END counts only inside a body."""
    word = word.lower()
    if word.startswith("begin"):
        return bodies + 1
    if bodies == 0:
        return 0
    return bodies + 1 if word == "case" else bodies - 1


_COMMANDS: tuple[tuple[tuple[str, ...], str, bool], ...] = (
    (("\\restrict", "\\unrestrict"), "pg_dump's guard for psql; it has no effect on the schema", True),
    (("\\connect", "\\c"), "the sandbox stays in its own database", False),
    (("\\include_relative", "\\include", "\\ir", "\\i"), "included files are not followed; import them too", False),
    (("\\copy",), DATA_REASON, False),
    (("\\set", "\\unset", "\\gset"), "psql variables are not filled in", False),
    (("\\if", "\\elif", "\\else", "\\endif"), "psql conditions are not decided; all branches are run", False),
    (("\\echo", "\\qecho", "\\warn", "\\timing", "\\pset", "\\encoding"), "it has no effect on the schema", True),
    (("\\gexec",), "psql would run the query's result; the sandbox does not", False),
    (("\\g", "\\gx", "\\gdesc"), "it only ends the statement", True),
)  # fmt: skip


def _explain_command(what: str) -> tuple[str, bool]:
    words = what.split(None, 1)
    for names, why, is_harmless in _COMMANDS:
        if words[0] in names:
            return why, is_harmless
    return "a psql command, which only psql can run", False


def count_rows(script: Script) -> int:
    """How many rows of COPY data a script carries, all of them skipped."""
    return sum(_rows_of(part) for part in script.skipped)


def _rows_of(part: SkippedPart) -> int:
    return int(part.why.split(" ", 1)[0]) if part.why.endswith(f"rows: {DATA_REASON}") else 0
