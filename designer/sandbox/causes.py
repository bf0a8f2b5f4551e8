"""Which failed statement another one failed because of.

Decided from facts: what the earlier statement would have made (its parse tree, designer.postgres.effects) and what the
server then says is missing. Two names meet when they are equal, of one kind, and the search path leads from one to the
other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from designer.postgres.effects import Thing, effects_of
from designer.postgres.parts import ScriptStatement
from designer.sandbox.extension_objects import EXTENSION_OBJECTS
from designer.sandbox.sessions import ServerMessage

MOST_REMEMBERED = 5000
"""Failed statements whose effects are kept; what fails after so many is not traced."""

_NAME = r'"?(?P<name>(?:[^"]|"")+?)"?'
_MISSING: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("column", r'^column "(?P<name>[^"]+)" of relation "(?P<table>[^"]+)" does not exist'),
        ("column", r'^column "(?P<name>[^"]+)" named in key does not exist'),
        ("column", r'^column "(?P<name>[^"]+)" referenced in foreign key constraint does not exist'),
        ("column", r'^column "?(?P<name>[^"]+)"? does not exist'),
        ("column", r'^record "(?:new|old)" has no field "(?P<name>[^"]+)"'),
        ("label", r'^invalid input value for enum (?P<table>\S+): "(?P<name>[^"]*)"'),
        ("label", r'^"(?P<name>[^"]*)" is not an existing enum label'),
        ("constraint", r'^constraint "(?P<name>[^"]+)" (?:of relation|for table|for domain) "?(?P<table>[^"]+)"? does'),
        ("trigger", r'^trigger "(?P<name>[^"]+)" for (?:table|relation) "?(?P<table>[^"]+)"? does not exist'),
        ("policy", r'^policy "(?P<name>[^"]+)" for (?:table|relation) "(?P<table>[^"]+)" does not exist'),
        ("rule", r'^rule "(?P<name>[^"]+)" for relation "(?P<table>[^"]+)" does not exist'),
        ("key", r'^there is no (?:unique constraint|primary key).* (?:referenced )?table "(?P<table>[^"]+)"'),
        ("key", r"^there is no unique or exclusion constraint matching the ON CONFLICT specification"),
        ("function", r"^(?:function|procedure|aggregate|routine) (?P<name>[^(]+)\(.*\) does not exist"),
        ("function", r'^could not find a (?:function|procedure|aggregate) named "(?P<name>[^"]+)"'),
        ("operator class", r'^operator class "(?P<name>[^"]+)" does not exist for access method'),
        ("operator family", r'^operator family "(?P<name>[^"]+)" does not exist for access method'),
        ("operator", r"^operator does not exist: (?:\S.* )?(?P<name>[-+*/<>=~!@#%^&|`?]+)(?: |$)"),
        ("relation", rf"^(?:relation|table|view|index|sequence|materialized view) {_NAME} does not exist"),
        ("type", rf"^(?:type|domain) {_NAME} (?:does not exist|is only a shell)"),
        ("schema", rf"^schema {_NAME} does not exist"),
        ("role", rf"^role {_NAME} does not exist"),
        ("extension", rf"^extension {_NAME} does not exist"),
        ("language", rf"^language {_NAME} does not exist"),
        ("access method", rf"^access method {_NAME} does not exist"),
        ("collation", rf'^collation {_NAME} (?:for encoding "[^"]+" )?does not exist'),
        ("server", rf"^server {_NAME} does not exist"),
        ("foreign-data wrapper", rf"^foreign-data wrapper {_NAME} does not exist"),
        ("publication", rf"^publication {_NAME} does not exist"),
        ("event trigger", rf"^event trigger {_NAME} does not exist"),
        ("text search configuration", rf"^text search configuration {_NAME} does not exist"),
        ("text search dictionary", rf"^text search dictionary {_NAME} does not exist"),
        ("statistics object", rf"^statistics object {_NAME} does not exist"),
    )
)
_MISSING_STATES = frozenset({
    "22P02", "26000", "2F003", "34000", "3F000", "42000", "42703", "42704", "42830", "42883", "42P01", "42P10",
    "42P11", "42P16", "42P17", "42611", "0A000",
})  # fmt: skip
_PRESENT_STATES = frozenset({"42P06", "42P07", "42710", "42723", "42701"})
_PRESENT = re.compile(
    r'^(?P<kind>[a-z][a-z -]*?) "(?P<name>[^"]+)"(?: (?:of relation|for relation|for table) "(?P<table>[^"]+)")? '
    r"already exists"
)
_REFERENCED = re.compile(r'^Key \(.*\) is not present in table "(?P<name>[^"]+)"')


class Causes:
    """The failed statements of one import by what they would have done; numbers are those of the caller."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], list[tuple[Thing, int]]] = {}
        self._removed: dict[tuple[str, str], list[tuple[Thing, int]]] = {}
        self._count = 0

    def find(self, message: ServerMessage, path: Iterable[str] = ()) -> int | None:
        """The failed statement that explains an error; `path` are the schemas an unqualified name is looked for in."""
        schemas = tuple(path)
        if is_in_the_way(message):
            return self._match(self._removed, _present(message), schemas)
        return self._match(self._made, _missing(message), schemas)

    def remember(self, number: int, statement: ScriptStatement, path: Iterable[str] = ()) -> None:
        """Keeps what a failed statement would have made and taken away."""
        self._count += 1
        if self._count > MOST_REMEMBERED or len(statement.sql) > 1 << 20:
            return
        schema = next(iter(path), None)
        effects = effects_of(statement.sql)
        tables = {thing.name for thing in effects.made if thing.kind == "relation"}
        for things, index in ((effects.made, self._made), (effects.removed, self._removed)):
            for thing in things:
                if thing.table in tables:
                    continue  # without the table nobody gets as far as to miss its parts
                settled = thing if thing.schema or thing.kind in _WITHOUT_SCHEMA else thing._replace(schema=schema)
                index.setdefault((settled.kind, settled.name), []).append((settled, number))

    def _match(
        self, index: dict[tuple[str, str], list[tuple[Thing, int]]], wanted: Iterable[Thing], path: tuple[str, ...]
    ) -> int | None:
        for need in wanted:
            for thing, number in reversed(index.get((need.kind, need.name), ())):
                if _is_same(need, thing, path):
                    return number
            extension = self._extension_of(need) if index is self._made else None
            if extension is not None:
                return extension
        return None

    def _extension_of(self, need: Thing) -> int | None:
        """The failed CREATE EXTENSION that would have brought a type, function, operator class or access method."""
        for extension in EXTENSION_OBJECTS.get(need.kind, {}).get(need.name, ()):
            for _, number in self._made.get(("extension", extension), ()):
                return number
        return None


def is_in_the_way(message: ServerMessage) -> bool:
    """Whether the error says that something is there already."""
    return message.sqlstate in _PRESENT_STATES


_WITHOUT_SCHEMA = frozenset({
    "schema", "role", "extension", "language", "access method", "server", "foreign-data wrapper", "publication",
    "event trigger", "label",
})  # fmt: skip


def _is_same(need: Thing, thing: Thing, path: tuple[str, ...]) -> bool:
    if need.table is not None and thing.table is not None and need.table != thing.table:
        return False
    if need.schema is not None or thing.kind in _WITHOUT_SCHEMA or thing.schema is None:
        return need.schema in {None, thing.schema} or thing.schema is None
    return not path or thing.schema in path


def _missing(message: ServerMessage) -> Iterator[Thing]:
    """What an error says is not there; a name may be read in several ways."""
    if message.sqlstate == "23503" and (match := _REFERENCED.match(message.detail or "")):
        yield Thing("rows", match["name"])
    if message.sqlstate not in _MISSING_STATES:
        return
    for kind, pattern in _MISSING:
        if match := pattern.match(message.message):
            groups = match.groupdict()
            yield from _things(kind, groups.get("name") or "", groups.get("table"))
            return


def _things(kind: str, name: str, table: str | None) -> Iterator[Thing]:
    of = None if table is None else _last(table)
    if kind in {"column", "constraint", "trigger", "policy", "rule", "label"}:
        yield Thing(kind, _last(name) if kind == "column" else name, None, of)
        return
    if kind == "key":
        yield Thing(kind, "", None, of)
        return
    name = name.strip().removesuffix("[]")
    parts = [part.replace('"', "") for part in name.split(".")]
    schema = parts[-2] if len(parts) > 1 else None
    yield Thing(kind, parts[-1], schema)
    if kind == "relation" and schema is not None:
        yield Thing("schema", schema)


def _present(message: ServerMessage) -> Iterator[Thing]:
    if match := _PRESENT.match(message.message):
        kind = "relation" if match["kind"] in {"relation", "table"} else match["kind"]
        yield Thing(kind, match["name"], None, match["table"])


def _last(name: str) -> str:
    return name.rsplit(".", 1)[-1].strip('"')
