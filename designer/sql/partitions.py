"""Partitions: created from their parent where they only follow it, else on their own and then attached.

ATTACH PARTITION adopts equal keys and indexes under the names they have, so a partition that names or orders things
differently comes out exactly as it was.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from msgspec.structs import replace

from designer.design import Check, Column, Design, DesignerError, Index, Key, NotNull, PartitionOf, Table
from designer.postgres.quoting import quote_identifier
from designer.sql.columns import write_column
from designer.sql.comments import write_comment
from designer.sql.constraints import write_add_primary_key, write_check
from designer.sql.expressions import enclose_default, lower_keywords
from designer.sql.foreign import write_server_clause
from designer.sql.indexes import write_create_index, write_index_statistics
from designer.sql.names import name_of, table_of
from designer.sql.not_nulls import not_null_of, write_not_null
from designer.sql.object_names import index_name, not_null_name, primary_key_name, unique_key_name
from designer.sql.table_elements import (
    after_creation,
    constraint_elements,
    write_create_words,
    write_elements,
    write_partition_by,
    write_with_options,
)


def write_partition(table: Table, design: Design) -> list[str]:
    """CREATE TABLE … PARTITION OF, or CREATE TABLE and ATTACH PARTITION, with the indexes its parent's indexes own."""
    parent = _parent(table, design)
    return _write_of(table, parent, design) if follows_parent(table, parent) else _write_own(table, parent, design)


def write_attach_partition(table: Table, design: Design) -> list[str]:
    """Makes an existing table a partition, scanning it unless a check implies the bound."""
    return [f"alter table {name_of(_parent(table, design))} attach partition {name_of(table)} {_write_bound(table)}"]


def write_detach_partition(table: Table, design: Design, *, concurrently: bool = False) -> list[str]:
    """Makes a partition a table of its own; `concurrently` must be alone in its transaction."""
    suffix = " concurrently" if concurrently else ""
    return [f"alter table {name_of(_parent(table, design))} detach partition {name_of(table)}{suffix}"]


def follows_parent(table: Table, parent: Table) -> bool:
    """Whether PARTITION OF gives the partition the columns, keys and indexes it lists, under their names."""
    if not table.columns:
        return True
    if any(column.foreign_options for column in table.columns):
        return False
    if [column.name for column in table.columns] != [column.name for column in parent.columns]:
        return False
    pairs = zip(table.columns, parent.columns, strict=True)
    if not all(_follows(ours, table, theirs) for ours, theirs in pairs):
        return False
    if {exclusion.definition for exclusion in table.exclusions} & {row.definition for row in parent.exclusions}:
        return False
    owned = [index for index in table.indexes if index.attached_to is not None]
    return all(_is_plain_key(key, table, parent) for key in _inherited_keys(table, parent)) and all(
        index.name == _automatic_name(index, table) and _is_plain(index, parent) for index in owned
    )


def _is_plain(index: Index, parent: Table) -> bool:
    """Whether PARTITION OF would make the index just so."""
    theirs = next((row for row in parent.indexes if row.id == index.attached_to), None)
    has_own = index.comment is not None or index.statistics_targets
    return not has_own and (theirs is None or theirs.options == index.options)


def _parent(table: Table, design: Design) -> Table:
    return table_of(_partition_of(table).table_id, design, wanted_by=f"Partition {table.schema}.{table.name}")


def _partition_of(table: Table) -> PartitionOf:
    if table.partition_of is None:
        raise DesignerError(f"Table {table.schema}.{table.name} is not a partition. Choose its parent and bound first.")
    return table.partition_of


def _write_bound(table: Table) -> str:
    return lower_keywords(_partition_of(table).bound)


def _write_of(table: Table, parent: Table, design: Design) -> list[str]:
    columns = zip(table.columns, parent.columns, strict=True) if table.columns else ()
    elements = [text for ours, theirs in columns if (text := _differences(ours, table, theirs, design))]
    inherited = {key.name for key in _inherited_keys(table, parent)} | {check.name for check in parent.checks}
    late = _late_key(table, inherited)
    elements += constraint_elements(table, design, without={*inherited, late.name} if late else inherited)
    body = f" {write_elements(elements)}\n" if elements else "\n  "
    head = f"{write_create_words(table)} {name_of(table)} partition of {name_of(parent)}{body}{_write_bound(table)}"
    head += write_partition_by(table, design) + write_with_options(table) + write_server_clause(table, design)
    added = write_add_primary_key(late, table, design) if late else []
    return [head, *added, *after_creation(table, design, without=inherited)]


def _late_key(table: Table, inherited: Collection[str]) -> Key | None:
    """A primary key of the partition's own: inside CREATE TABLE it would name the NOT NULLs it finds at the parent."""
    key = table.primary_key
    return key if key is not None and key.name not in inherited else None


def _write_own(table: Table, parent: Table, design: Design) -> list[str]:
    identities = {column.name for column in parent.columns if column.identity is not None}
    named = replace(table, not_nulls=(*table.not_nulls, *_parents_not_nulls(table, parent, design)))
    elements = [
        # The identity comes from the parent when the partition is attached (PostgreSQL 17 on).
        write_column(_without_identity(column) if column.name in identities else column, named, design)
        for column in table.columns
    ]
    elements += constraint_elements(table, design)
    elements += [write_check(check) for check in _missing_checks(table, parent, design)]
    created = f"{write_create_words(table)} {name_of(table)} {write_elements(elements)}"
    owned = [index for index in table.indexes if index.attached_to is not None]
    return [
        created + write_partition_by(table, design) + write_with_options(table) + write_server_clause(table, design),
        *after_creation(table, design),
        *(sql for index in owned for sql in _write_owned_index(index, table, design)),
        *write_attach_partition(table, design),
    ]


def _write_owned_index(index: Index, table: Table, design: Design) -> list[str]:
    comment = [] if index.comment is None else write_comment(index, index.comment, design, owner=table)
    return [*write_create_index(index, table, design), *write_index_statistics(None, index, table), *comment]


def _follows(ours: Column, table: Table, theirs: Column) -> bool:
    same = (ours.type, ours.collation, ours.generated, ours.is_virtual, ours.storage, ours.compression)
    if same != (theirs.type, theirs.collation, theirs.generated, theirs.is_virtual, theirs.storage, theirs.compression):
        return False
    if ours.identity not in (None, theirs.identity) or (ours.default is None and theirs.default is not None):
        return False
    return ours.is_nullable or theirs.is_nullable or not_null_of(ours, table) is None


def _differences(ours: Column, table: Table, theirs: Column, design: Design) -> str:
    parts = [] if ours.is_nullable or not theirs.is_nullable else [write_not_null(ours, table, design)]
    if ours.default != theirs.default and ours.default is not None:
        parts.append(f"default {enclose_default(ours.default)}")
    return " ".join([quote_identifier(ours.name), *parts]) if parts else ""


def _inherited_keys(table: Table, parent: Table) -> list[Key]:
    """The partition's keys that its parent's keys own."""
    theirs = _names(parent)
    signatures = {
        (key is parent.primary_key, tuple(theirs.get(id_, "") for id_ in key.column_ids)) for key in _keys(parent)
    }
    ours = _names(table)
    return [
        key
        for key in _keys(table)
        if (key is table.primary_key, tuple(ours.get(id_, "") for id_ in key.column_ids)) in signatures
    ]


def _keys(table: Table) -> list[Key]:
    return [*([table.primary_key] if table.primary_key is not None else []), *table.unique_keys]


def _names(table: Table) -> dict[UUID, str]:
    return {column.id: column.name for column in table.columns}


def _is_plain_key(key: Key, table: Table, parent: Table) -> bool:
    theirs, ours = _names(parent), _names(table)
    columns = [ours.get(id_) for id_ in key.column_ids]
    same = (row for row in _keys(parent) if [theirs.get(id_) for id_ in row.column_ids] == columns)
    return key.name == _automatic_key_name(key, table) and all(row.options == key.options for row in same)


def _automatic_key_name(key: Key, table: Table) -> str:
    if key is table.primary_key:
        return primary_key_name(table.name)
    names = _names(table)
    return unique_key_name(table.name, [names.get(id_, "") for id_ in (*key.column_ids, *key.include)])


def _automatic_name(index: Index, table: Table) -> str:
    names = _names(table)
    columns = [names.get(key.column_id, "") if key.column_id else "" for key in index.keys]
    if not all(columns):
        return ""
    return index_name(table.name, columns + [names[id_] for id_ in index.include])


def _missing_checks(table: Table, parent: Table, design: Design) -> list[Check]:
    """Checks of the parents that a table must have before it can be attached and that it does not list."""
    listed = {check.name for check in table.checks}
    missing = [check for check in parent.checks if check.name not in listed and not check.no_inherit]
    if parent.partition_of is None:
        return missing
    names = listed | {check.name for check in missing}
    further = _missing_checks(parent, _parent(parent, design), design)
    return missing + [check for check in further if check.name not in names]


def _parents_not_nulls(table: Table, parent: Table, design: Design) -> list[NotNull]:
    """The names PARTITION OF would give to the partition's unnamed NOT NULLs: those of the parent."""
    theirs = {column.name: column for column in parent.columns if not column.is_nullable}
    return [
        NotNull(column_id=column.id, name=_not_null_name(theirs[column.name], parent, design))
        for column in table.columns
        if column.name in theirs and not column.is_nullable and not_null_of(column, table) is None
    ]


def _not_null_name(column: Column, table: Table, design: Design) -> str:
    named = not_null_of(column, table)
    if named is not None:
        return named.name
    if table.partition_of is not None:
        parent = _parent(table, design)
        for theirs in parent.columns:
            if theirs.name == column.name and not theirs.is_nullable:
                return _not_null_name(theirs, parent, design)
    return not_null_name(table.name, column.name)


def _without_identity(column: Column) -> Column:
    return replace(column, identity=None, identity_options=None, identity_sequence=None)
