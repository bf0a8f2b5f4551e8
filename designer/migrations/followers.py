"""Expressions that were left as they were although something they name was renamed.

PostgreSQL follows a rename inside what it stores parsed; so a text that is the same on both sides means the renamed
object. As long as nothing else happens to it, it needs no operation. Where it must be written again, it is written with
the new names.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from designer.design import KINDS, Design, Table
from designer.migrations.alignments import Alignment, find_renames, rename_in_text, table_around
from designer.migrations.dependencies import words_of
from designer.migrations.texts import TEXTS

_PLAIN = re.compile(r"\w+\Z", re.ASCII)


def follow_renames(before: Design, after: Design) -> Design:
    """`after` with the new names in every expression that says what it said before the renames."""
    alignment = find_renames(before, after)
    if alignment.is_empty:
        return after
    names = _names(alignment)
    follower = _Follower(alignment, names)
    mentions = _pattern(alignment)
    kinds = {}
    for kind in KINDS:
        old_by_id = {row.id: row for row in getattr(before, kind)}
        rows = getattr(after, kind)
        kinds[kind] = tuple(
            follower.follow(old_by_id[row.id], row, None)
            if row.id in old_by_id and (row.id in alignment.columns or mentions.search(msgspec.json.encode(row)))
            else row
            for row in rows
        )
    return replace(after, **kinds)


def _names(alignment: Alignment) -> frozenset[str]:
    """The old names of everything renamed."""
    columns = {old for renamed in alignment.columns.values() for old in renamed}
    return _moved_names(alignment) | columns


def _moved_names(alignment: Alignment) -> frozenset[str]:
    moved = alignment.moved()
    schemas = {old.schema for old, new in moved if old.schema != new.schema}
    return frozenset(schemas | {old.name for old, _ in moved} | set(alignment.labels))


def _pattern(alignment: Alignment) -> re.Pattern[bytes]:
    """Finds the definitions that could name anything renamed, without looking into each of their texts.

    A renamed column is named by its own table and by what names that table.
    """
    tables = {name.name for name, id_ in alignment.table_ids.items() if id_ in alignment.columns}
    names = sorted(_moved_names(alignment) | tables)
    if not all(_PLAIN.match(name) for name in names):
        return re.compile(b"")
    # A publication names its tables by id only.
    return re.compile("|".join(map(re.escape, [*names, *map(str, alignment.columns)])).encode())


class _Follower:
    """Goes through one definition on both sides at once."""

    def __init__(self, alignment: Alignment, names: frozenset[str]) -> None:
        self.alignment = alignment
        self.names = names
        self.has_odd_names = not all(_PLAIN.match(name) for name in names)

    def follow(self, old: Any, new: Any, table: Table | None) -> Any:
        """The new struct with the new names in texts that both have."""
        if type(old) is not type(new):
            return new
        own_table = table_around(old, table)
        changes = {}
        for field in new.__struct_fields__:
            value = getattr(new, field)
            followed = self._field(old, field, value, own_table)
            if followed is not value:
                changes[field] = followed
        return replace(new, **changes) if changes else new

    def _field(self, old: Any, field: str, value: Any, table: Table | None) -> Any:
        old_value = getattr(old, field)
        kind = TEXTS.get((type(old), field))
        if kind is not None:
            return self._text(value, kind, table) if value and value == old_value else value
        if isinstance(value, Struct):
            return self.follow(old_value, value, table)
        if not isinstance(value, tuple) or not value or not isinstance(value[0], Struct):
            return value
        if hasattr(value[0], "id"):
            old_by_id = {row.id: row for row in old_value}
            rows = tuple(self.follow(old_by_id.get(row.id), row, table) for row in value)
        elif len(old_value) == len(value):
            rows = tuple(self.follow(one, other, table) for one, other in zip(old_value, value, strict=True))
        else:
            return value
        return rows if any(one is not other for one, other in zip(rows, value, strict=True)) else value

    def _text(self, text: str, kind: str, table: Table | None) -> str:
        if not self.has_odd_names and self.names.isdisjoint(words_of(text)):
            return text
        return rename_in_text(text, kind, self.alignment, table)
