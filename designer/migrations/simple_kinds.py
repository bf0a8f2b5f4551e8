"""Kinds without an ALTER worth the name: made, dropped, renamed and, where they differ, altered or made again.

One `SimpleKind` in `SIMPLE_KINDS` says how; everything else follows from the fields of the definition: what it needs
(`dependencies`), its renames (`renames`), privileges, comment, and that it is taken down and put back when something it
uses is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise
from typing import Any, TypeAlias

from msgspec import Struct
from msgspec.structs import fields, replace

from designer.design import TYPE_OF_KIND, Design, Publication, kind_of
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop, name_in_words, write_whole
from designer.migrations.grants import compare_grants
from designer.migrations.operations import Hazard, HazardKind, Lock, Operation, Part, Phase
from designer.sql.aggregates import write_alter_aggregate, write_create_aggregate
from designer.sql.collations import write_create_collation
from designer.sql.event_triggers import write_alter_event_trigger, write_create_event_trigger
from designer.sql.foreign import write_alter_server, write_create_server, write_create_wrapper
from designer.sql.publications import write_alter_publication, write_create_publication, write_drop_publication
from designer.sql.ranges import write_alter_range, write_create_range
from designer.sql.schemas import kind_words, write_drop
from designer.sql.statistics import write_alter_statistics, write_create_statistics

Alteration: TypeAlias = list[str] | None
"""Statements that lead from one definition to another, or None where only a new object can."""

COMMON_FIELDS = ("name", "schema", "grants", "owner", "comment")
"""Fields whose differences are bridged alike for all kinds, so that no `alter` needs to look at them."""


def cannot_alter(_old: Any, _new: Any, _design: Design) -> Alteration:
    """For kinds that PostgreSQL cannot alter beyond name, schema, owner, privileges and comment."""
    return None


class SimpleKind(Struct, frozen=True, kw_only=True):
    """How one kind is written. `alter` gets old and new under the same name, and a design with the tables of both.

    `rank` and `drop_rank` place it among operations that do not depend on one another (see `Operation.rank`): what
    tables use has a rank from 202 to 299, what is about tables one from 461 on, and a `drop_rank` from 101 to 109.
    """

    kind: str
    """The field of `Design`."""
    create: Callable[[Any, Design], list[str]]
    drop: Callable[[Any, Design], list[str]] = lambda thing, _: write_drop(thing)
    alter: Callable[[Any, Any, Design], Alteration] = cannot_alter
    refuse: Callable[[Any, Any, Context], str] = lambda _old, _new, _context: ""
    """Why an object that would have to be made again cannot be, with what to do instead; usually nothing."""
    rank: int
    drop_rank: int
    loss: str
    """What no longer works without it; {} stands for its name: "Columns sorted by {} …"."""
    lock: Lock = Lock.NONE
    """The strongest lock that making, changing or dropping one takes on the tables it is about."""


def refuse_in_use(old: Any, _new: Any, context: Context) -> str:
    """For what columns and types are made of: while they are, there cannot be another of its name."""
    columns = (column for table in context.before.tables for column in table.columns)
    return _refuse_held(old, chain(columns, _types(context)), "columns or types have it", context)


def refuse_in_types(old: Any, _new: Any, context: Context) -> str:
    """For what only other types keep from being made again."""
    return _refuse_held(old, _types(context), "other types are made of it", context)


def _refuse_held(old: Any, holders: Iterable[Any], blocker: str, context: Context) -> str:
    if all(Part(old.id) not in context.needs_before.of(holder) for holder in holders):
        return ""
    words = kind_words(old)
    return (
        f"PostgreSQL cannot change this {words} while {blocker}. Make a new {words} under another name, "
        "give them that one, and remove this one afterwards."
    )


def _types(context: Context) -> tuple[Any, ...]:
    return (*context.before.domains, *context.before.composites, *context.before.ranges)


class CreateSimple(Create, frozen=True, kw_only=True, eq=False):
    """Makes an object of a simple kind with its privileges and comment."""

    simple: SimpleKind

    @property
    def rank(self) -> int:  # type: ignore[override]  # one class serves kinds of several ranks
        return self.simple.rank

    def describe(self) -> str:
        return f"Create {kind_words(self.thing)} {self.subject}"

    def create(self) -> list[str]:
        return write_whole(self.simple.create(self.thing, self.design), self.thing, self.design)

    def drop(self) -> list[str]:
        return self.simple.drop(self.thing, self.design)


class DropSimple(Drop, CreateSimple, frozen=True, kw_only=True, eq=False):
    """Removes it after what uses it, or before what it is about."""

    phase: Phase = Phase.CONTRACT

    @property
    def rank(self) -> int:  # type: ignore[override]
        return self.simple.drop_rank

    def describe(self) -> str:
        return f"Drop {kind_words(self.thing)} {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        return (Hazard(HazardKind.BREAKS_OLD_CODE, self.simple.loss.format(self.subject)),)


class AlterSimple(Operation, frozen=True, kw_only=True, eq=False):
    """Changes what can be changed in place."""

    simple: SimpleKind
    old: Any
    new: Any
    design: Design

    @property
    def rank(self) -> int:  # type: ignore[override]
        return self.simple.rank + 1

    @property
    def subject(self) -> str:
        return name_in_words(self.new)

    def describe(self) -> str:
        return f"Alter {kind_words(self.new)} {self.subject}"

    def up(self) -> list[str]:
        return self.simple.alter(self.old, self.new, self.design) or []

    def down(self) -> list[str]:
        return self.simple.alter(self.new, self.old, self.design) or []


SIMPLE_KINDS: tuple[SimpleKind, ...] = (
    SimpleKind(
        kind="collations",
        create=lambda thing, _: write_create_collation(thing),
        refuse=refuse_in_use,
        rank=203,
        drop_rank=945,
        loss="Queries that sort by collation {} fail.",
    ),
    SimpleKind(
        kind="foreign_data_wrappers",
        create=write_create_wrapper,
        rank=297,
        drop_rank=962,
        loss="Servers of foreign-data wrapper {} can no longer be reached.",
    ),
    SimpleKind(
        kind="foreign_servers",
        create=write_create_server,
        alter=write_alter_server,
        rank=298,
        drop_rank=961,
        loss="Tables on server {} can no longer be read.",
    ),
    SimpleKind(
        kind="statistics",
        create=write_create_statistics,
        alter=write_alter_statistics,
        rank=461,
        drop_rank=107,
        lock=Lock.SHARE_UPDATE_EXCLUSIVE,
        loss="Queries may be planned worse without statistics {}.",
    ),
    SimpleKind(
        kind="publications",
        create=write_create_publication,
        drop=write_drop_publication,
        alter=write_alter_publication,
        rank=466,
        drop_rank=104,
        lock=Lock.SHARE_UPDATE_EXCLUSIVE,
        loss="Whoever subscribes to publication {} gets nothing more.",
    ),
    SimpleKind(
        kind="event_triggers",
        create=write_create_event_trigger,
        alter=write_alter_event_trigger,
        # Last and first: what the migration itself does is none of its business.
        rank=498,
        drop_rank=101,
        loss="What event trigger {} checked or did is not done any more.",
    ),
    SimpleKind(
        kind="aggregates",
        create=write_create_aggregate,
        alter=write_alter_aggregate,
        rank=361,
        drop_rank=908,
        loss="Queries that call {} fail.",
    ),
    SimpleKind(
        kind="ranges",
        create=write_create_range,
        alter=lambda old, new, _: write_alter_range(old, new),
        refuse=refuse_in_types,
        rank=219,
        drop_rank=934,
        loss="Code that casts to {} fails.",
    ),
)
_BY_KIND = {simple.kind: simple for simple in SIMPLE_KINDS}


def has_schema(kind: str) -> bool:
    """Whether objects of a kind live in a schema."""
    return any(field.name == "schema" for field in fields(TYPE_OF_KIND[kind]))


def is_simple(definition: Any) -> bool:
    """Whether a definition is of one of these kinds."""
    return kind_of(definition) in _BY_KIND


def must_rebuild_simple(old: Any, new: Any, context: Context) -> bool:
    """Whether the change, or its reverse, needs a new object (and can have one)."""
    simple = _BY_KIND[kind_of(old)]
    if (settled := _settle(old, new)) == new or simple.refuse(old, new, context):
        return False
    return not _can_alter(simple, settled, new, context)


def compare_simple_kinds(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """Objects of all simple kinds: created, dropped, altered, and those that must be made again."""
    for simple in SIMPLE_KINDS:
        for old, new in context.pairs(getattr(before, simple.kind), getattr(after, simple.kind)):
            if old is not None and new is not None and not context.is_rebuilt(new):
                yield from _alter(simple, old, new, context)
                continue
            if old is not None:
                footprint = context.dropping(old)
                phase = Phase.CONTRACT if new is None else Phase.EXPAND
                yield DropSimple(
                    simple=simple, thing=old, design=before, lock=simple.lock, phase=phase, footprint=footprint
                )
            if new is not None:
                footprint = context.creating(new)
                yield CreateSimple(simple=simple, thing=new, design=after, lock=simple.lock, footprint=footprint)


def _alter(simple: SimpleKind, old: Any, new: Any, context: Context) -> Iterator[Operation]:
    settled = _settle(old, new)
    if settled != new:
        if not _can_alter(simple, settled, new, context):
            context.refuse(name_in_words(new), simple.refuse(old, new, context))
            return
        for one, other in pairwise([settled, *_without_gone(settled, new, context), new]):
            footprint = context.changing(one, other)
            change = AlterSimple(
                simple=simple, old=one, new=other, design=context.both, lock=simple.lock, footprint=footprint
            )
            # What differs may mean nothing, such as the order of published columns.
            if change.up() or change.down():
                yield change
    if "grants" in new.__struct_fields__:
        yield from compare_grants(old, new, context)
    yield from compare_comments(old, new, context)


def _without_gone(old: Any, new: Any, context: Context) -> list[Any]:
    """A publication without the tables that are dropped, if it gets others, which may have to wait for those to go."""
    if not isinstance(old, Publication) or {row.table_id for row in old.tables}.issuperset(
        row.table_id for row in new.tables
    ):
        return []
    kept = tuple(row for row in old.tables if row.table_id is None or row.table_id in context.after.tables_by_id)
    return [replace(old, tables=kept)] if len(kept) < len(old.tables) else []


def _can_alter(simple: SimpleKind, old: Any, new: Any, context: Context) -> bool:
    there, back = simple.alter(old, new, context.both), simple.alter(new, old, context.both)
    return there is not None and back is not None


def _settle(old: Any, new: Any) -> Any:
    """The old definition without the differences that are bridged for all kinds alike."""
    return replace(old, **{field: getattr(new, field) for field in COMMON_FIELDS if field in new.__struct_fields__})
