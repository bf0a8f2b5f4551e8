"""The examples of examples.sql, and the kinds of pg_dump's entries that need none."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

_FILE = Path(__file__).with_name("examples.sql")
_HEAD = re.compile(r"^-- (?P<sign>[@!]) (?P<kind>[A-Z ]+): (?P<title>.+)$", re.MULTILINE)

WITHOUT_EXAMPLE = {
    "BLOB METADATA": "Large objects are data; schemas have none.",
    "DATABASE": "The database itself is the platform's.",
    "DATABASE PROPERTIES": "The database itself is the platform's.",
    "DEFAULT": "Part of the table, view or inherited column above.",
    "ENCODING": "A setting of the dump.",
    "SEARCHPATH": "A setting of the dump.",
    "SECURITY LABEL": "Kept verbatim. No provider of labels comes with PostgreSQL.",
    "SEQUENCE SET": "Data: the current value of a sequence.",
    "STATISTICS DATA": "Data: what ANALYZE found.",
    "STDSTRINGS": "A setting of the dump.",
    "SUBSCRIPTION": "They hold the address and password of a server; the platform lets nobody make them.",
    "SUBSCRIPTION TABLE": "Only in dumps for pg_upgrade.",
    "TABLE ATTACH": "Part of the partitions above.",
    "TABLE DATA": "Data. Imports skip and count it.",
}
"""Kinds of entries that no example stands for, and why."""

KINDS = frozenset({
    "ACCESS METHOD", "ACL", "AGGREGATE", "BLOB METADATA", "CAST", "CHECK CONSTRAINT", "COLLATION", "COMMENT",
    "CONSTRAINT", "CONVERSION", "DATABASE", "DATABASE PROPERTIES", "DEFAULT", "DEFAULT ACL", "DOMAIN", "ENCODING",
    "EVENT TRIGGER", "EXTENSION", "FK CONSTRAINT", "FOREIGN DATA WRAPPER", "FOREIGN TABLE", "FUNCTION", "INDEX",
    "INDEX ATTACH", "MATERIALIZED VIEW", "OPERATOR", "OPERATOR CLASS", "OPERATOR FAMILY", "POLICY",
    "PROCEDURAL LANGUAGE", "PROCEDURE", "PUBLICATION", "PUBLICATION TABLE", "PUBLICATION TABLES IN SCHEMA",
    "ROW SECURITY", "RULE", "SCHEMA", "SEARCHPATH", "SECURITY LABEL", "SEQUENCE", "SEQUENCE OWNED BY", "SEQUENCE SET",
    "SERVER", "STATISTICS", "STATISTICS DATA", "STDSTRINGS", "SUBSCRIPTION", "SUBSCRIPTION TABLE", "TABLE",
    "TABLE ATTACH", "TABLE DATA", "TEXT SEARCH CONFIGURATION", "TEXT SEARCH DICTIONARY", "TEXT SEARCH PARSER",
    "TEXT SEARCH TEMPLATE", "TRANSFORM", "TRIGGER", "TYPE", "USER MAPPING", "VIEW",
})  # fmt: skip
"""Every kind of entry that pg_dump 18 writes. Source: the calls of ArchiveEntry in pg_dump.c; roles, which pg_dumpall
writes, are a kind of ours."""


class Example(Struct, frozen=True):
    """Statements that make one thing; every name in them is or lives under `mark`, which no other example has."""

    kind: str
    title: str
    mark: str
    sql: str
    needs_superuser: bool


def read_examples() -> list[Example]:
    """The examples in the order of the file."""
    text = _FILE.read_text(encoding="utf-8")
    heads = list(_HEAD.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return [
        _example(head, text[head.end() : end], number)
        for number, (head, end) in enumerate(zip(heads, ends, strict=True))
    ]


def _example(head: re.Match[str], sql: str, number: int) -> Example:
    mark = f"example{number:03}"
    own = re.sub(r"example(?=\b|_)", mark, sql.strip())
    if f"{mark}." in own or f"schema {mark}" in own:
        own = f"create schema {mark};\n{own}"
    return Example(head["kind"], head["title"], mark, own, head["sign"] == "!")
