"""Triggers of tables and views. Tables of the platform may carry them too."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from designer.design.code import View
from designer.design.designs import Design
from designer.design.edits.lookups import find_definition
from designer.design.edits.members import add_member, change_member, remove_member
from designer.design.tables import Table, Trigger


def add_trigger(design: Design, owner_id: UUID, trigger: Trigger) -> Design:
    """Adds a trigger to a table or view."""
    return add_member(design, _owner(design, owner_id), "triggers", trigger)


def change_trigger(design: Design, owner_id: UUID, trigger_id: UUID, **changes: Any) -> Design:
    """Replaces fields of a trigger (name, timing, events, condition, enabled …)."""
    return change_member(design, _owner(design, owner_id), "triggers", trigger_id, changes)


def remove_trigger(design: Design, owner_id: UUID, trigger_id: UUID) -> Design:
    """Removes a trigger; its function stays."""
    return remove_member(design, _owner(design, owner_id), "triggers", trigger_id)


def _owner(design: Design, owner_id: UUID) -> Table | View:
    found: Any = find_definition(design, owner_id, Table, View)
    owner: Table | View = found
    return owner
