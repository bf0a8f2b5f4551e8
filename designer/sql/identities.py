"""Identity columns and the options they share with sequences."""

from __future__ import annotations

from designer.design import Column, SequenceOptions, Table
from designer.postgres.quoting import quote_identifier, quote_name
from designer.sql.names import name_of
from designer.sql.object_names import identity_sequence_name

_MAXIMUM = {"smallint": 2**15 - 1, "integer": 2**31 - 1}


def sequence_options(options: SequenceOptions) -> list[str]:
    """The clauses of the options that are not PostgreSQL's defaults, in CREATE SEQUENCE's order."""
    clauses = []
    if options.start is not None:
        clauses.append(f"start with {options.start}")
    if options.increment != 1:
        clauses.append(f"increment by {options.increment}")
    if options.minimum is not None:
        clauses.append(f"minvalue {options.minimum}")
    if options.maximum is not None:
        clauses.append(f"maxvalue {options.maximum}")
    if options.cache != 1:
        clauses.append(f"cache {options.cache}")
    return [*clauses, "cycle"] if options.cycles else clauses


def changed_sequence_options(old: SequenceOptions, new: SequenceOptions) -> list[str]:
    """The clauses that turn the old options into the new ones; a vanished bound goes back to the default."""
    clauses = []
    if new.increment != old.increment:
        clauses.append(f"increment by {new.increment}")
    # In the other direction the defaults are others.
    turns = (new.increment > 0) != (old.increment > 0)
    if new.minimum != old.minimum or turns:
        clauses.append("no minvalue" if new.minimum is None else f"minvalue {new.minimum}")
    if new.maximum != old.maximum or turns:
        clauses.append("no maxvalue" if new.maximum is None else f"maxvalue {new.maximum}")
    if _start(new) != _start(old):
        clauses.append(f"start with {_start(new)}")
        if not _allows(new, _start(old)):
            # A sequence that was never used stands at its old start, which the new bounds refuse.
            clauses.append(f"restart with {_start(new)}")
    if new.cache != old.cache:
        clauses.append(f"cache {new.cache}")
    if new.cycles != old.cycles:
        clauses.append("cycle" if new.cycles else "no cycle")
    return clauses


def _start(options: SequenceOptions) -> int:
    return _default_start(options) if options.start is None else options.start


def _allows(options: SequenceOptions, value: int) -> bool:
    above = options.minimum is None or value >= options.minimum
    return above and (options.maximum is None or value <= options.maximum)


def _default_start(options: SequenceOptions) -> int:
    if options.increment > 0:
        return 1 if options.minimum is None else options.minimum
    return -1 if options.maximum is None else options.maximum


def write_identity_clause(column: Column, table: Table) -> str:
    """`generated always as identity (…)` of a column that has an identity."""
    options = (
        [f"sequence name {quote_name(table.schema, column.identity_sequence)}"] if column.identity_sequence else []
    )
    options += sequence_options(column.identity_options or SequenceOptions())
    clause = f"generated {column.identity} as identity"
    return f"{clause} ({' '.join(options)})" if options else clause


def write_wide_identity(column: Column, table: Table) -> list[str]:
    """What LIKE … INCLUDING IDENTITY makes: a bigint sequence with the bounds of a smaller column's type.

    No identity clause says so; one whose sequence has the column's type would not mention that type's own maximum.
    """
    options = column.identity_options
    if column.identity is None or options is None or options.maximum is None:
        return []
    if options.maximum != _MAXIMUM.get(column.type.name):
        return []
    return [f"alter sequence {sequence_of_identity(column, table)} as bigint maxvalue {options.maximum}"]


def sequence_of_identity(column: Column, table: Table) -> str:
    """The qualified name of an identity column's own sequence."""
    return quote_name(table.schema, column.identity_sequence or identity_sequence_name(table.name, column.name))


def write_identity(old: Column, new: Column, table: Table) -> list[str]:
    """Adds, changes or drops the identity of a column. Adding needs the column to be NOT NULL and without a default."""
    head = f"alter table {name_of(table)} alter column {quote_identifier(new.name)}"
    if new.identity is None:
        return [f"{head} drop identity"] if old.identity is not None else []
    if old.identity is None:
        return [f"{head} add {write_identity_clause(new, table)}"]
    changes = changed_sequence_options(
        old.identity_options or SequenceOptions(), new.identity_options or SequenceOptions()
    )
    clauses = [change if change.startswith("restart") else f"set {change}" for change in changes]
    if new.identity != old.identity:
        clauses.insert(0, f"set generated {new.identity}")
    return [f"{head} {' '.join(clauses)}"] if clauses else []


def write_rename_identity_sequence(old_name: str, new_name: str, schema: str) -> list[str]:
    """Renames the sequence behind an identity column, which a rename of its table or column leaves as it was."""
    return [f"alter sequence {quote_name(schema, old_name)} rename to {quote_identifier(new_name)}"]
