"""What became of rows: read as text before and after, paired by table and column id, compared by primary key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct
from psycopg import Connection, Error, sql

from designer.design import Column, Design, Table
from designer.proofs.type_shapes import means_same

_MOST = 10_000


class Rows(Struct, frozen=True):
    """The rows of one table as texts, column by column."""

    columns: tuple[str, ...]
    values: tuple[tuple[str | None, ...], ...]

    def by(self, names: Sequence[str]) -> list[tuple[str | None, ...]]:
        """Every row as the values of these columns."""
        places = [self.columns.index(name) for name in names]
        return [tuple(row[place] for place in places) for row in self.values]


Contents = Mapping[UUID, Rows]
"""Rows by the id of their table."""


class Findings(Struct):
    """What differs without an excuse, what an operation takes away on purpose, and what changed with its type."""

    problems: list[str]
    losses: list[str]
    notes: list[str]


def read_rows(connection: Connection[Any], design: Design) -> dict[UUID, Rows]:
    """The rows of every table of the project that holds rows of its own, under the names of the design.

    A partitioned table speaks for its partitions. A table that is not there, or may not be read, is left out.
    """
    found: dict[UUID, Rows] = {}
    for table in design.tables:
        if table.is_managed or table.partition_of is not None:
            continue
        rows = _read(connection, table)
        if rows is not None:
            found[table.id] = rows
    return found


def _read(connection: Connection[Any], table: Table) -> Rows | None:
    columns = [column.name for column in table.columns]
    query = sql.SQL("select {} from {}{} limit {}").format(
        sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in columns),
        sql.SQL("" if table.partitioning is not None else "only "),
        sql.Identifier(table.schema, table.name),
        sql.Literal(_MOST),
    )
    try:
        return Rows(tuple(columns), tuple(connection.execute(query).fetchall()))
    except Error:
        return None


def compare_up(before: Design, after: Design, old: Contents, new: Contents) -> Findings:
    """The rows of the base against those of the migrated database."""
    findings = Findings([], [], [])
    moved = _moved(before, after)
    for table in before.tables:
        other = after.tables_by_id.get(table.id)
        if table.id not in old or not old[table.id].values:
            continue
        if any(table.id in family for family in moved):
            continue
        if other is None:
            findings.losses.append(f"{_name(table)}: {_count(len(old[table.id].values))} dropped with the table.")
        elif other.id in new:
            _Pair(table, other, before, after, findings).compare(old[table.id], new[other.id])
    for family in moved:
        _compare_family(family, before, after, old, new, findings)
    return findings


def _moved(before: Design, after: Design) -> list[set[UUID]]:
    """Tables between which rows move because one becomes, or ceases to be, a partition of another."""
    families: list[set[UUID]] = []
    for table in before.tables:
        other = after.tables_by_id.get(table.id)
        parents = {_parent(table), _parent(other) if other is not None else _parent(table)}
        if len(parents) == 2:
            joined = {table.id, *(parent for parent in parents if parent is not None)}
            rest = [family for family in families if not family & joined]
            families = [*rest, joined.union(*(family for family in families if family & joined))]
    return families


def _dropped_partitions(table: Table, before: Design, after: Design) -> list[Table]:
    """Partitions at any depth whose rows go with them."""
    if table.partitioning is None:
        return []
    below = [row for row in before.tables if _parent(row) == table.id]
    found = [row for row in below if row.id not in after.tables_by_id]
    return found + [row for partition in below for row in _dropped_partitions(partition, before, after)]


def _parent(table: Table) -> UUID | None:
    return table.partition_of.table_id if table.partition_of is not None else None


def _compare_family(
    family: set[UUID], before: Design, after: Design, old: Contents, new: Contents, findings: Findings
) -> None:
    """The rows of all of them together, by the columns that keep their names."""
    names = [set(rows.columns) for side in (old, new) for id_ in family if (rows := side.get(id_)) is not None]
    shared = sorted(set.intersection(*names)) if names else []
    ours, theirs = (
        Counter(row for id_ in sorted(family, key=str) if id_ in side for row in side[id_].by(shared))
        for side in (old, new)
    )
    lost = sum((ours - theirs).values())
    if lost == 0:
        return
    members = [table for table in before.tables if table.id in family]
    tables = ", ".join(sorted(map(_name, members)))
    if dropped := sorted({_name(row) for table in members for row in _dropped_partitions(table, before, after)}):
        findings.losses.append(f"{tables}: {_count(lost)} dropped with {', '.join(dropped)}.")
    else:
        findings.problems.append(f"{tables}: {_count(lost)} missing or changed after rows moved between them.")


def compare_down(before: Design, after: Design, old: Contents, new: Contents) -> Findings:
    """The rows of the base against those after up and down: what up removed cannot be asked back."""
    findings = Findings([], [], [])
    for table in before.tables:
        if table.id not in old or old[table.id] == new.get(table.id):
            continue
        other = after.tables_by_id.get(table.id)
        back = new.get(table.id)
        if back is None:
            findings.problems.append(f"{_name(table)} cannot be read after the way down.")
        elif other is None:
            if lost := len(old[table.id].values) - len(back.values):
                findings.losses.append(f"{_name(table)}: {_count(lost)} do not come back with the table.")
        else:
            _Pair(table, table, before, after, findings, through=other).compare(old[table.id], back)
    return findings


class _Pair:
    """One table on both sides; `through` is the form it had in between."""

    def __init__(
        self,
        old: Table,
        new: Table,
        before: Design,
        after: Design,
        findings: Findings,
        through: Table | None = None,
    ) -> None:
        self.old, self.new = old, new
        self.before, self.after = before, after
        self.findings = findings
        self.dropped = ", ".join(sorted(_name(row) for row in _dropped_partitions(old, before, after)))
        self.between = {column.id: column for column in (through or new).columns}
        names = {column.id: column.name for column in new.columns}
        self.columns = [(column, names[column.id]) for column in old.columns if column.id in names]

    def compare(self, old: Rows, new: Rows) -> None:
        shared_ids = {column.id for column, _ in self.columns}
        gone = [column.name for column in self.old.columns if column.id not in shared_ids]
        # What a child inherits is a column of its parent in the design; it is there nevertheless.
        if gone and not self.new.inherits:
            self.findings.losses.append(f"{_name(self.old)}: the values of {', '.join(gone)} are dropped.")
        key = self._key()
        if key is None:
            self._compare_bags(old, new)
            return
        ours = dict(zip(old.by([name for name, _ in key]), old.values, strict=True))
        theirs = dict(zip(new.by([name for _, name in key]), new.values, strict=True))
        missing = [value for value in ours if value not in theirs]
        if missing and self.dropped:
            self._lose(len(missing))
        elif missing:
            self.findings.problems.append(f"{_name(self.old)}: {_count(len(missing))} missing, such as {missing[0]}.")
        if extra := [value for value in theirs if value not in ours]:
            self.findings.problems.append(f"{_name(self.new)}: {_count(len(extra))} too many, such as {extra[0]}.")
        shared = [(ours[value], theirs[value]) for value in ours if value in theirs]
        for column, name in self.columns:
            here, there = old.columns.index(column.name), new.columns.index(name)
            changed = [(one[here], other[there]) for one, other in shared if one[here] != other[there]]
            if changed:
                self._say(column, changed, len(shared))

    def _lose(self, count: int) -> None:
        self.findings.losses.append(f"{_name(self.old)}: {_count(count)} dropped with {self.dropped}.")

    def _compare_bags(self, old: Rows, new: Rows) -> None:
        if self.dropped and len(old.values) > len(new.values):
            self._lose(len(old.values) - len(new.values))
        elif len(old.values) != len(new.values):
            words = f"{_name(self.old)}: {len(new.values)} rows instead of {len(old.values)}."
            self.findings.problems.append(words)
        for column, name in self.columns:
            ours, theirs = Counter(old.by([column.name])), Counter(new.by([name]))
            if ours != theirs and len(old.values) == len(new.values):
                gone, come = list((ours - theirs).elements()), list((theirs - ours).elements())
                self._say(column, [(one[0], other[0]) for one, other in zip(gone, come, strict=True)], len(old.values))

    def _say(self, column: Column, changed: list[tuple[str | None, str | None]], total: int) -> None:
        one, other = changed[0]
        words = (
            f"{_name(self.old)}.{column.name}: {len(changed)} of {_count(total)} changed, such as "
            f"{_quoted(one)} to {_quoted(other)}"
        )
        between = self.between.get(column.id)
        if between is None:
            self.findings.losses.append(f"{words}: the column was dropped and came back.")
        elif all(before is None for before, _ in changed) and (not between.is_nullable or between.default):
            self.findings.notes.append(f"{words}: what was NULL is filled.")
        elif not self._is_same(column, between):
            self.findings.notes.append(f"{words}: its type or expression changes.")
        else:
            self.findings.problems.append(f"{words}.")

    def _key(self) -> list[tuple[str, str]] | None:
        """The names of the primary key's columns on both sides, where it stays and nothing changes its values."""
        key, other = self.old.primary_key, self.new.primary_key
        if key is None or other is None or set(key.column_ids) != set(other.column_ids):
            return None
        names = [(column.name, name) for column, name in self.columns if column.id in key.column_ids]
        stays = all(
            self._is_same(column, self.between[column.id]) for column, _ in self.columns
            if column.id in key.column_ids and column.id in self.between
        )  # fmt: skip
        return names if stays and len(names) == len(key.column_ids) else None

    def _is_same(self, old: Column, new: Column) -> bool:
        """Whether values must stay as they are: the type means the same, and nothing else computes them."""
        if (old.type, old.generated) != (new.type, new.generated) or old.generated is not None:
            return False
        return means_same(old.type, self.before, self.after)


def _name(table: Table) -> str:
    return f"{table.schema}.{table.name}"


def _count(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"


def _quoted(value: str | None) -> str:
    return "NULL" if value is None else f"“{value[:60]}”"
