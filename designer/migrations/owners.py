"""Owners other than `postgres`, for every kind of object.

An object is made by `postgres`, with all that is on it, and given away when everything else is done; where it is to go,
the way back gives it away last. PostgreSQL gives the new owner what the old one held, so privileges that a former owner
keeps are granted after that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import fields, replace

from designer.design import KINDS, TYPE_OF_KIND, Design, Table
from designer.migrations.contexts import Context
from designer.migrations.definitions import name_in_words
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part
from designer.postgres.platform import OWNER
from designer.sql.grants import has_grants, write_grants
from designer.sql.owners import write_owner

OWNED_KINDS = tuple(kind for kind in KINDS if any(field.name == "owner" for field in fields(TYPE_OF_KIND[kind])))


class ChangeOwner(Operation, frozen=True, kw_only=True, eq=False):
    """Gives an object to another role. An object that is made before belonged to `postgres`."""

    rank = 485

    old: Any
    new: Any
    design: Design
    is_new: bool = False

    @property
    def subject(self) -> str:
        return name_in_words(self.new)

    def describe(self) -> str:
        return f"Give {self.subject} to {self.new.owner or OWNER}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.is_new:
            return ()
        return (Hazard(HazardKind.ACCESS, f"Who may change or drop {self.subject} changes."),)

    def up(self) -> list[str]:
        return _write(self.old, self.new, self.design)

    def down(self) -> list[str]:
        return [] if self.is_new else _write(self.new, self.old, self.design)


class LetOwnerGo(ChangeOwner, frozen=True, kw_only=True, eq=False):
    """Does nothing before an object is dropped, and gives it away after the reverse has made it again."""

    rank = 102

    def describe(self) -> str:
        return f"Take {self.subject} from {self.old.owner}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return ()

    def up(self) -> list[str]:
        return []

    def down(self) -> list[str]:
        return _write(self.new, self.old, self.design)


def compare_owners(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """The owners of all objects: of new ones, of those that go, and changed ones."""
    for kind in OWNED_KINDS:
        for old, new in context.pairs(getattr(before, kind), getattr(after, kind)):
            if old is not None and new is not None and not context.is_rebuilt(new):
                if old.owner != new.owner:
                    footprint = _given(new, context) | Footprint(restores=_restored(old, context) - {Part(old.id)})
                    lock = Lock.ACCESS_EXCLUSIVE if isinstance(new, Table) else Lock.NONE
                    yield ChangeOwner(old=old, new=new, design=context.both, lock=lock, footprint=footprint)
                continue
            if old is not None and old.owner is not None:
                bare, footprint = replace(old, owner=None), Footprint(restores=_restored(old, context))
                yield LetOwnerGo(old=old, new=bare, design=context.both, footprint=footprint)
            if new is not None and new.owner is not None:
                bare, footprint = replace(new, owner=None), _given(new, context)
                yield ChangeOwner(old=bare, new=new, design=context.both, is_new=True, footprint=footprint)


def _given(new: Any, context: Context) -> Footprint:
    needs = context.needs_after
    requires = {Part(new.id), *needs.of_roles([new.owner] if new.owner else [])}
    # The owner of what is in a schema must be allowed to create there, perhaps as the schema's new owner.
    requires |= {Part(part.id, "owner") for part in needs.of_schema(getattr(new, "schema", ""))}
    return Footprint(creates=frozenset({Part(new.id, "owner")}), requires=frozenset(requires))


def _restored(old: Any, context: Context) -> frozenset[Part]:
    return frozenset({Part(old.id), *context.needs_before.of_roles([old.owner] if old.owner else [])})


def _write(old: Any, new: Any, design: Design) -> list[str]:
    statements = write_owner(new, new.owner)
    if has_grants(new):
        kept = tuple(grant for grant in new.grants or () if grant.grantee == (old.owner or OWNER))
        statements += write_grants(new, (), kept, design) if kept else []
    return statements
