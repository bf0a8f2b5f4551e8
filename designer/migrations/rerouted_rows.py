"""Rows that go from one partition to another by way of their parent: held in temporary tables and inserted again."""

from __future__ import annotations

from collections.abc import Sequence

from designer.design import Table
from designer.migrations.alignments import name_beside
from designer.postgres.quoting import dollar_quote, quote_identifier, quote_literal
from designer.sql.names import name_of


def write_hold_rows(partition: Table, *, empty: bool = False) -> list[str]:
    """Copies the rows of a partition aside and, with `empty`, takes them out of it."""
    held = f"create temporary table {_held(partition)} as table {name_of(partition)}"
    return [held, *([f"truncate {name_of(partition)}"] if empty else [])]


def write_reroute_rows(parent: Table, former: Table, members: Sequence[Table], gone: Sequence[Table]) -> list[str]:
    """Inserts what is held, into the partitions of the parent that take it.

    Those of `members` may have stayed where they were, and must find a place. Of those that were in `gone` partitions,
    rows that fit nowhere are lost with them. `former` is the parent in the design that the rows were held in.
    """
    return [*(_put(parent, former, member) for member in members), *(_put_fitting(parent, former, row) for row in gone)]


def _put(parent: Table, former: Table, partition: Table) -> str:
    held = f"pg_temp.{_held(partition)}"
    body = (
        f"begin\n  if pg_catalog.to_regclass({quote_literal(held)}) is not null then\n"
        f"    {_insert(parent, former)}\n    select {_columns(parent, former)} from {held};\n"
        f"    drop table {held};\n  end if;\nend\n"
    )
    return f"do {dollar_quote(body)}"


def _put_fitting(parent: Table, former: Table, partition: Table) -> str:
    held, columns = f"pg_temp.{_held(partition)}", _columns(parent, former)
    values = ", ".join(f"kept.{name}" for name in _names(parent, former))
    body = (
        f"declare\n  kept record;\nbegin\n  begin\n"
        f"    {_insert(parent, former)}\n    select {columns} from {held};\n"
        f"  exception when check_violation then\n"
        f"    -- Some fit no partition: those go with the one they were in.\n"
        f"    for kept in select {columns} from {held} loop\n      begin\n"
        f"        {_insert(parent, former)}\n        values ({values});\n"
        f"      exception when check_violation then\n        null;\n      end;\n    end loop;\n  end;\n"
        f"  drop table {held};\nend\n"
    )
    return f"do {dollar_quote(body)}"


def _insert(parent: Table, former: Table) -> str:
    return f"insert into {name_of(parent)} ({_columns(parent, former)}) overriding system value"


def _columns(parent: Table, former: Table) -> str:
    return ", ".join(_names(parent, former))


def _names(parent: Table, former: Table) -> list[str]:
    """The columns that both forms of the parent have, without those that are computed."""
    kept = {column.id for column in former.columns if column.generated is None}
    return [quote_identifier(row.name) for row in parent.columns if row.id in kept and row.generated is None]


def _held(partition: Table) -> str:
    return quote_identifier(name_beside(partition.name, "held"))
