"""Settings without an entry of their own: pg_dump writes them inside the entry of the object they belong to.

They are kept like entries, so that a rebuilt database has them too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from designer.postgres.archives import ArchiveEntry
from designer.postgres.quoting import quote_identifier, quote_name
from designer.sql.object_names import make_object_name

_NAME = r"""(?:"(?:[^"]|"")*"|[^\s",;]+)"""
_DOMAIN_NOT_NULL = re.compile(rf" CONSTRAINT (?P<name>{_NAME}) NOT NULL")


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


def _domain_not_null(entry: ArchiveEntry) -> Iterator[tuple[str, str]]:
    """The name of a domain's NOT NULL (PostgreSQL 17 on)."""
    if match := _DOMAIN_NOT_NULL.search(entry.create_sql):
        rename = f"ALTER DOMAIN {quote_name(entry.schema, entry.name)} RENAME CONSTRAINT"
        usual = quote_identifier(make_object_name(entry.name, "", "not_null"))
        yield f"{rename} {usual} TO {match['name']}", f"{rename} {match['name']} TO {usual}"


def _unlogged_sequence(entry: ArchiveEntry) -> Iterator[tuple[str, str]]:
    """A sequence that is not logged, as those of unlogged tables are."""
    if entry.create_sql.startswith("CREATE UNLOGGED SEQUENCE "):
        sequence = f"ALTER SEQUENCE {quote_name(entry.schema, entry.name)}"
        yield f"{sequence} SET UNLOGGED", f"{sequence} SET LOGGED"


_FINDERS: dict[str, tuple[tuple[str, Callable[[ArchiveEntry], Iterator[tuple[str, str]]]], ...]] = {
    "DOMAIN": (("DOMAIN NOT NULL", _domain_not_null),),
    "SEQUENCE": (("UNLOGGED SEQUENCE", _unlogged_sequence),),
}
