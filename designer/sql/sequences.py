"""Sequences that stand on their own or belong to a serial column."""

from __future__ import annotations

from designer.design import Design, Sequence
from designer.postgres.quoting import quote_identifier
from designer.sql.identities import changed_sequence_options, sequence_options
from designer.sql.names import column_of, name_of, table_of


def write_create_sequence(sequence: Sequence) -> list[str]:
    """CREATE SEQUENCE without its owner, which may not exist yet: `write_sequence_owner` follows the table."""
    type_ = [] if sequence.type == "bigint" else [f"as {sequence.type}"]
    words = "create unlogged sequence" if sequence.is_unlogged else "create sequence"
    return [" ".join([f"{words} {name_of(sequence)}", *type_, *sequence_options(sequence.options)])]


def write_sequence_owner(sequence: Sequence, design: Design) -> list[str]:
    """OWNED BY: dropped with its column from now on, or with nothing when it has none.

    The sequence of an unlogged table's serial is unlogged too, as PostgreSQL makes it from 15 on.
    """
    head = f"alter sequence {name_of(sequence)} owned by"
    if sequence.owner_table_id is None or sequence.owner_column_id is None:
        return [f"{head} none"]
    table = table_of(sequence.owner_table_id, design, wanted_by=f"Sequence {sequence.name}")
    column = column_of(sequence.owner_column_id, table, design)
    is_unlogged = table.is_unlogged and sequence.is_unlogged is None
    unlogged = [f"alter sequence {name_of(sequence)} set unlogged"] if is_unlogged else []
    return [f"{head} {name_of(table)}.{quote_identifier(column.name)}", *unlogged]


def write_drop_sequence(sequence: Sequence) -> list[str]:
    return [f"drop sequence {name_of(sequence)}"]


def write_alter_sequence(old: Sequence, new: Sequence) -> list[str]:
    """Changes type, options and whether it is logged.

    The current value stays, unless the direction turns: it would be out of bounds.
    """
    types = [f"as {new.type}"] if old.type != new.type else []
    clauses = changed_sequence_options(old.options, new.options)
    if (old.options.increment > 0) != (new.options.increment > 0):
        # By itself: together with a type NO MAXVALUE means that of the type, whatever the direction.
        steps = [types, [*clauses, "restart"]]
    else:
        steps = [[*types, *clauses]]
    changed = [f"alter sequence {name_of(new)} {' '.join(step)}" for step in steps if step]
    if old.is_unlogged != new.is_unlogged:
        # What is usual again is the opposite of what it was.
        is_unlogged = not old.is_unlogged if new.is_unlogged is None else new.is_unlogged
        changed.append(f"alter sequence {name_of(new)} set {'unlogged' if is_unlogged else 'logged'}")
    return changed
