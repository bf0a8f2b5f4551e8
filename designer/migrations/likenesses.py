"""What two designs share, by identity: an edit leaves nearly everything the very object that it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

Rows: TypeAlias = tuple[Any, ...]
"""Structs of the design, each with an id."""


def without_same_ends(before: Rows, after: Rows) -> tuple[Rows, Rows]:
    """The two without what both begin and end with, so that looking for what differs need not look there."""
    if before is after:
        return (), ()
    most = min(len(before), len(after))
    start = end = 0
    while start < most and before[start] is after[start]:
        start += 1
    while end < most - start and before[-1 - end] is after[-1 - end]:
        end += 1
    return before[start : len(before) - end], after[start : len(after) - end]


def changed_pairs(before: Rows, after: Rows) -> Iterator[tuple[Any, Any]]:
    """Old and new of each id that is in both and differs."""
    before, after = without_same_ends(before, after)
    new_by_id = {row.id: row for row in after}
    for old in before:
        new = new_by_id.get(old.id)
        if new is not None and new is not old and new != old:
            yield old, new
