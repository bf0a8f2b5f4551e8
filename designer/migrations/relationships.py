"""Foreign keys: always apart from their tables and late, so that tables can refer to one another in circles."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.design import Design, Relationship
from designer.migrations.comments import compare_comments
from designer.migrations.constraints import ValidateConstraint
from designer.migrations.contexts import Context
from designer.migrations.definitions import Create, Drop
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Slot
from designer.migrations.things import keys_of
from designer.postgres.quoting import dollar_quote, quote_literal
from designer.sql.comments import write_comments
from designer.sql.relationships import (
    write_add_relationship,
    write_alter_relationship,
    write_drop_relationship,
)


class AddRelationship(Create, frozen=True, kw_only=True, eq=False):
    """Adds the foreign key. `not_valid` leaves the rows that exist to a later ValidateConstraint."""

    noun = "foreign key"
    rank = 420

    not_valid: bool = False
    is_on_new_table: bool = False
    """Whether the referring table has no rows yet that could lack a counterpart."""

    @property
    def subject(self) -> str:
        table = self.design.tables_by_id.get(self.thing.table_id)
        return f"{self.thing.name} on {table.schema}.{table.name}" if table else str(self.thing.name)

    def describe(self) -> str:
        return f"Add foreign key {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        found = []
        if self.lock != Lock.NONE:
            message = f"Writes to both tables of {self.subject} wait while it is added."
            found.append(self.blocks(HazardKind.BLOCKS_WRITES, message))
        if not self.not_valid and not self.is_on_new_table:
            found.append(Hazard(HazardKind.MAY_FAIL, f"Rows without a counterpart make {self.subject} fail."))
        return tuple(found)

    def create(self) -> list[str]:
        added = write_add_relationship(self.thing, self.design, not_valid=self.not_valid)
        return [*added, *write_comments(self.thing, self.design)]

    def drop(self) -> list[str]:
        return write_drop_relationship(self.thing, self.design)


class DropRelationship(Drop, AddRelationship, frozen=True, kw_only=True, eq=False):
    """Comes early, before the keys and columns at both ends change."""

    rank = 140

    loses_target: bool = False
    """Whether the table it refers to is dropped too: going back finds it empty."""

    def describe(self) -> str:
        return f"Drop foreign key {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        message = f"Rows without a counterpart may appear, so that going back fails to add {self.subject}."
        if self.loses_target:
            message = f"Going back adds {self.subject} NOT VALID where rows refer to others that are lost."
        return (Hazard(HazardKind.MAY_FAIL, message),)

    def down(self) -> list[str]:
        first, *rest = self.create()
        if not self.loses_target:
            return [first, *rest]
        return [_write_add_or_not_valid(first, self.thing), *rest]


def _write_add_or_not_valid(statement: str, relationship: Relationship) -> str:
    """The statement that adds a foreign key, or adds it for new rows only where old ones lost their counterparts."""
    warning = quote_literal(f"Foreign key {relationship.name} is not validated: rows refer to others that are lost.")
    body = (
        f"\nbegin\n  {statement};\nexception when foreign_key_violation then\n"
        f"  {statement} not valid;\n  raise warning using message = {warning};\nend\n"
    )
    return f"do {dollar_quote(body)}"


class AlterRelationship(Operation, frozen=True, kw_only=True, eq=False):
    """Changes when the foreign key is checked."""

    rank = 422

    old: Relationship
    new: Relationship
    design: Design

    @property
    def subject(self) -> str:
        table = self.design.tables_by_id[self.new.table_id]
        return f"{self.new.name} on {table.schema}.{table.name}"

    def describe(self) -> str:
        return f"Change when foreign key {self.subject} is checked"

    def up(self) -> list[str]:
        return write_alter_relationship(self.new, self.design)

    def down(self) -> list[str]:
        return write_alter_relationship(self.old, self.design)


def compare_relationships(before: Design, after: Design, context: Context) -> Iterator[Operation]:
    """Added, dropped and changed foreign keys, and those whose columns or keys are changed under them."""
    for old, new in context.pairs(before.relationships, after.relationships):
        if old is not None and new is not None and not context.is_rebuilt(new) and _can_stay(old, new):
            yield from _alter(old, new, context)
        else:
            yield from _rebuild(old, new, context)


def _can_stay(old: Relationship, new: Relationship) -> bool:
    changed = replace(
        old,
        comment=new.comment,
        is_deferrable=new.is_deferrable,
        is_initially_deferred=new.is_initially_deferred,
        is_validated=new.is_validated,
    )
    return changed == new and old.is_validated <= new.is_validated


def _alter(old: Relationship, new: Relationship, context: Context) -> Iterator[Operation]:
    footprint = Footprint(requires=frozenset({Part(new.table_id), Part(new.target_table_id)}))
    table = context.after.tables_by_id[new.table_id]
    if (old.is_deferrable, old.is_initially_deferred) != (new.is_deferrable, new.is_initially_deferred):
        lock = Lock.ACCESS_EXCLUSIVE
        yield AlterRelationship(old=old, new=new, design=context.after, lock=lock, footprint=footprint)
    if new.is_validated and not old.is_validated:
        undo = (*write_drop_relationship(old, context.after), *write_add_relationship(old, context.after))
        lock = Lock.SHARE_UPDATE_EXCLUSIVE
        yield ValidateConstraint(constraint=new, table=table, undo=undo, lock=lock, footprint=footprint)
    yield from compare_comments(old, new, context)


def _rebuild(old: Relationship | None, new: Relationship | None, context: Context) -> Iterator[Operation]:
    if old is not None:
        yield drop_relationship(old, context)
    if new is not None:
        yield AddRelationship(
            thing=new,
            design=context.after,
            is_on_new_table=new.table_id in context.new_ids,
            lock=context.lock_on(Lock.SHARE_ROW_EXCLUSIVE, new.table_id, new.target_table_id),
            footprint=context.creating(new)
            | Footprint(takes=_indexes_that_go(new, context) | {("rerouted", str(new.target_table_id))}),
        )


def _indexes_that_go(relationship: Relationship, context: Context) -> frozenset[Slot]:
    """The names of indexes that PostgreSQL might choose for the new foreign key as long as they are there."""
    return _rival_names(relationship, context.before, context.after, context)


def _indexes_that_come(relationship: Relationship, context: Context) -> frozenset[Slot]:
    """The names of indexes that it might choose for the old one, going back, if they were there already."""
    return _rival_names(relationship, context.after, context.before, context)


def _rival_names(relationship: Relationship, design: Design, other: Design, context: Context) -> frozenset[Slot]:
    table, again = (row.tables_by_id.get(relationship.target_table_id) for row in (design, other))
    if table is None or again is None:
        return frozenset()
    kept = {*(key.id for key in keys_of(again)), *(index.id for index in again.indexes)} - context.rebuilds.objects
    columns = frozenset(relationship.target_column_ids)
    keys = [key.name for key in keys_of(table) if key.id not in kept and frozenset(key.column_ids) == columns]
    indexes = [
        index.name
        for index in table.indexes
        if index.is_unique and index.id not in kept and {key.column_id for key in index.keys} == columns
    ]
    return frozenset(("constraint", str(table.id), name) for name in keys) | {
        ("relation", table.schema, name) for name in indexes
    }


def drop_relationship(relationship: Relationship, context: Context) -> Operation:
    """The operation that drops one foreign key of the old design."""
    gone = context.gone_ids
    return DropRelationship(
        thing=relationship,
        design=context.before,
        lock=Lock.ACCESS_EXCLUSIVE,
        loses_target=relationship.table_id not in gone and relationship.target_table_id in gone,
        footprint=context.dropping(relationship) | Footprint(frees=_indexes_that_come(relationship, context)),
    )
