"""Operations on columns: added, dropped, and changed one property at a time, each with its own reverse."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.design import Column, Composite, Design, Identity, Sequence, Table
from designer.migrations.conversions import (
    ROWS_FUNCTION,
    is_binary_compatible,
    write_rows_function,
    write_using,
    write_using_of_row,
)
from designer.migrations.definitions import Create, Drop, write_part_comment
from designer.migrations.operations import Hazard, HazardKind, Operation
from designer.migrations.placeholders import (
    is_alone_in_key,
    needs_placeholder,
    write_distinct_placeholder,
    write_placeholder,
)
from designer.migrations.sequences import write_owned_after, write_owned_before
from designer.migrations.things import parts_of_table
from designer.migrations.types import parent_ids
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.postgres.references import references_of_expression
from designer.sql.column_settings import write_column_settings
from designer.sql.columns import (
    write_add_column,
    write_alter_type,
    write_compression,
    write_drop_column,
    write_drop_generated,
    write_set_default,
    write_storage,
)
from designer.sql.constraints import write_add_check, write_add_unique
from designer.sql.foreign import write_alter_column_options
from designer.sql.formatting import comment_out
from designer.sql.grants import write_initial_identity_grants
from designer.sql.identities import write_identity
from designer.sql.indexes import write_create_index
from designer.sql.names import name_of
from designer.sql.types import write_type

_COUNTABLE = {"smallint", "integer", "bigint"}
_VOLATILE = ("random", "clock_timestamp", "nextval", "timeofday", "uuid")


class AddColumn(Create, frozen=True, kw_only=True, eq=False):
    """Adds a column with everything it is, and the sequences that belong to it."""

    noun = "column"
    rank = 320

    sequences: tuple[Sequence, ...] = ()

    @property
    def subject(self) -> str:
        return f"{self.owner.schema}.{self.owner.name}.{self.thing.name}"

    def describe(self) -> str:
        return f"Add column {self.subject}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        column: Column = self.thing
        found = []
        if column.identity or (column.generated and not column.is_virtual) or is_volatile(column.default):
            found.append(Hazard(HazardKind.REWRITE, f"The whole table is rewritten to fill {self.subject}."))
        if not column.is_nullable and column.default is None and column.generated is None and not column.identity:
            found.append(
                Hazard(HazardKind.MAY_FAIL, f"{self.subject} is NOT NULL without a default: rows make it fail.")
            )
        return (*found, Hazard(HazardKind.DATA_LOSS_ON_ROLLBACK, f"Going back loses the values of {self.subject}."))

    def create(self) -> list[str]:
        table, column = self.owner, self.thing
        statements = [sql for sequence in self.sequences for sql in write_owned_before(sequence)]
        statements += write_add_column(column, table, self.design)
        statements += [sql for sequence in self.sequences for sql in write_owned_after(sequence, self.design)]
        if column.identity is not None:
            statements += write_initial_identity_grants(table, column, self.design)
        return [*statements, *write_part_comment(column, table, self.design)]

    def drop(self) -> list[str]:
        return write_drop_column(self.thing, self.owner)


class DropColumn(Drop, AddColumn, frozen=True, kw_only=True, eq=False):
    """Its reverse adds the column again at the end of the table, without the values it had."""

    rank = 900

    is_rebuilt: bool = False
    is_kept: bool = False
    """Whether its values were kept aside (see `kept_rows`), which puts them and NOT NULL back."""
    children: tuple[Table, ...] = ()
    """Tables that inherited the column and keep it as their own; going back they give it up to inherit it again."""

    def describe(self) -> str:
        return f"Drop column {self.subject}"

    def drop(self) -> list[str]:
        return write_drop_column(self.thing, self.owner, only=bool(self.children))

    def down(self) -> list[str]:
        given_up = [sql for child in self.children for sql in write_drop_column(self.thing, child)]
        if self.is_kept:
            return [*given_up, *replace(self, thing=replace(self.thing, is_nullable=True)).create()]
        return [*given_up, *self._create_again()]

    def _create_again(self) -> list[str]:
        """The column as it was; where rows must have a value, an empty one stands for that which is lost."""
        column = self.thing
        is_bare = needs_placeholder(column) and not self.sequences
        is_key = is_bare and is_alone_in_key(column, self.owner)
        if is_key and not column.type.dimensions and write_type(column.type, self.design) in _COUNTABLE:
            counted = replace(column, identity=Identity.BY_DEFAULT)
            first, *rest = write_add_column(counted, self.owner, self.design)
            return [
                f"{comment_out('Its values are lost: rows are counted.')}\n{first}",
                *rest,
                *write_identity(counted, column, self.owner),
            ]
        value = write_distinct_placeholder(column, self.design) if is_key else None
        value = value or (write_placeholder(column, self.design) if is_bare else None)
        if value is None:
            return self.create()
        added = write_add_column(replace(column, default=value), self.owner, self.design)
        first = f"{comment_out(f'Its values are lost: rows get {value}.')}\n{added[0]}"
        return [first, *self.create()[1:], *write_set_default(column, self.owner)]

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if self.is_rebuilt:
            return (Hazard(HazardKind.REWRITE, f"The whole table is rewritten to compute {self.subject} anew."),)
        broken = Hazard(HazardKind.BREAKS_OLD_CODE, f"Code that still names {self.subject} fails.")
        if self.is_kept:
            return (broken,)
        return (
            Hazard(HazardKind.DATA_LOSS, f"The values of {self.subject} are lost; going back does not restore them."),
            broken,
        )


class ColumnChange(Operation, frozen=True, kw_only=True, eq=False):
    """A change of one column that exists before and after; the table bears the new design's names."""

    old: Column
    new: Column
    table: Table
    before: Design
    after: Design

    @property
    def subject(self) -> str:
        return f"{self.table.schema}.{self.table.name}.{self.new.name}"


class ChangeColumnType(ColumnChange, frozen=True, kw_only=True, eq=False):
    """Converts the values, by `using` where the author gave an expression for the way up."""

    rank = 330

    using: str = ""
    has_twin: bool = False
    """Whether a twin of the new type takes the column's place, so that nobody is locked out (see `twins`)."""

    @property
    def is_rewriting(self) -> bool:
        """Whether values are converted, and the table with them."""
        return not is_binary_compatible(self._type(self.old, self.before), self._type(self.new, self.after))

    @property
    def conversion(self) -> str:
        """The new value, as an expression over the columns of a row."""
        return self.using or self._using(self.old, self.before, self.new, self.after) or quote_identifier(self.new.name)

    def describe(self) -> str:
        types = self._type(self.old, self.before), self._type(self.new, self.after)
        return f"Change the type of {self.subject} from {types[0]} to {types[1]}"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        if not self.is_rewriting:
            return ()
        place = f"{self.table.schema}.{self.table.name}"
        return (
            self.blocks(HazardKind.REWRITE, f"Table {place} is rewritten while nobody can use it."),
            Hazard(HazardKind.MAY_FAIL, f"Values of {self.subject} that do not fit the new type make it fail."),
        )

    def up(self) -> list[str]:
        if self.using:
            return write_alter_type(self.new, self.table, self.after, using=self.using)
        return self._write(self.old, self.before, self.new, self.after)

    def down(self) -> list[str]:
        return self._write(self.new, self.after, self.old, self.before)

    def _write(self, old: Column, before: Design, new: Column, after: Design) -> list[str]:
        element = self._composite(replace(new, type=replace(new.type, dimensions=0)), after)
        if old.type == new.type and new.type.dimensions == 1 and element is not None:
            using = f"{ROWS_FUNCTION}(to_jsonb({quote_identifier(new.name)}))"
            made, dropped = write_rows_function(self._type(new, after))
            return [made, *write_alter_type(new, self.table, after, using=using), dropped]
        return write_alter_type(new, self.table, after, using=self._using(old, before, new, after))

    def _using(self, old: Column, before: Design, new: Column, after: Design) -> str | None:
        rows = self._composite(old, before), self._composite(new, after)
        if rows[0] is not None and rows[1] is not None and rows[0].id == rows[1].id:
            return write_using_of_row(new.name, rows[0], before, rows[1], after)
        return write_using(old, self._type(old, before), new, self._type(new, after))

    @staticmethod
    def _composite(column: Column, design: Design) -> Composite | None:
        found = design.by_id.get(column.type.type_id) if column.type.type_id and not column.type.dimensions else None
        return found if isinstance(found, Composite) else None

    @staticmethod
    def _type(column: Column, design: Design) -> str:
        return write_type(column.type, design)


class ChangeDefault(ColumnChange, frozen=True, kw_only=True, eq=False):
    """Sets, changes or drops the default of rows to come."""

    rank = 340

    def describe(self) -> str:
        return f"{'Drop' if self.new.default is None else 'Set'} the default of {self.subject}"

    def up(self) -> list[str]:
        below = _defaults_below(self.new, self.table, self.after)
        former = set(_defaults_below(self.old, self.table, self.before))
        # Those that change too do so afterwards, when what they call is there.
        return [*write_set_default(self.new, self.table), *(sql for sql in below if sql in former)]

    def down(self) -> list[str]:
        return [*write_set_default(self.old, self.table), *_defaults_below(self.old, self.table, self.before)]


def _defaults_below(column: Column, table: Table, design: Design) -> Iterator[str]:
    """What children and partitions have as a default of their own: setting the parent's has overwritten it."""
    for child in design.tables:
        if table.id not in parent_ids(child):
            continue
        own = next((row.default for row in child.columns if row.name == column.name), column.default)
        own = next((row.default for row in child.inherited_columns if row.column_id == column.id), own)
        theirs = replace(column, default=own)
        if own != column.default:
            yield from write_set_default(theirs, child)
        yield from _defaults_below(theirs, child, design)


class DropDefault(ChangeDefault, frozen=True, kw_only=True, eq=False):
    """Takes the default away before its type or function changes."""

    rank = 155

    def up(self) -> list[str]:
        return write_set_default(self.new, self.table)

    def down(self) -> list[str]:
        return write_set_default(self.old, self.table)


class ChangeIdentity(ColumnChange, frozen=True, kw_only=True, eq=False):
    """Adds, alters or drops the identity; a new one starts behind the largest value there is."""

    rank = 352

    def describe(self) -> str:
        verb = "Drop" if self.new.identity is None else "Add" if self.old.identity is None else "Alter"
        return f"{verb} the identity of {self.subject}"

    def up(self) -> list[str]:
        return self._write(self.old, self.new, self.after)

    def down(self) -> list[str]:
        return self._write(self.new, self.old, self.before)

    def _write(self, old: Column, new: Column, design: Design) -> list[str]:
        statements = write_identity(old, new, self.table)
        if new.identity is not None and (old.identity is None or any("restart with" in sql for sql in statements)):
            statements += write_start_behind(new, self.table)
        if old.identity is None and new.identity is not None:
            statements += write_initial_identity_grants(self.table, new, design)
        return statements


class DropIdentity(ChangeIdentity, frozen=True, kw_only=True, eq=False):
    """Comes before a default takes its place, or a type that no identity can have."""

    rank = 153


class DropExpression(ColumnChange, frozen=True, kw_only=True, eq=False):
    """Makes a generated column an ordinary one that keeps its values. Its reverse computes them again.

    It comes before a change of type: the values of a generated column cannot be converted.
    """

    rank = 325

    def describe(self) -> str:
        return f"Keep {self.subject} as an ordinary column"

    def up(self) -> list[str]:
        return write_drop_generated(self.old, self.table)

    def down(self) -> list[str]:
        added = write_add_column(self.old, self.table, self.before)
        comment = write_part_comment(self.old, self.table, self.before)
        return [*write_drop_column(self.new, self.table), *added, *comment, *self._parts_again()]

    def _parts_again(self) -> Iterator[str]:
        """What goes with the column when it is dropped, though neither design changes it."""
        before = self.before.tables_by_id.get(self.table.id, self.table)
        kept = {row.id for row in parts_of_table(self.table)}
        for key in before.unique_keys:
            if self.old.id in key.column_ids and key.id in kept:
                yield from write_add_unique(key, self.table, self.before)
        for check in before.checks:
            if self.old.name in references_of_expression(check.expression).columns and check.id in kept:
                yield from write_add_check(check, self.table)
        for index in before.indexes:
            texts = [*(key.expression for key in index.keys), index.predicate]
            named = self.old.id in {*(key.column_id for key in index.keys), *index.include}
            named = named or any(self.old.name in references_of_expression(text).columns for text in texts)
            if named and index.id in kept:
                yield from write_create_index(index, self.table, self.before)
                if index.comment is not None:
                    yield from write_part_comment(index, self.table, self.before)


class ChangeStorage(ColumnChange, frozen=True, kw_only=True, eq=False):
    """Changes how large values are stored and compressed from now on, and what ANALYZE is told of the column."""

    rank = 355

    def describe(self) -> str:
        has_moved = (self.old.storage, self.old.compression) != (self.new.storage, self.new.compression)
        return f"Change the {'storage' if has_moved else 'statistics settings'} of {self.subject}"

    def up(self) -> list[str]:
        return self._write(self.old, self.new)

    def down(self) -> list[str]:
        return self._write(self.new, self.old)

    def _write(self, old: Column, new: Column) -> list[str]:
        statements = write_storage(new, self.table) if old.storage != new.storage else []
        statements += write_compression(new, self.table) if old.compression != new.compression else []
        statements += write_column_settings(old, new, new.name, self.table)
        return statements + write_alter_column_options(old, new, self.table)


def write_start_behind(column: Column, table: Table) -> list[str]:
    """Moves the identity's sequence behind the values that the column has already."""
    name = quote_identifier(column.name)
    place = f"pg_catalog.pg_get_serial_sequence({quote_literal(name_of(table))}, {quote_literal(column.name)})"
    return [f"select pg_catalog.setval({place}, max({name}))\nfrom {name_of(table)} having max({name}) > 0"]


def is_volatile(default: str | None) -> bool:
    """Whether the expression may give another value for every row, judged by the functions it names."""
    return default is not None and any(word in default.lower() for word in _VOLATILE)
