"""Filling a column in batches: a script beside the migrations, because the CLI runs a migration in one transaction.

The migration holds a guard that refuses to go on while a row is not filled. The script commits after every batch, tells
how far it is and can be stopped and run again at any time; it needs psql, or any client that sends one statement at a
time outside a transaction.
"""

from __future__ import annotations

from designer.design import Column, Table
from designer.migrations.cleanups import CLEAN
from designer.migrations.operations import Footprint, Hazard, HazardKind, Lock, Operation, Part, Phase
from designer.postgres.quoting import dollar_quote, quote_identifier, quote_literal
from designer.sql.formatting import comment_out, end_statement
from designer.sql.names import name_of

BATCH = 5000
"""Rows per transaction."""
_PAUSE = 0.05
"""Seconds between batches, for everybody else."""


class Backfill(Operation, frozen=True, kw_only=True, eq=False):
    """Fills every NULL of a column by `expression`; its statements only check that the script has run."""

    rank = 395
    lock: Lock = Lock.ACCESS_SHARE
    phase: Phase = Phase.BACKFILL

    column: Column
    table: Table
    expression: str

    @property
    def subject(self) -> str:
        return f"{self.table.schema}.{self.table.name}.{self.column.name}"

    @property
    def unfilled(self) -> str:
        """The condition of rows that are not filled yet."""
        return f"{quote_identifier(self.column.name)} is null"

    def describe(self) -> str:
        return f"Fill {self.subject} in batches"

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        message = f"Stops until the script of the same name in supabase/backfills has filled {self.subject}."
        return (Hazard(HazardKind.MAY_FAIL, message), Hazard(HazardKind.SCAN, f"{self.subject} is read."))

    def up(self) -> list[str]:
        text = (
            f"{self.subject} is not filled yet. Run the file of the same name in supabase/backfills, then this again."
        )
        lines = [
            "",
            "begin",
            f"  if exists (select from {name_of(self.table)} where {self.unfilled}) then",
            f"    raise exception using message = {quote_literal(text)};",
            "  end if;",
            "end",
            "",
        ]
        return [f"do {dollar_quote(chr(10).join(lines))}"]

    def down(self) -> list[str]:
        return []

    def script(self) -> str:
        """The SQL that fills the rows, batch by batch."""
        words = f"{self.describe()}: {BATCH} rows at a time, each committed. It may be stopped and run again."
        key = _key(self.table)
        body = _by_key(self, key) if key else _by_place(self)
        procedure = f"create or replace procedure pg_temp.fill()\n  language plpgsql\nas {dollar_quote(body)}"
        return (
            "\n".join(
                [comment_out(words), end_statement(procedure), "call pg_temp.fill();", "drop procedure pg_temp.fill();"]
            )
            + "\n"
        )


def backfill(column: Column, table: Table, expression: str) -> Backfill:
    """The operation, before the column becomes NOT NULL: that would refuse changes of rows that are not filled yet."""
    footprint = Footprint(
        creates=frozenset({Part(column.id, CLEAN)}),
        requires=frozenset({Part(column.id), Part(column.id, "default"), Part(table.id)}),
    )
    return Backfill(column=column, table=table, expression=expression, footprint=footprint)


def write_fill_at_once(column: Column, table: Table, expression: str) -> str:
    """One UPDATE of every row that is NULL."""
    name = quote_identifier(column.name)
    return f"update {name_of(table)}\nset {name} = ({expression})\nwhere {name} is null"


def _key(table: Table) -> list[Column]:
    columns = {column.id: column for column in table.columns}
    return [columns[id_] for id_ in table.primary_key.column_ids] if table.primary_key else []


def _by_key(step: Backfill, key: list[Column]) -> str:
    """Range by range of the primary key, so that no row is looked at twice."""
    table, names = name_of(step.table), [quote_identifier(column.name) for column in key]
    lows, highs = ([f"{word}_{place}" for place in range(1, len(key) + 1)] for word in ("low", "high"))
    columns = ", ".join(names)
    declared = [
        f"  {word} {table}.{name}%type;" for words in (lows, highs) for word, name in zip(words, names, strict=True)
    ]
    left, low, high = (_row(words) for words in (names, lows, highs))
    name = quote_identifier(step.column.name)
    update = f"update {table}\n      set {name} = ({step.expression})\n      where {step.unfilled}"
    lines = [
        "",
        "declare",
        *declared,
        "  has_more boolean;",
        "  changed bigint;",
        "  filled bigint := 0;",
        "begin",
        f"  select {columns} into {', '.join(lows)} from {table} order by {columns} limit 1;",
        "  has_more := found;",
        "  while has_more loop",
        f"    select {columns} into {', '.join(highs)} from {table}",
        f"    where {left} >= {low} order by {columns} offset {BATCH} limit 1;",
        "    has_more := found;",
        "    if has_more then",
        f"      {update} and {left} >= {low} and {left} < {high};",
        "    else",
        f"      {update} and {left} >= {low};",
        "    end if;",
        *_end_of_batch(step),
        *(f"    {one} := {other};" for one, other in zip(lows, highs, strict=True)),
        "  end loop;",
        "end",
        "",
    ]
    return "\n".join(lines)


def _by_place(step: Backfill) -> str:
    """Without a primary key: whatever is still NULL, so many rows at a time."""
    table, name = name_of(step.table), quote_identifier(step.column.name)
    lines = [
        "",
        "declare",
        "  changed bigint;",
        "  filled bigint := 0;",
        "begin",
        "  loop",
        f"    update {table} set {name} = ({step.expression})",
        f"    where {step.unfilled} and (tableoid, ctid) in (",
        # A row whose expression is NULL stays as it is; without this it would be chosen for ever.
        f"      select tableoid, ctid from {table} where {name} is null and ({step.expression}) is not null",
        f"      limit {BATCH}",
        "    );",
        *_end_of_batch(step),
        f"    exit when changed < {BATCH};",
        "  end loop;",
        "end",
        "",
    ]
    return "\n".join(lines)


def _end_of_batch(step: Backfill) -> list[str]:
    return [
        "    get diagnostics changed = row_count;",
        "    commit;",
        "    filled := filled + changed;",
        f"    raise notice '%: % rows filled', {quote_literal(step.subject)}, filled;",
        f"    perform pg_catalog.pg_sleep({_PAUSE});",
    ]


def _row(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"({', '.join(names)})"
