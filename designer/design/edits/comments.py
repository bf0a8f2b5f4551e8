"""Comments on anything that can carry one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from designer.design.designs import Design
from designer.design.edits.definitions import put
from designer.design.edits.objects import find_object
from designer.design.errors import EditRefused


def set_comment(design: Design, object_id: UUID, comment: str | None, *, part_id: UUID | None = None) -> Design:
    """Comments on a definition, or on one part of it (column, constraint, index, trigger, policy, attribute).

    An empty comment is none, as for PostgreSQL.
    """
    definition = find_object(design, object_id)
    if part_id is None:
        return put(design, _commented(definition, comment))
    for field in definition.__struct_fields__:
        value = getattr(definition, field)
        if isinstance(value, Struct) and getattr(value, "id", None) == part_id:
            return put(design, replace(definition, **{field: _commented(value, comment)}))
        if isinstance(value, tuple) and any(getattr(item, "id", None) == part_id for item in value):
            parts = tuple(_commented(item, comment) if item.id == part_id else item for item in value)
            return put(design, replace(definition, **{field: parts}))
    raise EditRefused("What you comment on is no longer in the design. Reload to see what became of it.")


def _commented(value: Any, comment: str | None) -> Any:
    if not hasattr(value, "comment"):
        raise EditRefused(f"{value.name} cannot carry a comment in PostgreSQL.")
    return replace(value, comment=comment or None)
