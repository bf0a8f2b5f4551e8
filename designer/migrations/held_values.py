"""Values that stand in another form while their type cannot be changed under them.

PostgreSQL refuses to rewrite a table, or to add a filled column to it, while a column elsewhere has its row type; and
it can make a range type only anew. Such columns hold JSON or text meanwhile.
"""

from __future__ import annotations

from msgspec.structs import replace

from designer.design import Column, Design, Table, TypeRef
from designer.migrations.column_changes import ColumnChange
from designer.migrations.contexts import Context
from designer.migrations.conversions import ROWS_FUNCTION, write_rows_function
from designer.migrations.operations import Footprint, Hazard, HazardKind
from designer.postgres.quoting import quote_identifier
from designer.sql.columns import write_alter_type
from designer.sql.types import write_type


class HoldValues(ColumnChange, frozen=True, kw_only=True, eq=False):
    """Gives the column a form that does not depend on its type."""

    rank = 156

    row_type: Table | None = None
    """The table whose rows the values are; None for those of a range."""

    def describe(self) -> str:
        return f"Hold the values of {self.subject} while their type changes"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        words = f"Table {self.table.schema}.{self.table.name} is rewritten twice while nobody can use it."
        return (Hazard(HazardKind.REWRITE, words),)

    def up(self) -> list[str]:
        return self.hold(self.old, self.before)

    def down(self) -> list[str]:
        return self.put(self.old, self.before)

    def hold(self, column: Column, design: Design) -> list[str]:
        """The column as JSON or text."""
        name = quote_identifier(column.name)
        if self.row_type is not None:
            held, using = TypeRef(name="jsonb"), f"to_jsonb({name})"
        else:
            held = TypeRef(name="text", dimensions=column.type.dimensions)
            using = f"{name}::{write_type(held, design)}"
        return write_alter_type(replace(column, type=held), self.table, design, using=using)

    def put(self, column: Column, design: Design) -> list[str]:
        """The column with its type again."""
        name, type_name = quote_identifier(column.name), write_type(column.type, design)
        if self.row_type is None:
            return write_alter_type(column, self.table, design, using=f"{name}::{type_name}")
        if not column.type.dimensions:
            using = f"jsonb_populate_record(null::{type_name}, {name})"
            return write_alter_type(column, self.table, design, using=using)
        made, dropped = write_rows_function(type_name)
        return [made, *write_alter_type(column, self.table, design, using=f"{ROWS_FUNCTION}({name})"), dropped]


class PutValues(HoldValues, frozen=True, kw_only=True, eq=False):
    """Gives the column its type back. What a row has more than before is null in it."""

    rank = 334

    def describe(self) -> str:
        return f"Put the values of {self.subject} back"

    def up(self) -> list[str]:
        return self.put(self.new, self.after)

    def down(self) -> list[str]:
        return self.hold(self.new, self.after)


def is_filled(column: Column) -> bool:
    """Whether adding the column gives rows a value, which a row type in use forbids."""
    return not column.is_nullable or any((column.default, column.identity, column.generated))


def row_type_of(column: Column, context: Context) -> Table | None:
    """The table whose rows the column holds, if it holds any."""
    if column.type.type_id is not None:
        return None
    tables = context.before.tables_by_id
    return next((tables[part.id] for part in context.needs_before.of_type(column.type) if part.id in tables), None)


def changing_row_type(table: Table) -> Footprint:
    """The footprint of whatever waits until columns of the table's row type are held."""
    return Footprint(takes=frozenset({_slot(table, "held")}), frees=frozenset({_slot(table, "changed")}))


def holding(table: Table) -> Footprint:
    """The footprint of holding values of a table's row type."""
    return Footprint(frees=frozenset({_slot(table, "held")}))


def putting(table: Table) -> Footprint:
    """The footprint of giving them their type back."""
    return Footprint(takes=frozenset({_slot(table, "changed")}))


def _slot(table: Table, word: str) -> tuple[str, ...]:
    return ("row type", str(table.id), word)
