"""Settings without an entry of their own: pg_dump writes them inside the entry of the object they belong to.

They are kept like entries, so that a rebuilt database has them too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from designer.postgres.archives import ArchiveEntry
from designer.postgres.parsing import split_statements
from designer.postgres.quoting import quote_identifier, quote_name
from designer.sql.object_names import make_object_name

_ALTER_SETTING = re.compile(r"\bALTER COLUMN \S.* SET (?:STATISTICS |\()|\bCLUSTER ON ")
_STATISTICS = re.compile(r"(?P<head>ALTER .* SET STATISTICS) \d+\Z", re.DOTALL)
_COLUMN_OPTIONS = re.compile(r"(?P<head>ALTER .*) SET \((?P<options>.*)\)\Z", re.DOTALL)
_CLUSTER = re.compile(r"(?P<head>ALTER TABLE .*) CLUSTER ON .*\Z", re.DOTALL)
_KEY_OPTIONS = re.compile(r"\) WITH \((?P<options>[^)]*)\)(?: DEFERRABLE| INITIALLY|;)")
_NAME = r"""(?:"(?:[^"]|"")*"|[^\s",;]+)"""
_DOMAIN_NOT_NULL = re.compile(rf" CONSTRAINT (?P<name>{_NAME}) NOT NULL")
_INHERITED_NOT_NULL = re.compile(
    rf"^    (?:CONSTRAINT (?P<name>{_NAME}) )?NOT NULL (?P<column>{_NAME}),?$", re.MULTILINE
)


def extra_entries(entry: ArchiveEntry) -> Iterator[ArchiveEntry]:
    """The settings in the entry of a modelled object that no design has, as entries with their own CREATE and DROP."""
    for kind, finder in _FINDERS.get(entry.kind, ()):
        pairs = list(finder(entry))
        if pairs:
            create_sql = "".join(f"{create};\n" for create, _ in pairs)
            drop_sql = "".join(f"{drop};\n" for _, drop in reversed(pairs))
            extra = replace(entry, kind=kind, create_sql=create_sql, drop_sql=drop_sql, depends_on=(entry.number,))
            # The negative number of an object's own entry is that of its owner.
            yield replace(extra, section="post-data", owner="")


def _settings(entry: ArchiveEntry) -> Iterator[tuple[str, str]]:
    """Statistics targets, column options and clustering, which follow the CREATE."""
    if not _ALTER_SETTING.search(entry.create_sql):
        return
    for statement in split_statements(entry.create_sql):
        if match := _STATISTICS.match(statement):
            yield statement, f"{match['head']} -1"
        elif match := _CLUSTER.match(statement):
            yield statement, f"{match['head']} SET WITHOUT CLUSTER"
        elif match := _COLUMN_OPTIONS.match(statement):
            names = ", ".join(option.partition("=")[0].strip() for option in match["options"].split(","))
            yield statement, f"{match['head']} RESET ({names})"


def _key_options(entry: ArchiveEntry) -> Iterator[tuple[str, str]]:
    """Storage options of the index behind a key."""
    if match := _KEY_OPTIONS.search(entry.create_sql):
        words = re.search(rf"ADD CONSTRAINT ({_NAME}) ", entry.create_sql)
        if words is not None:
            index = f"ALTER INDEX {quote_identifier(entry.schema)}.{words[1]}"
            names = ", ".join(option.partition("=")[0].strip() for option in match["options"].split(","))
            yield f"{index} SET ({match['options']})", f"{index} RESET ({names})"


def _domain_not_null(entry: ArchiveEntry) -> Iterator[tuple[str, str]]:
    """The name of a domain's NOT NULL (PostgreSQL 17 on)."""
    if match := _DOMAIN_NOT_NULL.search(entry.create_sql):
        rename = f"ALTER DOMAIN {quote_name(entry.schema, entry.name)} RENAME CONSTRAINT"
        usual = quote_identifier(make_object_name(entry.name, "", "not_null"))
        yield f"{rename} {usual} TO {match['name']}", f"{rename} {match['name']} TO {usual}"


def _inherited_not_nulls(entry: ArchiveEntry) -> Iterator[tuple[str, str]]:
    """NOT NULLs that a child adds to columns it only inherits (as constraints: PostgreSQL 18 on)."""
    table = f"ALTER TABLE ONLY {quote_name(entry.schema, entry.name)}"
    for match in _INHERITED_NOT_NULL.finditer(entry.create_sql):
        name = f"CONSTRAINT {match['name']} " if match["name"] else ""
        drop = f"{table} ALTER COLUMN {match['column']} DROP NOT NULL"
        yield f"{table} ADD {name}NOT NULL {match['column']}", drop


def _unlogged_sequence(entry: ArchiveEntry) -> Iterator[tuple[str, str]]:
    """A sequence that is not logged, as those of unlogged tables are."""
    if entry.create_sql.startswith("CREATE UNLOGGED SEQUENCE "):
        sequence = f"ALTER SEQUENCE {quote_name(entry.schema, entry.name)}"
        yield f"{sequence} SET UNLOGGED", f"{sequence} SET LOGGED"


_FINDERS: dict[str, tuple[tuple[str, Callable[[ArchiveEntry], Iterator[tuple[str, str]]]], ...]] = {
    "TABLE": (("TABLE SETTINGS", _settings), ("INHERITED NOT NULL", _inherited_not_nulls)),
    "MATERIALIZED VIEW": (("TABLE SETTINGS", _settings),),
    "INDEX": (("INDEX SETTINGS", _settings),),
    "CONSTRAINT": (("INDEX SETTINGS", _settings), ("KEY OPTIONS", _key_options)),
    "DOMAIN": (("DOMAIN NOT NULL", _domain_not_null),),
    "SEQUENCE": (("UNLOGGED SEQUENCE", _unlogged_sequence),),
}
