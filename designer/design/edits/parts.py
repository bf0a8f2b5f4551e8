"""Which parts of a definition an edit touches, so that two people can edit one table at the same time."""

from __future__ import annotations

from typing import Any, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from designer.design.designs import Definition

Part: TypeAlias = UUID | str
"""A column, constraint, index, trigger or policy by its id; anything else by the name of its field."""

WHOLE = ""
"""The part that stands for all of a definition: it was created or removed."""


def changed_parts(before: Definition | None, after: Definition | None) -> dict[Part, str]:
    """The parts that differ, each with its name for people ("column total", "comment").

    Creating or removing the definition touches everything it has, and so clashes with every other edit of it.
    """
    if before is None or after is None or type(before) is not type(after):
        found = {part: name for side in (before, after) if side is not None for part, name in _all_parts(side).items()}
        return {WHOLE: "", **found}
    changed: dict[Part, str] = {}
    for field in before.__struct_fields__:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            changed |= _changed_in_field(field, old, new)
    return {**changed, WHOLE: ""} if WHOLE in changed else changed


def apply_changes(before: Definition, after: Definition, onto: Definition) -> Definition:
    """`onto` with every part that differs between the two others as it is in `after`.

    All three are the same object at different times, and no part differs between `before` and `onto` that differs
    between `before` and `after`, too: see `changed_parts`. A new part comes after the one it follows in `after`, as far
    as that is there.
    """
    changes = {
        field: _apply_in_field(getattr(before, field), getattr(after, field), getattr(onto, field))
        for field in before.__struct_fields__
        if getattr(before, field) != getattr(after, field)
    }
    return replace(onto, **changes)


def _apply_in_field(before: Any, after: Any, onto: Any) -> Any:
    if not _items(before) and not _items(after):
        return after
    if not isinstance(onto, tuple):
        return after  # one part, which only one side has changed
    old, new = {item.id: item for item in _items(before)}, {item.id: item for item in _items(after)}
    changed = {id_: item for id_, item in new.items() if old.get(id_) != item}
    rows = [changed.get(item.id, item) for item in _items(onto) if item.id in new or item.id not in old]
    ids = [item.id for item in rows]
    order = [id_ for id_ in old if id_ in new]
    if order != [id_ for id_ in new if id_ in old]:  # somebody moved them
        rows.sort(key=lambda item: list(new).index(item.id) if item.id in new else len(new))
        ids = [item.id for item in rows]
    for place, (id_, item) in enumerate(new.items()):
        if id_ not in old and id_ not in ids:
            former = next((other for other in reversed(list(new)[:place]) if other in ids), None)
            index = 0 if former is None else ids.index(former) + 1
            rows.insert(index, item)
            ids.insert(index, id_)
    return tuple(rows)


def _all_parts(definition: Definition) -> dict[Part, str]:
    parts: dict[Part, str] = {}
    for field in definition.__struct_fields__:
        value = getattr(definition, field)
        parts[field] = field.replace("_", " ")
        parts |= {item.id: _name(field, item) for item in _items(value)}
    return parts


def _changed_in_field(name: str, old: Any, new: Any) -> dict[Part, str]:
    old_items, new_items = {item.id: item for item in _items(old)}, {item.id: item for item in _items(new)}
    if not old_items and not new_items:
        return {name: name.replace("_", " ")}
    touched = {
        id_: _name(name, new_items.get(id_) or old_items[id_])
        for id_ in old_items.keys() | new_items.keys()
        if old_items.get(id_) != new_items.get(id_)
    }
    if not touched:  # the same items in another order
        return {name: f"order of {name.replace('_', ' ')}"}
    return dict(touched)


def _items(value: Any) -> list[Any]:
    """The parts with an id of their own inside a field's value."""
    values = value if isinstance(value, tuple) else (value,)
    return [item for item in values if isinstance(item, Struct) and hasattr(item, "id")]


def _name(field: str, item: Any) -> str:
    word = {"indexes": "index", "policies": "policy", "values": "value", "primary_key": "primary key"}
    return f"{word.get(field, field.removesuffix('s').replace('_', ' '))} {item.name}"
