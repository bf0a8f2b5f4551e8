"""Foreign keys."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from msgspec import Struct


class Action(StrEnum):
    """What happens to the referencing rows when the referenced row goes or changes its key."""

    NO_ACTION = "no action"
    RESTRICT = "restrict"
    CASCADE = "cascade"
    SET_NULL = "set null"
    SET_DEFAULT = "set default"


class Relationship(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A foreign key from `column_ids` of `table_id` to `target_column_ids` of `target_table_id`, paired by position."""

    id: UUID
    name: str
    table_id: UUID
    column_ids: tuple[UUID, ...]
    target_table_id: UUID
    target_column_ids: tuple[UUID, ...]
    on_delete: Action = Action.NO_ACTION
    on_update: Action = Action.NO_ACTION
    set_columns: tuple[UUID, ...] = ()
    """The columns SET NULL / SET DEFAULT applies to; empty means all (PostgreSQL 15)."""
    is_match_full: bool = False
    is_deferrable: bool = False
    is_initially_deferred: bool = False
    is_validated: bool = True
    is_enforced: bool = True
    is_temporal: bool = False
    """PERIOD on the last column (PostgreSQL 18)."""
    comment: str | None = None
