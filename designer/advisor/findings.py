"""Findings: what is wrong with a design, why, how it was seen, and what puts it right."""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

from msgspec import Struct


class Level(StrEnum):
    """How bad it is: rows reach those who should not have them (error), may one day (warn), or it is a trap (info).

    What is right and slow has a level of its own.
    """

    ERROR = "error"
    WARN = "warn"
    INFO = "info"
    SPEED = "speed"

    @property
    def rank(self) -> int:
        """For sorting: the worst first."""
        return list(Level).index(self)


class Fix(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An edit of the design that puts a finding right, as a value: see `fixes.apply_fix`.

    `object_id` is a definition, `part_id` a policy of it. `label` says in the imperative what it does.
    """

    action: str
    label: str
    object_id: UUID
    part_id: UUID | None = None
    values: dict[str, Any] = {}


class Finding(Struct, frozen=True, kw_only=True):
    """One hole in one object. `row` is the number of the kind of hole, `rule` its name in words for programs.

    `proof` is what was run and what the server answered, line by line; empty where nothing can be run. `advice` says
    what to do, `fix` does it where an edit of the design can, and `fix_sql` is the SQL that this edit comes to.
    """

    row: int
    rule: str
    title: str
    level: Level
    kind: str
    object_id: UUID | None
    name: str
    reason: str
    advice: str
    proof: str = ""
    fix: Fix | None = None
    fix_sql: str = ""

    @property
    def key(self) -> str:
        """Tells it apart from the other findings of the same design."""
        return f"{self.rule}:{self.name}"
