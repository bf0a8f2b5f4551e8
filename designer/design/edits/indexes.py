"""Indexes of tables and materialized views."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from designer.design.code import View
from designer.design.designs import Design
from designer.design.edits.lookups import find_definition, find_own_table
from designer.design.edits.members import add_member, change_member, remove_member
from designer.design.tables import Index, Table


def add_index(design: Design, owner_id: UUID, index: Index) -> Design:
    """Adds an index to a table or materialized view."""
    return add_member(design, _owner(design, owner_id), "indexes", index)


def change_index(design: Design, owner_id: UUID, index_id: UUID, **changes: Any) -> Design:
    """Replaces fields of an index (name, keys, predicate, include …)."""
    return change_member(design, _owner(design, owner_id), "indexes", index_id, changes)


def remove_index(design: Design, owner_id: UUID, index_id: UUID) -> Design:
    """Removes an index."""
    return remove_member(design, _owner(design, owner_id), "indexes", index_id)


def _owner(design: Design, owner_id: UUID) -> Table | View:
    owner = find_definition(design, owner_id, Table, View)
    return owner if isinstance(owner, View) else find_own_table(design, owner_id)
