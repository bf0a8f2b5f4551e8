"""What the comparers of every kind share: both designs, what must be rebuilt, and the footprints of operations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from designer.design import KINDS, Design, Table
from designer.migrations.dependencies import Requirements
from designer.migrations.likenesses import Rows
from designer.migrations.operations import Footprint, Lock, Part
from designer.migrations.things import Relation, Thing, pair_by_id, parts_of_table, slots_of


class Unsupported(Struct, frozen=True):
    """A difference that no operation can bridge: the object's full name, and why with what to do instead."""

    object_name: str
    reason: str


class Rebuilds(Struct, frozen=True):
    """What stays but cannot stay as it is while something else changes.

    `objects` are dropped and created again (columns among them are generated ones); `defaults` are columns whose
    default is dropped and set again; `columns` are those whose type changes, also by way of a rebuilt type.
    """

    objects: frozenset[UUID] = frozenset()
    defaults: frozenset[UUID] = frozenset()
    columns: frozenset[UUID] = frozenset()
    loosened: frozenset[UUID] = frozenset()
    """Domains whose default and checks are dropped and set again."""
    held: frozenset[UUID] = frozenset()
    """Those of `columns` whose values stand in another form while their type changes (see `held_values`)."""
    row_types: frozenset[UUID] = frozenset()
    """The tables whose row type held columns have."""
    owners: frozenset[UUID] = frozenset()
    """The tables and views that any of these are or live on."""


class Context:
    """Two designs whose renames are done (see `alignments`) and what follows from their differences."""

    def __init__(self, before: Design, after: Design, original: Design | None = None) -> None:
        """`original` is `before` under the names it had before the renames."""
        self.before = before
        self.after = after
        former = _renamed(original, before) if original is not None else Design()
        self.needs_before = Requirements(before, former)
        self.needs_after = Requirements(after, former)
        self.rebuilds = Rebuilds()
        self.unsupported: list[Unsupported] = []

    def refuse(self, object_name: str, reason: str) -> None:
        """Notes a difference that stays undone."""
        self.unsupported.append(Unsupported(object_name, reason))

    def pairs(self, before: Rows, after: Rows) -> Iterator[tuple[Any, Any]]:
        """Old and new of each id, None for what is missing: what differs, and what is equal but must be rebuilt."""
        yield from pair_by_id(before, after)
        if disturbed := self.rebuilds.objects | self.rebuilds.loosened:
            new_by_id = {row.id: row for row in after}
            for old in before:
                if old.id in disturbed and new_by_id.get(old.id) == old:
                    yield old, new_by_id[old.id]

    def is_rebuilt(self, thing: Thing) -> bool:
        return thing.id in self.rebuilds.objects

    @cached_property
    def both(self) -> Design:
        """The new design with the old one's tables, columns and functions besides: for what names things that go."""
        tables = dict(self.before.tables_by_id)
        tables |= {table.id: _with_columns_of(tables.get(table.id), table) for table in self.after.tables}
        functions = {row.id: row for row in (*self.before.functions, *self.after.functions)}
        return replace(self.after, tables=tuple(tables.values()), functions=tuple(functions.values()))

    @cached_property
    def new_ids(self) -> frozenset[UUID]:
        """Definitions that come into being in this migration, rebuilt ones included."""
        ids = _own_ids(self.after) - self.before.by_id.keys()
        return ids | (self.rebuilds.objects & self.after.by_id.keys())

    @cached_property
    def gone_ids(self) -> frozenset[UUID]:
        """Definitions that cease to be in this migration, rebuilt ones included."""
        ids = _own_ids(self.before) - self.after.by_id.keys()
        return ids | (self.rebuilds.objects & self.before.by_id.keys())

    @cached_property
    def moving_ids(self) -> frozenset[UUID]:
        """Everything that is created, dropped or rebuilt, for what must not hide inside another operation."""
        return self.new_ids | self.gone_ids | self.rebuilds.objects

    def lock_on(self, lock: Lock, *relation_ids: UUID) -> Lock:
        """The lock, or none where all these tables and views are made in this migration: nobody can wait for them."""
        return Lock.NONE if self.new_ids.issuperset(relation_ids) else lock

    def creating(self, thing: Thing, owner: Relation | None = None) -> Footprint:
        """The footprint of making a thing of the new design."""
        return Footprint(
            creates=_parts(thing),
            requires=self.needs_after.of(thing, owner),
            takes=slots_of(thing, owner),
        )

    def dropping(self, thing: Thing, owner: Relation | None = None) -> Footprint:
        """The footprint of removing a thing of the old design."""
        return Footprint(
            drops=_parts(thing),
            restores=self.needs_before.of(thing, owner),
            frees=slots_of(thing, owner),
        )

    def replacing(self, old: Thing, new: Thing, owner: Relation | None = None) -> Footprint:
        """The footprint of a change after which what depended on the old cannot have stayed (a column's type)."""
        return self.changing(old, new, owner) | Footprint(creates=_parts(new), drops=_parts(old))

    def changing(self, old: Thing, new: Thing, owner: Relation | None = None) -> Footprint:
        """The footprint of a change in place: it waits for what is new to it and lets go of what no longer is."""
        needed = self.needs_before.of(old, owner)
        needs = self.needs_after.of(new, owner)
        own = {Part(owner.id)} if owner is not None else set()
        return Footprint(requires=(needs - needed) | own, restores=(needed - needs) | own)


def footprint_of(requires: Iterable[UUID] = (), restores: Iterable[UUID] = ()) -> Footprint:
    """A footprint that only waits: for new things, and before old ones go."""
    return Footprint(requires=frozenset(map(Part, requires)), restores=frozenset(map(Part, restores)))


def _own_ids(design: Design) -> frozenset[UUID]:
    """What migrations make and remove: tables of the platform are there before the first and after the last."""
    return frozenset(row.id for row in design.definitions() if not getattr(row, "is_managed", False))


def _renamed(original: Design, aligned: Design) -> Design:
    """The definitions that bear other names now, or whose columns do."""
    kinds = {}
    for kind in KINDS:
        rows, others = getattr(original, kind), getattr(aligned, kind)
        if rows is not others:
            kinds[kind] = tuple(row for row, other in zip(rows, others, strict=True) if row is not other)
    return Design(**kinds)


def _parts(thing: Any) -> frozenset[Part]:
    parts = {Part(thing.id)}
    if isinstance(thing, Table):
        # Triggers, rules, policies and indexes of a table have operations of their own.
        bare = replace(thing, triggers=(), rules=(), policies=(), indexes=())
        parts.update(Part(part.id) for part in parts_of_table(bare))
    return frozenset(parts)


def _with_columns_of(old: Table | None, new: Table) -> Table:
    """The new table with the columns besides that it loses."""
    kept = {column.id for column in new.columns}
    gone = tuple(column for column in old.columns if column.id not in kept) if old else ()
    return replace(new, columns=(*new.columns, *gone)) if gone else new
