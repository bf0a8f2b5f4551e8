"""A type changed without locking anybody out: a twin of the new type beside the column, which then takes its place.

A trigger keeps the twin equal from the start, a script fills the rows that are there already, batch by batch, its
indexes are built concurrently, and one short transaction drops the old column and gives its name to the twin. The
column comes last in its table from then on. Going back converts the values in place, as there is no old column left.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from designer.design import Check, Column, Relationship, Sequence
from designer.migrations.alignments import name_beside
from designer.migrations.backfills import Backfill
from designer.migrations.column_changes import ChangeColumnType, ColumnChange
from designer.migrations.constraints import ValidateConstraint
from designer.migrations.definitions import write_part_comment
from designer.migrations.indexes import CreateIndex
from designer.migrations.operations import Hazard, HazardKind
from designer.migrations.twin_dependants import Dependants
from designer.postgres.quoting import dollar_quote, quote_identifier, quote_name
from designer.sql.columns import write_add_column, write_rename_column, write_set_default
from designer.sql.comments import write_comments
from designer.sql.constraints import (
    write_add_check,
    write_add_primary_key,
    write_add_unique,
    write_drop_constraint,
)
from designer.sql.grants import write_grants, write_initial_identity_grants
from designer.sql.identities import sequence_of_identity, write_identity_clause, write_wide_identity
from designer.sql.indexes import write_drop_index, write_index_statistics, write_rename_index
from designer.sql.names import name_of
from designer.sql.not_nulls import not_null_of, write_add_not_null
from designer.sql.relationships import write_add_relationship, write_drop_relationship

_KEPT_SEQUENCE = "_kept_sequence"


class AddTwin(ColumnChange, frozen=True, kw_only=True, eq=False):
    """Adds the twin and the trigger that writes it whenever the column is written."""

    rank = 101

    twin: Column
    guard: Check | None
    """That it is filled, where the column may not be NULL."""
    expression: str
    is_by_author: bool

    def describe(self) -> str:
        return f"Add a twin of {self.subject} with its new type, kept equal by a trigger"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        message = f"A value written to {self.subject} that does not fit the new type is refused from now on."
        return (Hazard(HazardKind.BREAKS_OLD_CODE, message),)

    @property
    def _function(self) -> str:
        return quote_name(self.table.schema, name_beside(f"{self.table.name}_{self.new.name}", "twin"))

    @property
    def _trigger(self) -> str:
        # Triggers fire in the order of their names: after all others, so that what those change is seen.
        return quote_identifier(f"zz{name_beside(self.new.name, 'twin')}")

    def up(self) -> list[str]:
        table, twin = name_of(self.table), quote_identifier(self.twin.name)
        row = f"(select new.*) as {quote_identifier(self.table.name)}"
        body = f"\nbegin\n  new.{twin} := (select {self.expression} from {row});\n  return new;\nend\n"
        path = "public, extensions" if self.is_by_author else "''"
        function = f"create function {self._function}() returns trigger\n  language plpgsql\n  set search_path = {path}"
        trigger = f"create trigger {self._trigger} before insert or update on {table}"
        return [
            *write_add_column(self.twin, self.table, self.after),
            *(write_add_check(self.guard, self.table, not_valid=True) if self.guard else []),
            f"{function}\nas {dollar_quote(body)}",
            f"{trigger}\n  for each row execute function {self._function}()",
        ]

    def down(self) -> list[str]:
        # All of it is gone already where the twin took the column's place.
        table, twin = name_of(self.table), quote_identifier(self.twin.name)
        return [*self.write_drop_trigger(), f"alter table {table} drop column if exists {twin}"]

    def write_drop_trigger(self) -> list[str]:
        """Stops keeping the twin equal."""
        return [
            f"drop trigger if exists {self._trigger} on {name_of(self.table)}",
            f"drop function if exists {self._function}()",
        ]


class FillTwin(Backfill, frozen=True, kw_only=True, eq=False):
    """Fills the twin in batches; its values are counted too, so that plans are as good as before."""

    rank = 102

    twin_of: Column

    def describe(self) -> str:
        return f"Fill the twin of {self.table.schema}.{self.table.name}.{self.twin_of.name} in batches"

    @property
    def unfilled(self) -> str:
        return f"{quote_identifier(self.column.name)} is null and ({self.expression}) is not null"

    def script(self) -> str:
        return f"{super().script()}analyze {name_of(self.table)} ({quote_identifier(self.column.name)});\n"


class ProveTwin(ValidateConstraint, frozen=True, kw_only=True, eq=False):
    """Proves that the twin is filled everywhere."""

    rank = 103


class CreateTwinIndex(CreateIndex, frozen=True, kw_only=True, eq=False):
    """Builds an index of the twin; it takes the name of the one it stands for when the twin takes its place."""

    rank = 104
    concurrently: bool = True
    is_transactional: bool = False

    def drop(self) -> list[str]:
        return write_drop_index(self.thing, self.owner, concurrently=True, if_exists=True)


class TakePlace(ChangeColumnType, frozen=True, kw_only=True, eq=False):
    """Drops the old column and gives its name, and all that it had, to the twin."""

    adding: AddTwin
    default: str | None
    dependants: Dependants
    sequences: tuple[Sequence, ...]

    def describe(self) -> str:
        return f"Let the twin of {self.subject} take its place"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        place = f"{self.table.schema}.{self.table.name}"
        message = f"Going back converts {self.subject} in place: {place} is rewritten while nobody can use it."
        return (Hazard(HazardKind.MAY_FAIL, message),)

    def up(self) -> list[str]:
        table, old, twin = name_of(self.table), quote_identifier(self.new.name), self.adding.twin
        return [
            *(sql for row in self._relationships_in() for sql in write_drop_relationship(row, self.after)),
            *self.adding.write_drop_trigger(),
            *self._move_sequences(),
            f"alter table {table} drop column {old}",
            *write_rename_column(twin, self.new, self.table),
            *self._require(),
            *(write_set_default(replace(self.new, default=self.default), self.table) if self.default else []),
            *self._give_identity(),
            *self._give_names(),
            *(sql for row in self.dependants.checks for sql in self._again(row)),
            *(sql for row in self.dependants.relationships for sql in self._refer_again(row)),
            *self._give_grants(),
            *(write_part_comment(self.new, self.table, self.after) if self.new.comment else []),
        ]

    def _relationships_in(self) -> list[Relationship]:
        """Foreign keys that refer to the column; those that start at it go with it."""
        return [row for row in self.dependants.relationships if self.new.id in row.target_column_ids]

    def _move_sequences(self) -> Iterator[str]:
        twin = quote_identifier(self.adding.twin.name)
        for sequence in self.sequences:
            yield f"alter sequence {name_of(sequence)} owned by {name_of(self.table)}.{twin}"
        if self.old.identity is not None:
            sequence_name = sequence_of_identity(self.old, self.table)
            yield (
                f"create temporary table {_KEPT_SEQUENCE} on commit drop as\n"
                f"select last_value, is_called from {sequence_name}"
            )

    def _require(self) -> Iterator[str]:
        if self.adding.guard is None:
            return
        row = not_null_of(self.old, self.table)
        if row is not None:
            yield from write_add_not_null(row, self.new, self.table)
        else:
            yield f"alter table {name_of(self.table)} alter column {quote_identifier(self.new.name)} set not null"
        yield from write_drop_constraint(self.adding.guard, self.table)

    def _give_identity(self) -> Iterator[str]:
        if self.old.identity is None:
            return
        head = f"alter table {name_of(self.table)} alter column {quote_identifier(self.new.name)}"
        yield f"{head} add {write_identity_clause(self.new, self.table)}"
        yield from write_wide_identity(self.new, self.table)
        yield from write_initial_identity_grants(self.table, self.new, self.after)
        sequence = sequence_of_identity(self.new, self.table).replace("'", "''")
        yield f"select pg_catalog.setval('{sequence}', last_value, is_called) from pg_temp.{_KEPT_SEQUENCE}"
        yield f"drop table pg_temp.{_KEPT_SEQUENCE}"

    def _give_names(self) -> Iterator[str]:
        for index in self.dependants.indexes:
            beside = replace(index, name=name_beside(index.name, "new"))
            yield from write_rename_index(beside, index, self.table)
            yield from write_index_statistics(None, index, self.table)
            if index.comment is not None:
                yield from write_part_comment(index, self.table, self.after)
        for key in self.dependants.keys:
            write = write_add_primary_key if key == self.table.primary_key else write_add_unique
            yield from write(key, self.table, self.after, using_index=name_beside(key.name, "new"))
            if key.comment is not None:
                yield from write_part_comment(key, self.table, self.after)

    def _again(self, check: Check) -> Iterator[str]:
        yield from write_add_check(check, self.table, not_valid=check.is_enforced)
        if check.comment is not None:
            yield from write_part_comment(check, self.table, self.after)

    def _refer_again(self, row: Relationship) -> Iterator[str]:
        yield from write_add_relationship(row, self.after, not_valid=row.is_enforced)
        if row.comment is not None:
            yield from write_comments(row, self.after)

    def _give_grants(self) -> list[str]:
        """What was granted on the column alone, which went with it."""
        grants = self.table.grants
        without = (
            replace(grant, column_ids=tuple(id_ for id_ in grant.column_ids if id_ != self.new.id))
            for grant in grants
            if grant.column_ids != (self.new.id,)
        )
        return write_grants(self.table, tuple(without), grants, self.after)
