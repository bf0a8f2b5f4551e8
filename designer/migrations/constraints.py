"""Primary keys, unique, check and exclusion constraints, and the names of NOT NULL ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from designer.design import Check, Exclusion, Key, Table
from designer.migrations.comments import compare_comments
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop, make_again, name_in_words, write_part_comment
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Phase
from designer.migrations.things import keys_of
from designer.migrations.types import parent_ids
from designer.sql.constraints import (
    write_add_check,
    write_add_exclusion,
    write_add_primary_key,
    write_add_unique,
    write_alter_key_options,
    write_drop_constraint,
    write_validate_constraint,
)


class AddConstraint(Create, frozen=True, kw_only=True, eq=False):
    """Adds one constraint to a table that exists, in the plain form that proves it on every row at once."""

    rank = 400

    not_valid: bool = False
    """For checks: rows that exist are proven by a later ValidateConstraint."""
    keyed_ids: frozenset[UUID] = frozenset()
    """For keys of partitioned tables: the partitions that had keys of their own, which the new one may adopt."""

    def describe(self) -> str:
        return f"Add {self._noun} {self.subject}"

    @property
    def _noun(self) -> str:
        return noun_of_constraint(self.thing, self.owner)

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.not_valid:
            return ()
        place = f"{self.owner.schema}.{self.owner.name}"
        return (
            self.blocks(HazardKind.SCAN, f"All rows of {place} are read while nobody can use it."),
            Hazard(HazardKind.MAY_FAIL, f"Rows of {place} that break {self.thing.name} make it fail."),
        )

    def create(self) -> list[str]:
        return [*self._write(self.thing, self.owner), *write_part_comment(self.thing, self.owner, self.design)]

    def drop(self) -> list[str]:
        return write_drop_constraint(self.thing, self.owner)

    def _write(self, constraint: Any, table: Table) -> list[str]:
        if isinstance(constraint, Check):
            return write_add_check(constraint, table, not_valid=self.not_valid)
        if isinstance(constraint, Exclusion):
            return write_add_exclusion(constraint, table)
        if constraint == table.primary_key:
            return write_add_primary_key(constraint, table, self.design)
        return write_add_unique(constraint, table, self.design)


class DropConstraint(Drop, AddConstraint, frozen=True, kw_only=True, eq=False):
    """Comes early, so that the columns are free to change."""

    rank = 150

    def describe(self) -> str:
        return f"Drop {self._noun} {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        place = f"{self.owner.schema}.{self.owner.name}"
        message = f"Rows written to {place} from now on may break it, so that going back fails."
        return (Hazard(HazardKind.MAY_FAIL, message),)


class AlterKeyOptions(Operation, frozen=True, kw_only=True, eq=False):
    """Changes storage options of the index behind a key; they count for new pages."""

    rank = 402

    old: Key
    new: Key
    table: Table

    @property
    def subject(self) -> str:
        return name_in_words(self.new, self.table)

    def describe(self) -> str:
        return f"Change the options of {noun_of_constraint(self.new, self.table)} {self.subject}"

    def up(self) -> list[str]:
        return write_alter_key_options(self.old, self.new, self.table)

    def down(self) -> list[str]:
        return write_alter_key_options(self.new, self.old, self.table)


class ValidateConstraint(Operation, frozen=True, kw_only=True, eq=False):
    """Proves a check or foreign key on the rows that were there before it. Reads and writes go on meanwhile.

    Going back leaves the constraint validated: dropping it is the business of the operation that added it.
    """

    rank = 520
    phase: Phase = Phase.VALIDATE

    constraint: Any
    table: Table
    undo: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return name_in_words(self.constraint, self.table)

    def describe(self) -> str:
        return f"Validate constraint {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        place = f"{self.table.schema}.{self.table.name}"
        return (
            Hazard(HazardKind.SCAN, f"All rows of {place} are read; reads and writes go on."),
            Hazard(HazardKind.MAY_FAIL, f"Rows of {place} that break {self.constraint.name} make it fail."),
        )

    def up(self) -> list[str]:
        return write_validate_constraint(self.constraint, self.table)

    def down(self) -> list[str]:
        return list(self.undo)


def noun_of_constraint(constraint: Any, table: Table) -> str:
    """What people call the constraint."""
    if isinstance(constraint, Check):
        return "check"
    if isinstance(constraint, Exclusion):
        return "exclusion constraint"
    return "primary key" if constraint == table.primary_key else "unique constraint"


def must_rebuild_key(old: Key, new: Key) -> bool:
    """Whether more than storage options and comment differs."""
    return replace(old, options=new.options, comment=new.comment) != new


def compare_constraints(before: Table, after: Table, context: Context) -> Iterator[Operation]:
    """Keys, checks and exclusions of one table that exists before and after."""
    for old, new in context.pairs(keys_of(before), keys_of(after)):
        if _follows_parent_key(old, before, new, after, context):
            continue
        if old is not None and new is not None and not context.is_rebuilt(new) and not must_rebuild_key(old, new):
            if old.options != new.options:
                footprint = Footprint(requires=frozenset({Part(new.id)}))
                lock = Lock.SHARE_UPDATE_EXCLUSIVE
                yield AlterKeyOptions(old=old, new=new, table=after, lock=lock, footprint=footprint)
            yield from compare_comments(old, new, context, owner=after)
        else:
            yield from _rebuild(old, new, before, after, context)
    for old, new in context.pairs(before.checks, after.checks):
        if not _follows_parent_check(old, new, after, context):
            yield from _compare_check(old, new, before, after, context)
    for old, new in context.pairs(before.exclusions, after.exclusions):
        if old is not None and new is not None and not context.is_rebuilt(new) and old.definition == new.definition:
            yield from compare_comments(old, new, context, owner=after)
        else:
            yield from _rebuild(old, new, before, after, context)


def _compare_check(
    old: Check | None, new: Check | None, before: Table, after: Table, context: Context
) -> Iterator[Operation]:
    if old is None or new is None or context.is_rebuilt(new):
        yield from _rebuild(old, new, before, after, context)
        return
    if replace(old, comment=new.comment, is_validated=new.is_validated) != new or old.is_validated > new.is_validated:
        yield from _rebuild(old, new, before, after, context)
        return
    if new.is_validated > old.is_validated:
        undo = (*write_drop_constraint(old, after), *write_add_check(old, after))
        footprint = Footprint(requires=frozenset({Part(after.id)}))
        lock = Lock.SHARE_UPDATE_EXCLUSIVE
        yield ValidateConstraint(constraint=new, table=after, undo=undo, lock=lock, footprint=footprint)
    yield from compare_comments(old, new, context, owner=after)


def _rebuild(old: Any | None, new: Any | None, before: Table, after: Table, context: Context) -> Iterator[Operation]:
    for operation in make_again((AddConstraint, DropConstraint), (old, before), (new, after), context):
        if type(operation) is AddConstraint and isinstance(new, Key) and after.partitioning is not None:
            keyed = (table.id for table in context.before.tables if table.partition_of and keys_of(table))
            yield replace(operation, keyed_ids=frozenset(keyed))
        else:
            yield operation


def _follows_parent_key(old: Key | None, before: Table, new: Key | None, after: Table, context: Context) -> bool:
    """Whether a partition's key comes or goes with the same key of its parent."""
    if before.partition_of is None or after.partition_of is None:
        return False
    if before.partition_of.table_id != after.partition_of.table_id:
        return False
    old_parent = context.before.tables_by_id[before.partition_of.table_id]
    new_parent = context.after.tables_by_id[after.partition_of.table_id]
    shapes = _key_shapes(old_parent), _key_shapes(new_parent)
    changed = shapes[0] ^ shapes[1]
    mine = [_key_shape(key, table) for key, table in ((old, before), (new, after)) if key is not None]
    return bool(mine) and all(shape in changed for shape in mine)


def _key_shape(key: Key, table: Table) -> tuple[bool, tuple[str, ...]]:
    names = {column.id: column.name for column in table.columns}
    return key == table.primary_key, tuple(names.get(id_, "") for id_ in key.column_ids)


def _key_shapes(table: Table) -> set[tuple[bool, tuple[str, ...]]]:
    return {_key_shape(key, table) for key in keys_of(table)}


def _follows_parent_check(old: Check | None, new: Check | None, table: Table, context: Context) -> bool:
    """Whether a child's check comes or goes with the check of that name of a parent."""
    earlier = context.before.tables_by_id.get(table.id)
    parents = parent_ids(table) & (parent_ids(earlier) if earlier else set())
    names = {check.name for check in (old, new) if check is not None}
    for parent_id in parents:
        for design in (context.before, context.after):
            parent = design.tables_by_id.get(parent_id)
            if parent and any(check.name in names and not check.no_inherit for check in parent.checks):
                return True
    return False
