"""What sits inside a table or view (columns, constraints, indexes, triggers, policies), added, changed and removed
alike.
"""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from designer.design.code import View
from designer.design.designs import Design
from designer.design.edits.definitions import put
from designer.design.edits.lookups import find_part
from designer.design.errors import EditRefused
from designer.design.tables import Table

Owner = TypeVar("Owner", bound=Table | View)
Member = TypeVar("Member", bound=Struct)

WORDS = {
    "columns": "column",
    "unique_keys": "unique constraint",
    "checks": "check constraint",
    "exclusions": "exclusion constraint",
    "indexes": "index",
    "triggers": "trigger",
    "rules": "rule",
    "policies": "policy",
}


def add_member(design: Design, owner: Table | View, field: str, member: Any, position: int | None = None) -> Design:
    """Adds to one of the owner's tuples, at the end unless a position is given. Refuses a second of the same name."""
    members = list(getattr(owner, field))
    _refuse_same_name(owner, field, member)
    members.insert(len(members) if position is None else position, member)
    return put(design, replace(owner, **{field: tuple(members)}))


def change_member(design: Design, owner: Table | View, field: str, member_id: UUID, changes: dict[str, Any]) -> Design:
    """Replaces fields of one member. Refuses when it is gone or its new name is taken."""
    old = find_part(getattr(owner, field), member_id, f"{WORDS[field]} of {owner.schema}.{owner.name}")
    new = replace(old, **changes)
    _refuse_same_name(owner, field, new)
    members = tuple(new if member.id == member_id else member for member in getattr(owner, field))
    return put(design, replace(owner, **{field: members}))


def remove_member(design: Design, owner: Table | View, field: str, member_id: UUID) -> Design:
    """Takes one member out. Refuses when it is gone already."""
    find_part(getattr(owner, field), member_id, f"{WORDS[field]} of {owner.schema}.{owner.name}")
    members = tuple(member for member in getattr(owner, field) if member.id != member_id)
    clustered_on = None if owner.clustered_on == member_id else owner.clustered_on
    return put(design, replace(owner, **{field: members, "clustered_on": clustered_on}))


def _refuse_same_name(owner: Table | View, field: str, member: Any) -> None:
    if any(other.name == member.name and other.id != member.id for other in getattr(owner, field)):
        raise EditRefused(
            f"{owner.schema}.{owner.name} has a {WORDS[field]} named {member.name} already. Choose another name."
        )
