"""Cutting a script into statements, psql's commands and data, in memory that does not depend on its size.

Follows psql (PostgreSQL 18 docs, app-psql): quotes, dollar quotes, nested comments, parentheses and BEGIN ATOMIC bodies
hide semicolons; a backslash command goes to the end of its line; COPY data ends at a line with a backslash and a dot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from designer.postgres.parts import (
    COLUMN_VERSION,
    DATA_REASON,
    Part,
    ScriptCommand,
    ScriptStatement,
    SkippedPart,
    command_of,
)

LARGEST_DATA = 1 << 20
"""Characters of one block of COPY data that is loaded; a larger one is skipped."""
LARGEST_INSERT = 4 << 20
"""Characters of one INSERT that is run; a larger one is data and is skipped."""

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
_COPY_DATA = re.compile(r"copy\b.*\bfrom\s+stdin\b", re.IGNORECASE | re.DOTALL)
_INLINE_COPY = re.compile(r"\bfrom\s+p?stdin\b", re.IGNORECASE)
_DATA_END = re.compile(r"^\\\.[ \t\r]*$", re.MULTILINE)
_ENDING = re.compile(r"\\(?:g|gx|gexec|gset|gdesc|crosstabview|watch|bind)(?![a-z])")
_DUMP_HEAD = re.compile(r"^-- (?:Greenplum Database|PostgreSQL) database (?:cluster )?dump", re.MULTILINE)
_OLD_STRINGS = re.compile(r"set\s+standard_conforming_strings\s*(?:=|to)\s*'?(?P<value>\w+)", re.IGNORECASE)


def split_text(pieces: Iterator[str], file: str) -> Iterator[Part]:
    """The parts of a script in order. INSERTs of a pg_dump are its data: skipped, and counted by table."""
    return _Splitter(pieces, file).split()


class _Splitter:
    """One pass over one text of which `_text` is a window; `_position` only moves forward.

    `_line` is the line of `_counted`, which began at `_line_start`: before the window when that is negative.
    """

    def __init__(self, pieces: Iterator[str], file: str) -> None:
        self._pieces = pieces
        self._file = file
        self._text = ""
        self._is_whole = False
        self._position = 0
        self._line = 1
        self._counted = 0
        self._line_start = 0
        self._refill()
        self._is_dump = _DUMP_HEAD.search(self._text, 0, 4096) is not None
        self._has_old_strings = False

    def split(self) -> Iterator[Part]:
        """Parts as they come; INSERTs into one table that are skipped in a row are told of once."""
        rows: SkippedPart | None = None
        while self._skip_blank():
            part = self._take_command() if self._text[self._position] == "\\" else self._take_statement()
            if rows is not None and part is not None and _are_same_rows(rows, part):
                assert isinstance(part, SkippedPart)  # noqa: S101 - just seen
                rows = replace(rows, rows=rows.rows + part.rows)
                continue
            if rows is not None:
                yield _tell_rows(rows)
                rows = None
            if isinstance(part, SkippedPart) and part.rows and part.what.startswith("INSERT"):
                rows = part
            elif part is not None:
                yield part
        if rows is not None:
            yield _tell_rows(rows)

    def _refill(self) -> bool:
        """Drops what has been read and doubles what has not; False at the end of the text."""
        if self._is_whole:
            return False
        self._place_of(self._position)
        rest = self._text[self._position :]
        wanted, pieces = max(len(rest), 1), [rest]
        while wanted > 0 and not self._is_whole:
            piece = next(self._pieces, None)
            if piece is None:
                self._is_whole = True
            else:
                pieces.append(piece)
                wanted -= len(piece)
        self._line_start -= self._position
        self._text = "".join(pieces)
        self._position = self._counted = 0
        return True

    def _skip_blank(self) -> bool:
        """Passes white space, comments and empty statements before the next part; False at the end."""
        while (end := self._end_of_blank()) > len(self._text) - 2 and self._refill():
            pass  # a comment may begin, or go on, after the window
        self._position = end
        return end < len(self._text)

    def _end_of_blank(self) -> int:
        position = self._position
        while True:
            blank = _BLANK.match(self._text, position)
            if blank is not None and blank.end() > position:
                position = blank.end()
            elif self._text.startswith("/*", position):
                position = self._end_of_block(position)
            elif self._text.startswith(";", position):
                position += 1
            else:
                return position

    def _take_statement(self) -> Part | None:
        end, after = self._end_of_statement(self._position)
        while end == len(self._text) and self._refill():
            end, after = self._end_of_statement(self._position)
        start = self._position
        line, column = self._place_of(start)
        if end - start > LARGEST_INSERT and command_of(self._text[start : start + 100]) == "INSERT":
            self._position = after
            return self._skip_insert(line, start, end)
        sql = self._text[start:end].rstrip()
        self._position = after
        kind = command_of(sql)
        if kind == "COPY" and _COPY_DATA.match(sql):
            return self._take_data(ScriptStatement(sql, self._file, line, kind, column))
        if kind == "INSERT" and self._is_dump:
            return self._skip_insert(line, start, end)
        if kind in {"ALTER TABLE", "ALTER FOREIGN TABLE"} and COLUMN_VERSION.fullmatch(sql):
            why = "a count that the dumped server kept for itself; no part of the schema"
            return SkippedPart(self._file, line, sql[:200], why, is_harmless=True)
        if kind == "SET" and (old := _OLD_STRINGS.match(sql)):
            self._has_old_strings = old["value"].lower() in {"off", "false", "no", "0"}
        return ScriptStatement(sql, self._file, line, kind, column, self._take_ending()) if sql else None

    def _take_ending(self) -> str:
        """The psql command that ends the statement in place of a semicolon, as \\gexec; '' for none."""
        if not self._text.startswith("\\", self._position):
            return ""
        line = self._rest_of_line()
        if not _ENDING.match(line):
            return ""
        self._position += len(line)
        return line.strip()

    def _end_of_statement(self, start: int) -> tuple[int, int]:
        """Where the statement ends and where the next may begin."""
        if _ROUTINE_START.match(self._text, start):
            return self._end_of_tokens(start, _ROUTINE)
        if self._has_old_strings or _RULE_START.match(self._text, start):
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
                    if self._is_cut(token.start()):
                        break
                    # \g and its kin end a statement anywhere; at the start of a line any command does.
                    return token.start(), token.start()
                case kind:
                    position = self._end_of_hidden(kind, token)
        return len(self._text), len(self._text)

    def _is_cut(self, position: int) -> bool:
        """Whether the line of the command may go on after the window."""
        return not self._is_whole and self._text.find("\n", position) < 0

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
                return self._end_of_escapes(token.end())
            case "string":
                return (self._end_of_escapes if self._has_old_strings else self._end_of_string)(token.end())
        return token.end()

    def _end_of_escapes(self, position: int) -> int:
        ends = (edge.end() for edge in _ESCAPED.finditer(self._text, position) if edge.group() == "'")
        return next(ends, len(self._text))

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

    def _rest_of_line(self) -> str:
        """The line from here on, without its end."""
        while (end := self._text.find("\n", self._position)) < 0 and self._refill():
            pass
        return self._text[self._position :] if end < 0 else self._text[self._position : end]

    def _take_command(self) -> Part | None:
        line, column = self._place_of(self._position)
        if self._text.startswith("\\;", self._position):
            self._position += 2
            return None
        whole = self._rest_of_line()
        self._position += len(whole)
        command = ScriptCommand(whole.strip(), self._file, line, column)
        if command.name == "\\copy" and _INLINE_COPY.search(command.text):
            words = command.text.removeprefix("\\copy").strip().rstrip(";")
            sql = f"COPY {_INLINE_COPY.sub('FROM stdin', words)}"
            return self._take_data(ScriptStatement(sql, self._file, line, "COPY", column), command.text)
        return command

    def _take_data(self, statement: ScriptStatement, what: str = "") -> Part:
        """The rows that follow COPY … FROM stdin, up to a line with only a backslash and a dot.

        A dump's are skipped, and so is what is large; other rows may be needed by later statements.
        """
        self._rest_of_line()
        self._position = min(self._find("\n", self._position), len(self._text))
        kept: list[str] = []
        size = rows = 0
        while True:
            end = _DATA_END.search(self._text, self._position)
            stop = end.start() if end else len(self._text) if self._is_whole else self._text.rfind("\n") + 1
            stop = max(stop, self._position)
            piece = self._text[self._position : stop]
            rows += piece.count("\n") + (not end and self._is_whole and not piece.endswith("\n") and bool(piece))
            size += len(piece)
            if size <= LARGEST_DATA and not self._is_dump:
                kept.append(piece)
            self._position = stop
            if end or not self._refill():
                break
        self._position = min(self._position + (len(end.group()) if end else 0), len(self._text))
        if size <= LARGEST_DATA and not self._is_dump:
            return replace(statement, data="".join(kept))
        told = what or statement.sql.splitlines()[0]
        return SkippedPart(self._file, statement.line, told[:200], f"{rows} rows: {DATA_REASON}", rows=rows)

    def _skip_insert(self, line: int, start: int, end: int) -> SkippedPart:
        """Rows of a dump, one to a statement or, with --rows-per-insert, one to a line."""
        head = re.match(r"insert\s+into\s+((?:\"[^\"]*\"|[^\s(\"])+)", self._text[start : start + 300], re.IGNORECASE)
        rows = max(1, self._text.count("\n\t(", start, end))
        return SkippedPart(self._file, line, f"INSERT INTO {head[1] if head else '…'}", DATA_REASON, rows=rows)

    def _place_of(self, position: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        if lines := self._text.count("\n", self._counted, position):
            self._line += lines
            self._line_start = self._text.rfind("\n", self._counted, position) + 1
        self._counted = position
        return self._line, position - self._line_start + 1


def _are_same_rows(rows: SkippedPart, part: Part) -> bool:
    return isinstance(part, SkippedPart) and part.what == rows.what and bool(part.rows)


def _tell_rows(part: SkippedPart) -> SkippedPart:
    return replace(part, why=f"{part.rows} rows: {DATA_REASON}")


def _count_bodies(word: str, bodies: int) -> int:
    """The depth of BEGIN ATOMIC … END after a word; CASE … END counts only inside a body."""
    word = word.lower()
    if word.startswith("begin"):
        return bodies + 1
    if bodies == 0:
        return 0
    return bodies + 1 if word == "case" else bodies - 1
