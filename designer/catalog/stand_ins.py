"""Which objects refer to an extension that the sandbox only imitates."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from msgspec import Struct
from psycopg import Connection

from designer.catalog.snapshots import run_query, snapshot
from designer.postgres.platform import MANAGED_SCHEMAS

COMPLETE = frozenset({"uuid-ossp"})
"""Stand-ins that do all that the real extension does."""


class StandInUse(Struct, frozen=True):
    """An object that needs a stand-in: PostgreSQL's word for its kind and its name, qualified and quoted."""

    extension: str
    kind: str
    name: str


class _UseRow(Struct, frozen=True):
    extension: str
    kind: str
    schema: str | None
    name: str


def read_stand_in_uses(connection: Connection[Any], imitated: Collection[str]) -> tuple[StandInUse, ...]:
    """The project's objects that depend on one of these extensions, as PostgreSQL has recorded it.

    It records what a table, view, index, policy or signature says; in a function's body it does not look.
    """
    names = sorted(set(imitated) - COMPLETE)
    with snapshot(connection):
        rows = run_query(connection, "stand_ins", list[_UseRow], {"names": names})
    return tuple(StandInUse(row.extension, row.kind, row.name) for row in rows if not _is_of_platform(row))


def _is_of_platform(row: _UseRow) -> bool:
    schema = row.schema or row.name.rpartition(" on ")[2].partition(".")[0]
    return schema in MANAGED_SCHEMAS
