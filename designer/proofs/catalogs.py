"""Two observers of a database: our own reader, and pg_dump, which also sees what we do not model."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from designer.catalog import read_design
from designer.design import KINDS, Design, Publication, Statistics
from designer.postgres.platform import KEPT_SCHEMA
from designer.sandbox.comparisons import compare_dumps
from designer.sandbox.databases import ScratchDatabase
from designer.sandbox.dumps import render_entries

_UNORDERED = frozenset(
    {
        "columns", "indexes", "checks", "unique_keys", "policies", "triggers", "exclusions", "attributes", "statistics",
        "rules",
    }
)  # fmt: skip
"""Parts whose order says nothing, or that PostgreSQL's own order of adding decides."""
_MOST_WORDS = 300


class Catalog(Struct, frozen=True):
    """A database as both observers see it."""

    design: Design
    dump: str


def read_catalog(database: ScratchDatabase, roles: Collection[str]) -> Catalog:
    """Both at the same time; pg_dump is a process of its own."""
    with database.connect() as connection, ThreadPoolExecutor(1) as pool:
        dumping = pool.submit(_dump, database)
        design = read_design(connection, roles=roles)
        return Catalog(design, dumping.result())


def _dump(database: ScratchDatabase) -> str:
    """Without the copies that a migration keeps of what it drops: they are no part of either design."""
    entries = database.dump_entries()
    return render_entries([row for row in entries if KEPT_SCHEMA not in (row.schema, row.name.rpartition(" ")[2])])


def excuse_unvalidated(found: Catalog, name: str) -> tuple[Catalog, bool]:
    """The catalog as if the foreign keys of this name were validated, and whether one was not."""
    rows = tuple(replace(row, is_validated=True) if row.name == name else row for row in found.design.relationships)
    if rows == found.design.relationships:
        return found, False
    pattern = re.compile(rf"(ADD CONSTRAINT \"?{re.escape(name)}\"? FOREIGN KEY .*) NOT VALID;")
    return Catalog(replace(found.design, relationships=rows), pattern.sub(r"\1;", found.dump)), True


def compare_catalogs(found: Catalog, expected: Catalog, *, expected_name: str) -> tuple[list[str], list[str]]:
    """What differs, and what only stands in another order, because PostgreSQL adds columns nowhere but at the end."""
    said = compare_designs_read(found.design, expected.design)
    differences = [f"Our reader: {row}" for row in said]
    dumped = _compare_dumps(found, expected, expected_name, ignores_order=True)
    differences += [f"pg_dump: {row}" for row in dumped]
    notes = list(_orders(found.design, expected.design))
    if not notes and not differences:
        # Nothing that we know of explains another order, so it counts.
        differences += [
            f"pg_dump: {row}" for row in _compare_dumps(found, expected, expected_name, ignores_order=False)
        ]
    return differences, notes


def _compare_dumps(found: Catalog, expected: Catalog, name: str, *, ignores_order: bool) -> list[str]:
    ours = "the migrated database"
    return compare_dumps(found.dump, expected.dump, left_name=ours, right_name=name, ignores_order=ignores_order)


def compare_designs_read(found: Design, expected: Design) -> list[str]:
    """The definitions that differ, in few words, the order of columns aside; ids of both come from names."""
    lines: list[str] = []
    for kind in KINDS:
        left = {row.id: _plain(row) for row in getattr(found, kind)}
        right = {row.id: _plain(row) for row in getattr(expected, kind)}
        changed = (id_ for id_ in left.keys() | right.keys() if left.get(id_) != right.get(id_))
        lines += [f"{kind}: {_difference(left.get(id_), right.get(id_))}" for id_ in changed]
    return sorted(lines)


def _orders(found: Design, expected: Design) -> Iterator[str]:
    for field, parts in (("tables", "columns"), ("composites", "attributes")):
        others = {row.id: row for row in getattr(expected, field)}
        for row in getattr(found, field):
            if row.id in others:
                ours, theirs = ([part.name for part in getattr(one, parts)] for one in (row, others[row.id]))
                if ours != theirs and sorted(ours) == sorted(theirs):
                    yield (
                        f"The {parts} of {row.schema}.{row.name} stand in the order {', '.join(ours)} instead of "
                        f"{', '.join(theirs)}: PostgreSQL adds {parts} only at the end."
                    )


def _plain(row: Any) -> Any:
    """The definition without what a migration need not restore: the order of what has no order."""
    changes: dict[str, Any] = {}
    for field in row.__struct_fields__:
        value = getattr(row, field)
        if field in _UNORDERED and isinstance(value, tuple):
            changes[field] = tuple(sorted(value, key=lambda part: str(part.name)))
        elif field == "grants" and value:
            grants = (replace(grant, column_ids=tuple(sorted(grant.column_ids, key=str))) for grant in value)
            changes[field] = tuple(sorted(grants, key=str))
        elif field == "tables" and isinstance(row, Publication):
            changes[field] = tuple(replace(one, column_ids=tuple(sorted(one.column_ids, key=str))) for one in value)
        elif field == "not_nulls" or (field == "keys" and isinstance(row, Statistics)):
            # PostgreSQL keeps these columns, and those of publications, in the order in which the table has them.
            changes[field] = tuple(sorted(value, key=str))
    return replace(row, **changes) if changes else row


def _difference(left: Any, right: Any) -> str:
    if left is None or right is None:
        gone, word = (right, "is missing") if left is None else (left, "is left over")
        return f"{_name(gone)} {word}"
    fields = [field for field in left.__struct_fields__ if getattr(left, field) != getattr(right, field)]
    values = "; ".join(f"{field}: {_values(getattr(left, field), getattr(right, field))}" for field in fields)
    return f"{_name(left)}: {values}"


def _name(row: Any) -> str:
    schema, name = getattr(row, "schema", ""), getattr(row, "name", "")
    if not name:
        return str(row)[:_MOST_WORDS]
    return f"{schema}.{name}" if schema else str(name)


def _values(left: Any, right: Any) -> str:
    if isinstance(left, tuple) and isinstance(right, tuple):
        if len(left) == len(right):
            pairs = [(one, other) for one, other in zip(left, right, strict=True) if one != other]
            return ", ".join(_difference(*pair) if isinstance(pair[0], Struct) else str(pair) for pair in pairs)
        extra = [_name(row) for row in left if row not in right]
        missing = [_name(row) for row in right if row not in left]
        return f"left over {extra}, missing {missing}"
    if isinstance(left, Struct) and isinstance(right, Struct):
        return _difference(left, right)
    return f"{str(left)[:_MOST_WORDS]} instead of {str(right)[:_MOST_WORDS]}"
