"""What an operation is: one reversible step of a migration, as a frozen value with a closed contract."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import ClassVar, NamedTuple, TypeAlias
from uuid import UUID

from msgspec import Struct


class Lock(IntEnum):
    """PostgreSQL's table lock modes, weakest first (PostgreSQL docs, Explicit Locking)."""

    NONE = 0
    ACCESS_SHARE = 1
    ROW_SHARE = 2
    ROW_EXCLUSIVE = 3
    SHARE_UPDATE_EXCLUSIVE = 4
    SHARE = 5
    SHARE_ROW_EXCLUSIVE = 6
    EXCLUSIVE = 7
    ACCESS_EXCLUSIVE = 8

    @property
    def words(self) -> str:
        """The mode as PostgreSQL spells it: "ACCESS EXCLUSIVE"."""
        return self.name.replace("_", " ")


class HazardKind(StrEnum):
    """What may go wrong for rows, for other sessions or for the application that runs meanwhile."""

    DATA_LOSS = "data loss"
    DATA_LOSS_ON_ROLLBACK = "data loss on rollback"
    REWRITE = "rewrite"
    SCAN = "scan"
    BLOCKS_WRITES = "blocks writes"
    BREAKS_OLD_CODE = "breaks old code"
    MAY_FAIL = "may fail"
    ACCESS = "access"


class Hazard(Struct, frozen=True):
    """One danger of an operation, in a sentence that names the object."""

    kind: HazardKind
    message: str


class Phase(StrEnum):
    """When an operation belongs: what only adds, what fills rows, what proves constraints, what takes away."""

    EXPAND = "expand"
    BACKFILL = "backfill"
    VALIDATE = "validate"
    CONTRACT = "contract"


class Part(NamedTuple):
    """An object, or one aspect of it that operations create and drop by itself ("default" of a column)."""

    id: UUID
    aspect: str = ""


Slot: TypeAlias = tuple[str, ...]
"""A place in one of PostgreSQL's namespaces that one object at a time can hold: ("relation", "public", "orders")."""


class Footprint(Struct, frozen=True, kw_only=True):
    """What an operation means for the order of others.

    `creates` and `requires` speak of the state after it has run: whatever it requires is there before. `drops` and
    `restores` speak of the state before it, to which its reverse leads back: what its reverse needs is dropped only
    after it. `frees` and `takes` are names, so that a name is free before another object takes it.
    """

    creates: frozenset[Part] = frozenset()
    requires: frozenset[Part] = frozenset()
    drops: frozenset[Part] = frozenset()
    restores: frozenset[Part] = frozenset()
    frees: frozenset[Slot] = frozenset()
    takes: frozenset[Slot] = frozenset()

    def __or__(self, other: Footprint) -> Footprint:
        return Footprint(
            creates=self.creates | other.creates,
            requires=self.requires | other.requires,
            drops=self.drops | other.drops,
            restores=self.restores | other.restores,
            frees=self.frees | other.frees,
            takes=self.takes | other.takes,
        )


class Operation(Struct, frozen=True, kw_only=True, eq=False):
    """One step from one design to another, which knows its reverse.

    Subclasses answer what they do, which lock they take, what is dangerous about them and in which transaction they can
    run. `up()` and `down()` are statements without semicolons; `down()` undoes exactly `up()`. Two operations are never
    equal by accident: they are compared by identity.
    """

    symbol: ClassVar[str] = "~"
    """`+` creates, `-` drops, `~` changes."""
    rank: ClassVar[int] = 500
    """Position among operations that do not depend on one another; lower runs earlier."""
    lock: Lock = Lock.NONE
    """The strongest lock it takes on a table that exists already."""
    is_transactional: bool = True
    """False for what PostgreSQL refuses inside a transaction block: it gets a file of its own, alone."""
    is_alone: bool = False
    """Needs a file of its own although it is transactional: what it makes cannot be used before it is committed."""
    phase: Phase = Phase.EXPAND
    plain_because: str = ""
    """Why it blocks others although its kind has a form that does not: the end of a sentence (see `plain_forms`)."""
    footprint: Footprint = Footprint()

    @property
    def subject(self) -> str:
        """The full name of the object it works on."""
        raise NotImplementedError

    @property
    def place(self) -> str:
        """Its place among operations of the same rank that do not depend on one another."""
        return self.subject

    def describe(self) -> str:
        """What it does, as a sentence without a full stop."""
        raise NotImplementedError

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return ()

    def up(self) -> list[str]:
        raise NotImplementedError

    def down(self) -> list[str]:
        raise NotImplementedError

    def blocks(self, kind: HazardKind, message: str) -> Hazard:
        """The hazard of holding others up, with the reason why there was no other way, where one is known."""
        reason = f" It is done in one step because {self.plain_because}." if self.plain_because else ""
        return Hazard(kind, message + reason)
