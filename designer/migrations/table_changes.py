"""What changes on a table as a whole: its place among partitions and parents, its storage and its replica identity."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.design import Design, Index, InheritedColumn, Key, Table
from designer.migrations.constraints import must_rebuild_key
from designer.migrations.contexts import Context, footprint_of
from designer.migrations.indexes import must_rebuild_index
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part
from designer.migrations.things import keys_of
from designer.sql.column_settings import write_inherited_column
from designer.sql.foreign import write_alter_foreign_options
from designer.sql.inheritance import write_add_parent, write_remove_parent
from designer.sql.tables import write_alter_table_options, write_replica_identity, write_set_logged


class TableChange(Operation, frozen=True, kw_only=True, eq=False):
    """A change of a table that exists before and after."""

    rank = 315

    old: Table
    new: Table
    before: Design
    after: Design

    @property
    def subject(self) -> str:
        return f"{self.new.schema}.{self.new.name}"

    def up(self) -> list[str]:
        return self.write(self.old, self.before, self.new, self.after)

    def down(self) -> list[str]:
        return self.write(self.new, self.after, self.old, self.before)

    def write(self, old: Table, before: Design, new: Table, after: Design) -> list[str]:
        """The statements from one state of the table to the other."""
        raise NotImplementedError


class ChangeParents(TableChange, frozen=True, kw_only=True, eq=False):
    """Changes which tables the table inherits from."""

    def describe(self) -> str:
        return f"Change what table {self.subject} inherits from"

    def write(self, old: Table, before: Design, new: Table, after: Design) -> list[str]:
        gone = [before.tables_by_id[id_] for id_ in old.inherits if id_ not in new.inherits]
        added = [after.tables_by_id[id_] for id_ in new.inherits if id_ not in old.inherits]
        statements = [sql for parent in gone for sql in write_remove_parent(new, parent)]
        return statements + [sql for parent in added for sql in write_add_parent(new, parent)]


class LeaveParents(ChangeParents, frozen=True, kw_only=True, eq=False):
    """Before columns of parent and child go different ways."""

    rank = 160


class ChangeLogging(TableChange, frozen=True, kw_only=True, eq=False):
    """Makes the table survive a crash of the server, or no longer; either way it is rewritten."""

    def describe(self) -> str:
        return f"Make table {self.subject} {'unlogged' if self.new.is_unlogged else 'logged'}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        found = [Hazard(HazardKind.REWRITE, f"Table {self.subject} is rewritten while nobody can use it.")]
        if self.new.is_unlogged:
            found.append(Hazard(HazardKind.DATA_LOSS, f"A crash of the server empties {self.subject}."))
        return tuple(found)

    def write(self, old: Table, before: Design, new: Table, after: Design) -> list[str]:  # noqa: ARG002
        return write_set_logged(new)


class ChangeOptions(TableChange, frozen=True, kw_only=True, eq=False):
    """Sets and resets storage options; they count for new pages."""

    def describe(self) -> str:
        return f"Change the storage options of table {self.subject}"

    def write(self, old: Table, before: Design, new: Table, after: Design) -> list[str]:  # noqa: ARG002
        return write_alter_table_options(old, new)


class ChangeInherited(TableChange, frozen=True, kw_only=True, eq=False):
    """Changes what a child sets on columns that it only has from its parents."""

    rank = 356

    def describe(self) -> str:
        return f"Change what table {self.subject} sets on inherited columns"

    def write(self, old: Table, before: Design, new: Table, after: Design) -> list[str]:  # noqa: ARG002
        earlier = {row.column_id: row for row in old.inherited_columns}
        later = {row.column_id: row for row in new.inherited_columns}
        statements = []
        for id_ in dict.fromkeys((*earlier, *later)):
            if id_ in after.columns_by_id and earlier.get(id_) != later.get(id_):
                nothing = InheritedColumn(column_id=id_)
                statements += write_inherited_column(earlier.get(id_, nothing), later.get(id_, nothing), new, after)
        return statements


class ChangeForeignOptions(TableChange, frozen=True, kw_only=True, eq=False):
    """Changes what the server of a foreign table is told of it."""

    def describe(self) -> str:
        return f"Change the options of foreign table {self.subject}"

    def write(self, old: Table, before: Design, new: Table, after: Design) -> list[str]:  # noqa: ARG002
        return write_alter_foreign_options(old, new)


class ChangeReplicaIdentity(TableChange, frozen=True, kw_only=True, eq=False):
    """After the index it may name exists."""

    rank = 415

    def describe(self) -> str:
        return f"Change the replica identity of table {self.subject}"

    def write(self, old: Table, before: Design, new: Table, after: Design) -> list[str]:  # noqa: ARG002
        return write_replica_identity(new)


class LeaveReplicaIdentity(ChangeReplicaIdentity, frozen=True, kw_only=True, eq=False):
    """Before the index it names is dropped to be made again."""

    rank = 104


def compare_table_properties(old: Table, new: Table, context: Context) -> Iterator[Operation]:
    """Everything about the table itself, without what lives on it."""

    def change(
        kind: type[TableChange], lock: Lock = Lock.ACCESS_EXCLUSIVE, footprint: Footprint | None = None
    ) -> Operation:
        footprint = footprint or footprint_of(requires=[new.id])
        return kind(old=old, new=new, before=context.before, after=context.after, lock=lock, footprint=footprint)

    if set(old.inherits) != set(new.inherits):
        leaves = set(old.inherits) > set(new.inherits)
        footprint = footprint_of(requires=new.inherits, restores=old.inherits)
        yield change(LeaveParents if leaves else ChangeParents, footprint=footprint)
    if old.is_unlogged != new.is_unlogged:
        yield change(ChangeLogging)
    if dict(old.options) != dict(new.options):
        yield change(ChangeOptions, Lock.SHARE_UPDATE_EXCLUSIVE)
    if old.foreign != new.foreign:
        yield change(ChangeForeignOptions)
    if _loses_identity(old, new, context):
        bare = replace(new, replica_identity="d")
        footprint = footprint_of(requires=[new.id], restores=[row.id for row in _identity_indexes(old)])
        yield replace(change(LeaveReplicaIdentity, footprint=footprint), new=bare)
        footprint = footprint_of(requires=[new.id, *(row.id for row in _identity_indexes(new))])
        yield replace(change(ChangeReplicaIdentity, footprint=footprint), old=replace(old, replica_identity="d"))
    elif old.replica_identity != new.replica_identity:
        yield change(ChangeReplicaIdentity, footprint=_identity_footprint(old, new))


def compare_inherited_columns(old: Table, new: Table, context: Context) -> Iterator[Operation]:
    """What a child sets on the columns of parents that it keeps."""
    if old.inherited_columns == new.inherited_columns:
        return
    needs = [
        frozenset(part for row in table.inherited_columns for part in requirements.of_expression(row.default))
        for table, requirements in ((old, context.needs_before), (new, context.needs_after))
    ]
    footprint = Footprint(requires=needs[1] - needs[0] | {Part(new.id)}, restores=needs[0] - needs[1])
    lock = Lock.ACCESS_EXCLUSIVE
    yield ChangeInherited(old=old, new=new, before=context.before, after=context.after, lock=lock, footprint=footprint)


def _loses_identity(old: Table, new: Table, context: Context) -> bool:
    """Whether the index that the table is known by is made again: with the old one PostgreSQL forgets the choice."""
    for was, now in ((was, now) for was in _identity_indexes(old) for now in _identity_indexes(new)):
        if was.id != now.id or context.is_rebuilt(now):
            return True
        if isinstance(was, Index) and isinstance(now, Index):
            return must_rebuild_index(was, now)
        return not (isinstance(was, Key) and isinstance(now, Key)) or must_rebuild_key(was, now)
    return False


def _identity_indexes(table: Table) -> list[Index | Key]:
    """The index or key that is the table's replica identity; none where it is none of them."""
    named: tuple[Index | Key, ...] = (*table.indexes, *keys_of(table))
    return [row for row in named if row.name == table.replica_identity]


def _identity_footprint(old: Table, new: Table) -> Footprint:
    requires = [row.id for row in _identity_indexes(new)]
    restores = [row.id for row in _identity_indexes(old)]
    return footprint_of(requires=requires, restores=restores)


def write_replica_identity_if_any(table: Table) -> list[str]:
    """The replica identity of a new table, where it is not the default."""
    return write_replica_identity(table) if table.replica_identity != "d" else []
