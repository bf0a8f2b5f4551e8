"""The names objects of a project had before, from its history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from designer.design import QualifiedName
from projects.models import ChangeItem, Project

_CHUNK = 200


def former_names(project: Project) -> dict[UUID, list[QualifiedName]]:
    """Every name that a definition, or something on it, lost in a change; the latest first.

    Reads the whole history, a chunk at a time: meant for an import, not for a page that is opened often.
    """
    found: dict[UUID, list[QualifiedName]] = {}
    items = ChangeItem.objects.filter(change__project_id=project.pk, before__isnull=False, after__isnull=False)
    rows = items.order_by("-change__number").values_list("before", "after")
    for before, after in rows.iterator(chunk_size=_CHUNK):
        for id_, name in _lost_names(before or {}, after or {}):
            names = found.setdefault(UUID(id_), [])
            if name not in names:
                names.append(name)
    return found


def _lost_names(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, QualifiedName]]:
    old, new = ((row.get("schema", ""), row.get("name", "")) for row in (before, after))
    if old != new:
        yield before["id"], QualifiedName(*old)
    for field, parts in before.items():
        if not isinstance(parts, list) or parts == after.get(field):
            continue
        names = {part["id"]: part.get("name") for part in _parts(after.get(field))}
        for part in _parts(parts):
            if names.get(part["id"], part.get("name")) != part.get("name"):
                yield part["id"], QualifiedName("", part["name"])


def _parts(value: Any) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict) and "id" in part] if isinstance(value, list) else []
