"""What must be taken down and put back because something it depends on cannot change under it.

PostgreSQL refuses to retype a column that a view, policy, trigger or generated column uses, to drop a function that a
policy calls, to replace a type that a column has. Such dependants are dropped first and created again, unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from uuid import UUID

from designer.design import (
    KINDS,
    Aggregate,
    Check,
    Column,
    Composite,
    DefaultPrivileges,
    Design,
    Domain,
    Enum,
    Exclusion,
    Extension,
    Function,
    Index,
    IndexKey,
    Key,
    Range,
    Relationship,
    Role,
    Schema,
    Sequence,
    Statistics,
    Table,
    Verbatim,
    View,
)
from designer.migrations.columns import is_retyped, must_rebuild_column
from designer.migrations.composites import must_rebuild_composite
from designer.migrations.constraints import must_rebuild_key
from designer.migrations.contexts import Context, Rebuilds
from designer.migrations.conversions import base_name
from designer.migrations.domains import must_rebuild_domain
from designer.migrations.enums import must_rebuild_enum
from designer.migrations.functions import must_rebuild_function
from designer.migrations.held_values import is_filled, row_type_of
from designer.migrations.indexes import must_rebuild_index
from designer.migrations.operations import Part
from designer.migrations.sequences import owned_sequences
from designer.migrations.simple_kinds import is_simple, must_rebuild_simple
from designer.migrations.tables import is_partition_key, must_rebuild_table
from designer.migrations.things import (
    Relation,
    Thing,
    keys_of,
    pair_by_id,
    parts_of_relation,
    parts_of_table,
    things_of,
)
from designer.migrations.types import parent_ids
from designer.migrations.views import must_rebuild_view

_SURVIVES_RETYPING = (Key, Index, Check, Exclusion, Statistics)
_NEVER_REBUILT = (Schema, Role, Extension, Sequence, DefaultPrivileges)
_KEPT_KINDS = {"schemas", "extensions", "roles", "relationships", "default_privileges"}
_REBUILT_KINDS = tuple(kind for kind in KINDS if kind not in _KEPT_KINDS)


def find_rebuilds(context: Context) -> Rebuilds:
    """The rebuilds that the differences of the two designs entail."""
    closure = _Closure(context)
    closure.start()
    if closure.frontier:
        closure.spread()
    touched = closure.objects | closure.defaults | closure.columns
    owners = (
        {(owner or thing).id for thing, owner in things_of(context.before) if thing.id in touched} if touched else ()
    )
    return Rebuilds(
        objects=frozenset(closure.objects),
        defaults=frozenset(closure.defaults),
        columns=frozenset(closure.columns),
        loosened=frozenset(closure.loosened - closure.objects),
        held=frozenset(closure.held),
        row_types=frozenset(closure.row_types),
        owners=frozenset(owners),
    )


class _Closure:
    """The growing set of what is disturbed; `frontier` holds what has not spread to its dependants yet."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.objects: set[UUID] = set()
        self.defaults: set[UUID] = set()
        self.columns: set[UUID] = set()
        self.loosened: set[UUID] = set()
        self.held: set[UUID] = set()
        self.row_types: set[UUID] = set()
        self.frontier: set[Part] = set()

    def start(self) -> None:
        """What cannot change in place, and what gives its name to something else."""
        before, after = self.context.before, self.context.after
        for old, new in _pairs_of_definitions(before, after):
            if old is not None and new is None:
                self._see_gone(old)
            elif old is not None and new is not None:
                self._see_changed(old, new)

    def _see_gone(self, old: Thing) -> None:
        names = self.context.needs_after.names
        by_kind: dict[type, dict[str, list[Thing]]] = {
            Function: names.functions,
            Aggregate: names.functions,
            Sequence: names.relations,
        }
        heirs = by_kind.get(type(old), names.types).get(old.name, ())
        if any(heir.id != old.id for heir in heirs):
            self.frontier.add(Part(old.id))
        if isinstance(old, Table) and Part(old.id) in self.frontier:
            self.frontier.update(Part(part.id) for part in parts_of_table(old))

    def _see_changed(self, old: Thing, new: Thing) -> None:
        if isinstance(old, Table):
            self._see_changed_table(old, new)
        elif _must_rebuild(old, new, self.context):
            self._rebuild(old)
        elif isinstance(old, Composite):
            self._see_changed_attributes(old)

    def _see_changed_attributes(self, composite: Composite) -> None:
        """Bodies that PostgreSQL has parsed hold attributes fast; those that change let go of them before they go."""
        for function in self.context.before.functions:
            new = self.context.after.by_id.get(function.id)
            is_changed = function.is_sql_body and new not in (None, function)
            if is_changed and Part(composite.id) in self.context.needs_before.of(function):
                self._rebuild(function)

    def _see_changed_table(self, old: Table, new: Table) -> None:
        if must_rebuild_table(old, new, self.context):
            self._rebuild(old)
            return
        if old.partition_of is not None and new.partition_of not in (None, old.partition_of):
            # PostgreSQL refuses to detach rows that others refer to.
            for relationship in self.context.before.relationships:
                if relationship.target_table_id == old.partition_of.table_id:
                    self._rebuild(relationship)
        for before, after in pair_by_id(old.columns, new.columns):
            if (before is None or after is None) and is_filled(before or after):
                self._hold_rows(old)
            if before is None:
                continue
            if after is None:
                if any(column.name == before.name for column in new.columns):
                    self.frontier.add(Part(before.id))
            elif must_rebuild_column(before, after):
                self._rebuild(before)
                self._hold_rows(old)
            elif is_retyped(before, after):
                self._retype(before, old)
        self._see_changed_keys(old, new)

    def _see_changed_keys(self, old: Table, new: Table) -> None:
        for before, after in pair_by_id(keys_of(old), keys_of(new)):
            if before is not None and (after is None or must_rebuild_key(before, after)):
                self._give_up(before, after)
        if (old.primary_key and old.primary_key.id) != (new.primary_key and new.primary_key.id):
            # A unique constraint that becomes the primary key (or ceases to be) keeps its id but not its kind.
            for key in keys_of(old):
                if key in keys_of(new):
                    self._rebuild_if_changed_kind(key, old, new)
        for index, other in pair_by_id(old.indexes, new.indexes):
            if index is not None and (other is None or must_rebuild_index(index, other)):
                self._give_up(index, other)

    def _rebuild_if_changed_kind(self, key: Key, old: Table, new: Table) -> None:
        was_primary = old.primary_key is not None and old.primary_key.id == key.id
        is_primary = new.primary_key is not None and new.primary_key.id == key.id
        if was_primary != is_primary:
            self._rebuild(key)

    def _give_up(self, old: Key | Index, new: Key | Index | None) -> None:
        if new is not None:
            self._rebuild(old)
        else:
            self.frontier.add(Part(old.id))

    def _rebuild(self, thing: Thing) -> None:
        if thing.id in self.objects:
            return
        self.objects.add(thing.id)
        self.frontier.add(Part(thing.id))
        if isinstance(thing, Table):
            self.frontier.update(Part(part.id) for part in parts_of_table(thing))
            # Sequences that belong to its columns go with it.
            owned = owned_sequences(self.context.before, thing.id).values()
            self.objects.update(sequence.id for sequences in owned for sequence in sequences)
            self._hold_rows(thing)

    def _retype(self, column: Column, table: Relation | None) -> None:
        if column.id not in self.columns:
            self.columns.add(column.id)
            self.frontier.add(Part(column.id))
            if table is not None:
                self._hold_rows(table)

    def _hold(self, column: Column, table: Relation | None) -> None:
        self.held.add(column.id)
        self._retype(column, table)

    def _hold_rows(self, table: Relation) -> None:
        """Columns that have the row type of a table that is filled or rewritten."""
        if table.id in self.row_users and table.id not in self.row_types:
            self.row_types.add(table.id)
            for column, owner in self.row_users[table.id]:
                self._hold(column, owner)

    @cached_property
    def row_users(self) -> dict[UUID, list[tuple[Column, Table]]]:
        """The columns that have a table's row type, by that table."""
        found: dict[UUID, list[tuple[Column, Table]]] = {}
        for table in self.context.before.tables:
            for column in table.columns:
                row_type = row_type_of(column, self.context)
                if row_type is not None:
                    found.setdefault(row_type.id, []).append((column, table))
        return found

    def spread(self) -> None:
        """Follows the old design's dependencies until nothing new is disturbed."""
        survivors = [(thing, owner) for thing, owner in self._kept_things() if not _is_independent(thing)]
        needs_of = self.context.needs_before.of
        design = self.context.before
        while self.frontier:
            disturbed, self.frontier = frozenset(self.frontier), set()
            ids = {part.id for part in disturbed}
            has_keys = not all(id_ in design.columns_by_id or id_ in design.by_id for id_ in ids)
            for thing, owner in survivors:
                if _refers_to(thing, owner, ids, has_keys=has_keys):
                    for part in needs_of(thing, owner) & disturbed:
                        self._disturb(thing, owner, part.id)

    def _kept_things(self) -> Iterator[tuple[Thing, Relation | None]]:
        after = self.context.after.by_id
        for definition in self.context.before.definitions():
            new = after.get(definition.id)
            if new is None or isinstance(definition, _NEVER_REBUILT):
                continue
            yield definition, None
            if isinstance(definition, Table | View) and isinstance(new, Table | View):
                parts = parts_of_relation(definition)
                if new is definition or new == definition:
                    yield from ((part, definition) for part in parts)
                else:
                    kept = {part.id for part in parts_of_relation(new)}
                    yield from ((part, definition) for part in parts if part.id in kept)

    def _disturb(self, thing: Thing, owner: Relation | None, cause: UUID) -> None:
        if owner is not None and owner.id in self.objects:
            return
        if isinstance(thing, Column):
            self._disturb_column(thing, owner, cause)
        elif isinstance(thing, Domain) and cause != thing.base.type_id:
            self.loosened.add(thing.id)
        elif isinstance(thing, Table):
            if cause in parent_ids(thing) or (thing.foreign is not None and cause == thing.foreign.server_id):
                self._rebuild(thing)
        elif cause in self.columns and cause not in self.objects and self._survives(thing, cause):
            return
        else:
            self._rebuild(thing)

    def _disturb_column(self, column: Column, owner: Relation | None, cause: UUID) -> None:
        if column.type.type_id == cause:
            if isinstance(owner, Table) and is_partition_key(column, owner):
                self._rebuild(owner)
            if isinstance(self.context.before.by_id.get(cause), Range):
                self._hold(column, owner)
            else:
                self._retype(column, owner)
        needs = self.context.needs_before
        if column.generated is not None:
            if Part(cause) in set(needs.of_expression(column.generated, owner if isinstance(owner, Table) else None)):
                self._rebuild(column)
        elif column.default is not None and Part(cause) in set(needs.of_expression(column.default)):
            self.defaults.add(column.id)

    def _survives(self, thing: Thing, column_id: UUID) -> bool:
        """Whether a new type of the column leaves it standing: PostgreSQL makes indexes and checks anew by itself."""
        if column_id in self.held:
            return False
        if isinstance(thing, Relationship):
            old = self.context.before.columns_by_id.get(column_id)
            new = self.context.after.columns_by_id.get(column_id)
            if old is None or new is None or old.type.type_id in self.objects:
                return False
            # Two periods are compared by an operator class, which knows but one type.
            return old.type == new.type or (not thing.is_temporal and base_name(old.type) == base_name(new.type))
        return isinstance(thing, _SURVIVES_RETYPING)


def _is_independent(thing: Thing) -> bool:
    """Whether a glance shows that nothing it refers to can disturb it: most columns, most tables."""
    if isinstance(thing, Column):
        return thing.type.type_id is None and thing.default is None and thing.generated is None
    return isinstance(thing, Enum) or (isinstance(thing, Table) and not parent_ids(thing) and thing.foreign is None)


def _refers_to(thing: Thing, owner: Relation | None, ids: set[UUID], *, has_keys: bool) -> bool:
    """A quick look at what refers to others by id only; True where texts must be looked into."""
    if isinstance(thing, Relationship):
        used = (thing.table_id, thing.target_table_id, *thing.column_ids, *thing.target_column_ids)
        return has_keys or not ids.isdisjoint(used)
    if owner is not None and owner.id in ids:
        return True
    if isinstance(thing, Key):
        return not ids.isdisjoint((*thing.column_ids, *thing.include))
    if isinstance(thing, Index) and thing.predicate is None and not any(map(_is_text, thing.keys)):
        return not ids.isdisjoint((thing.attached_to, *(key.column_id for key in thing.keys), *thing.include))
    return True


def _is_text(key: IndexKey) -> bool:
    return key.column_id is None or key.collation is not None


def _pairs_of_definitions(before: Design, after: Design) -> Iterable[tuple[Thing | None, Thing | None]]:
    for kind in _REBUILT_KINDS:
        yield from pair_by_id(getattr(before, kind), getattr(after, kind))


def _must_rebuild(old: Thing, new: Thing, context: Context) -> bool:
    if isinstance(old, Function):
        return must_rebuild_function(old, new)
    if isinstance(old, View):
        return must_rebuild_view(old, new)
    if isinstance(old, Enum):
        return must_rebuild_enum(old, new)
    if isinstance(old, Domain):
        return must_rebuild_domain(old, new, context)
    if is_simple(old):
        return must_rebuild_simple(old, new, context)
    if isinstance(old, Verbatim):
        return (old.create_sql, old.drop_sql) != (new.create_sql, new.drop_sql)
    return not isinstance(old, Sequence) and must_rebuild_composite(old, new, context)
