"""Keeping expressions as their author wrote them where PostgreSQL stores the same for them and for what was read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from designer.design import Design


def keep_wording(read: Design, printed: Design, drawn: Design) -> Design:
    """The design that was read, with everything as drawn that the server prints alike.

    `printed` is the drawn design as a server prints it; what is the same has the same id in all three. So `total > 0`
    does not count as changed because a dump says `(total > (0)::numeric)`.
    """
    kinds = {field: _keep_each(*(getattr(side, field) for side in (read, printed, drawn))) for field in _FIELDS}
    return replace(read, **kinds)


_FIELDS = Design.__struct_fields__


def _keep(read: Any, printed: Any, drawn: Any) -> Any:
    if read == printed:
        return drawn
    if isinstance(read, tuple) and all(isinstance(side, tuple) for side in (printed, drawn)):
        return _keep_each(read, printed, drawn)
    if isinstance(read, Struct) and type(read) is type(printed) is type(drawn):
        fields = {
            field: _keep(*(getattr(side, field) for side in (read, printed, drawn)))
            for field in read.__struct_fields__
            if field != "id"
        }
        return replace(read, **fields)
    return read


def _keep_each(read: tuple[Any, ...], printed: tuple[Any, ...], drawn: tuple[Any, ...]) -> tuple[Any, ...]:
    """What has an id is compared with its like, wherever that stands; the order is that of what was read."""
    printed_by_id, drawn_by_id = _by_id(printed), _by_id(drawn)
    return tuple(
        _keep(item, printed_by_id[item.id], drawn_by_id[item.id])
        if getattr(item, "id", None) in printed_by_id and item.id in drawn_by_id
        else item
        for item in read
    )


def _by_id(items: tuple[Any, ...]) -> dict[UUID, Any]:
    return {item.id: item for item in items if hasattr(item, "id")}
