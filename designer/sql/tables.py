"""Tables: CREATE TABLE with its columns and constraints, and what changes on the table as a whole."""

from __future__ import annotations

from designer.design import Design, Key, Table
from designer.postgres.quoting import quote_identifier
from designer.sql.columns import write_column
from designer.sql.constraints import write_add_primary_key
from designer.sql.foreign import write_server_clause
from designer.sql.inheritance import write_inherits
from designer.sql.names import name_of
from designer.sql.not_nulls import inherited_not_nulls
from designer.sql.options import write_alter_options
from designer.sql.partitions import write_partition
from designer.sql.table_elements import (
    after_creation,
    constraint_elements,
    write_create_words,
    write_elements,
    write_partition_by,
    write_with_options,
)


def write_create_table(table: Table, design: Design) -> list[str]:
    """The table with columns, keys, checks and exclusions; a partition as part of its parent.

    Not here: foreign keys, indexes, policies, triggers, grants, comments, row-level security, replica identity. But a
    partition comes with those of its indexes that its parent's own (`attached_to`), because their names depend on it.
    """
    if table.partition_of is not None:
        return write_partition(table, design)
    elements = [write_column(column, table, design) for column in table.columns]
    late = _late_key(table)
    elements += constraint_elements(table, design, without={late.name} if late else ())
    elements += inherited_not_nulls(table, design) if table.inherits else []
    tail = write_inherits(table, design) + write_partition_by(table, design) + write_with_options(table)
    tail += write_server_clause(table, design)
    return [
        f"{write_create_words(table)} {name_of(table)} {write_elements(elements)}{tail}",
        *(write_add_primary_key(late, table, design) if late else []),
        *after_creation(table, design),
    ]


def _late_key(table: Table) -> Key | None:
    """A primary key whose columns are NOT NULL because of parents alone: CREATE TABLE would make that their own."""
    key = table.primary_key if table.inherits else None
    own = {column.id for column in table.columns if not column.is_nullable} | {row.column_id for row in table.not_nulls}
    return key if key is not None and not own.issuperset(key.column_ids) else None


def write_drop_table(table: Table) -> list[str]:
    """Refused by PostgreSQL while anything else depends on the table."""
    return [f"drop {'foreign table' if table.foreign else 'table'} {name_of(table)}"]


def write_set_rls(table: Table) -> list[str]:
    """ENABLE or DISABLE ROW LEVEL SECURITY."""
    return [f"alter table {name_of(table)} {'enable' if table.has_rls else 'disable'} row level security"]


def write_force_rls(table: Table) -> list[str]:
    """FORCE or NO FORCE ROW LEVEL SECURITY: whether policies bind the owner too."""
    return [f"alter table {name_of(table)} {'force' if table.forces_rls else 'no force'} row level security"]


def write_replica_identity(table: Table) -> list[str]:
    """What an update or delete tells logical replication about the old row."""
    words = {"d": "default", "n": "nothing", "f": "full"}.get(table.replica_identity)
    words = words or f"using index {quote_identifier(table.replica_identity)}"
    return [f"alter table {name_of(table)} replica identity {words}"]


def write_set_logged(table: Table) -> list[str]:
    """SET LOGGED or UNLOGGED, which rewrites the table."""
    return [f"alter table {name_of(table)} set {'unlogged' if table.is_unlogged else 'logged'}"]


def write_alter_table_options(old: Table, new: Table) -> list[str]:
    """SET and RESET of storage options."""
    return write_alter_options(f"alter table {name_of(new)}", old.options, new.options)
