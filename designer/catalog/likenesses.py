"""Whether an object that is gone may be one that is new, under another name: the evidence, never the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from designer.design import Column, Composite, Design, Enum, QualifiedName, Schema, Table
from designer.design.documents import to_body

_NOBODY = UUID(int=0)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ENOUGH = 0.5
"""More than this share of columns, values … in common makes two objects worth a question."""
_SIMILAR = 0.6
"""How alike two names must be to say so, from 0 to 1."""


def compare_objects(old: Any, old_design: Design, new: Any, new_design: Design) -> list[str]:
    """What speaks for one definition being the other, the strongest first; nothing where too little does.

    Both designs use the same ids for what they share, here and below.
    """
    if isinstance(old, Table):
        found = list(_tables(old, new))
    elif isinstance(old, Enum | Composite):
        found = list(_members(old, new))
    elif isinstance(old, Schema):
        mine, theirs = _names_in(old_design, old.name), _names_in(new_design, new.name)
        found = list(_in_common(mine, theirs, "objects"))
    else:
        found = ["the same definition"] if _shape(old) == _shape(new) else []
    if found and _are_alike(old.name, new.name):
        found.append("a similar name")
    return found


def compare_columns(
    old: Column, old_table: Table, old_design: Design, new: Column, new_table: Table, new_design: Design
) -> list[str]:
    """What speaks for one column being the other; types that differ outweigh everything but the name."""
    has_same_type = old.type == new.type
    place = [column.id for column in old_table.columns].index(old.id)
    found = ["the same type"] if has_same_type else []
    if place == [column.id for column in new_table.columns].index(new.id):
        found.append("the same position")
    uses = sorted(_uses(old, old_table, old_design))
    if uses and uses == sorted(_uses(new, new_table, new_design)):
        found.append(f"the same constraints ({', '.join(uses)})")
    if (old.is_nullable, old.default) == (new.is_nullable, new.default) and (old.default or not old.is_nullable):
        found.append("the same default and NOT NULL")
    if _are_alike(old.name, new.name):
        found.append("a similar name")
    return found if len(found) > 1 and (has_same_type or found[-1] == "a similar name") else []


def compare_labels(old: Any, olds: tuple[Any, ...], new: Any, news: tuple[Any, ...]) -> list[str]:
    """What speaks for one label of an enum, or attribute of a composite type, being the other."""
    found = []
    if [row.id for row in olds].index(old.id) == [row.id for row in news].index(new.id) and len(olds) == len(news):
        found.append("the same position")
    if getattr(old, "type", None) is not None and old.type == new.type:
        found.append("the same type")
    if _are_alike(old.name, new.name):
        found.append("a similar name")
    return found


def _tables(old: Table, new: Table) -> Iterator[str]:
    mine = [(column.name, column.type) for column in old.columns]
    theirs = [(column.name, column.type) for column in new.columns]
    yield from _in_common(mine, theirs, "columns")


def _members(old: Enum | Composite, new: Enum | Composite) -> Iterator[str]:
    if isinstance(old, Enum) and isinstance(new, Enum):
        yield from _in_common([row.name for row in old.values], [row.name for row in new.values], "values")
    elif isinstance(old, Composite) and isinstance(new, Composite):
        mine, theirs = ([(row.name, row.type) for row in side.attributes] for side in (old, new))
        yield from _in_common(mine, theirs, "attributes")


def _in_common(mine: Iterable[Any], theirs: Iterable[Any], what: str) -> Iterator[str]:
    olds, news = set(mine), set(theirs)
    shared, total = len(olds & news), max(len(olds), len(news))
    if total and shared / total > _ENOUGH:
        yield f"all {total} {what} the same" if shared == total else f"{shared} of {total} {what} the same"


def _uses(column: Column, table: Table, design: Design) -> Iterator[str]:
    """In which constraints a column takes part, without the names they have."""
    if table.primary_key is not None and column.id in table.primary_key.column_ids:
        yield "primary key"
    if any(column.id in key.column_ids for key in table.unique_keys):
        yield "unique"
    for row in design.relationships:
        target = design.tables_by_id.get(row.target_table_id)
        if row.table_id == table.id and column.id in row.column_ids and target is not None:
            yield f"references {target.schema}.{target.name}"


def _names_in(design: Design, schema: str) -> list[tuple[str, str]]:
    return [(type(row).__name__, row.name) for row in design.definitions() if getattr(row, "schema", None) == schema]


def _shape(value: Any) -> str:
    """A value as text without the ids and the name it has."""
    named = {field: "" for field in ("schema", "name") if hasattr(value, field) and hasattr(value, "id")}
    return _UUID.sub("", str(to_body(replace(value, **named))))


def _are_alike(old: str, new: str) -> bool:
    shorter, longer = sorted((old.lower(), new.lower()), key=len)
    return (len(shorter) > 2 and shorter in longer) or SequenceMatcher(None, shorter, longer).ratio() >= _SIMILAR


_SECONDARY = ("unique_keys", "checks", "exclusions", "indexes", "triggers", "policies")


def find_renamed_parts(known: Design, design: Design) -> dict[UUID, QualifiedName]:
    """Keys, checks, indexes, triggers, policies and foreign keys that differ in their name alone, with the new name.

    No guess: they hold no rows, and renaming one leads to the same catalog as dropping and adding it, only sooner. Left
    out where several could be meant.
    """
    found: dict[UUID, QualifiedName] = {}
    relations: tuple[Any, ...] = (*known.tables, *known.views)
    for old in relations:
        new = design.by_id.get(old.id)
        if type(new) is type(old) and new != old:
            for field in _SECONDARY:
                found |= _same_but_for_name(getattr(old, field, ()), getattr(new, field, ()))
    return found | _same_but_for_name(known.relationships, design.relationships)


def _same_but_for_name(olds: Iterable[Any], news: Iterable[Any]) -> dict[UUID, QualifiedName]:
    olds, news = list(olds), list(news)
    kept = {row.id for row in olds} & {row.id for row in news}
    gone, fresh = _nameless(olds, kept), _nameless(news, kept)
    pairs = ((rows, fresh.get(shape, [])) for shape, rows in gone.items())
    return {old[0].id: QualifiedName("", new[0].name) for old, new in pairs if len(old) == len(new) == 1}


def _nameless(rows: Iterable[Any], kept: set[UUID]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        if row.id not in kept:
            found.setdefault(replace(row, id=_NOBODY, name=""), []).append(row)
    return found
