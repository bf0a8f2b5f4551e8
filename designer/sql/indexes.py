"""Indexes of tables and materialized views.

On partitioned tables: create the partitions' indexes with `attached_to` first; the plain CREATE INDEX on the parent
then adopts them and makes the missing ones. Without locks it goes the other way: parent with `only`, partitions
`concurrently`, then `write_attach_index`. A new partition brings its attached indexes with it: `write_create_table`.
"""

from __future__ import annotations

from designer.design import Design, DesignerError, Exclusion, Index, IndexKey, Key, Table, View
from designer.postgres.quoting import quote_identifier, quote_name
from designer.sql.expressions import enclose, enclose_key
from designer.sql.names import column_list, column_of, name_of
from designer.sql.options import write_alter_options, write_options


def write_create_index(
    index: Index, relation: Table | View, design: Design, *, concurrently: bool = False, only: bool = False
) -> list[str]:
    """CREATE INDEX. `concurrently` must be alone in its transaction; `only` leaves partitions out."""
    unique = "unique index" if index.is_unique else "index"
    words = f"create {unique}{' concurrently' if concurrently else ''} {quote_identifier(index.name)}"
    method = "" if index.method == "btree" else f" using {quote_identifier(index.method)}"
    keys = ", ".join(write_index_key(key, relation, design) for key in index.keys)
    text = f"{words} on {'only ' if only else ''}{name_of(relation)}{method} ({keys})"
    if index.include and isinstance(relation, Table):
        text += f" include ({column_list(index.include, relation, design)})"
    if not index.nulls_distinct:
        text += " nulls not distinct"
    if index.options:
        text += f" with ({write_options(index.options)})"
    if index.predicate is not None:
        text += f"\n  where {enclose(index.predicate)}"
    return [text]


def write_index_key(key: IndexKey, relation: Table | View, design: Design) -> str:
    """One key of an index or of a partitioning, with collation, operator class and order."""
    if key.column_id is not None and isinstance(relation, Table):
        text = quote_identifier(column_of(key.column_id, relation, design).name)
    else:
        text = enclose_key(key.expression or "")
    if key.collation:
        text += f" collate {key.collation}"
    if key.opclass:
        text += f" {key.opclass}"
    if key.is_descending:
        text += " desc"
    if key.nulls_first is not None and key.nulls_first != key.is_descending:
        text += " nulls first" if key.nulls_first else " nulls last"
    return text


def write_drop_index(
    index: Index, relation: Table | View, *, concurrently: bool = False, if_exists: bool = False
) -> list[str]:
    words = f"drop index {'concurrently ' if concurrently else ''}{'if exists ' if if_exists else ''}"
    return [f"{words}{_name(index, relation)}"]


def write_rename_index(old: Index, new: Index, relation: Table | View) -> list[str]:
    return [f"alter index {_name(old, relation)} rename to {quote_identifier(new.name)}"]


def write_alter_index_options(old: Index, new: Index, relation: Table | View) -> list[str]:
    """Changes the storage options in place; everything else about an index needs a new one."""
    return write_alter_options(f"alter index {_name(new, relation)}", old.options, new.options)


def write_index_statistics(old: Index | None, new: Index, relation: Table | View) -> list[str]:
    """SET STATISTICS of the keys whose target differs; `old` None stands for a new index."""
    before, after = dict(old.statistics_targets) if old is not None else {}, dict(new.statistics_targets)
    changed = {place: after.get(place, -1) for place in sorted({*before, *after})}
    return [
        f"alter index {_name(new, relation)} alter column {place} set statistics {target}"
        for place, target in changed.items()
        if before.get(place, -1) != target
    ]


def write_attach_index(index: Index, partition: Table, parent_index: Index, parent: Table) -> list[str]:
    """Makes a partition's index part of its parent's; does nothing when it is already."""
    return [f"alter index {_name(parent_index, parent)} attach partition {_name(index, partition)}"]


def write_cluster(relation: Table | View) -> list[str]:
    """Which index CLUSTER sorts the rows by from now on; it moves none."""
    words = "alter materialized view" if isinstance(relation, View) else "alter table"
    if relation.clustered_on is None:
        return [f"{words} {name_of(relation)} set without cluster"]
    return [f"{words} {name_of(relation)} cluster on {quote_identifier(_clustered_name(relation))}"]


def _clustered_name(relation: Table | View) -> str:
    keys: list[Index | Key | Exclusion] = [*relation.indexes]
    if isinstance(relation, Table):
        keys += [*relation.unique_keys, *relation.exclusions, *([relation.primary_key] if relation.primary_key else [])]
    for key in keys:
        if key.id == relation.clustered_on:
            return key.name
    raise DesignerError(
        f"{relation.schema}.{relation.name} is clustered on an index that it does not have. Choose another or none."
    )


def _name(index: Index, relation: Table | View) -> str:
    return quote_name(relation.schema, index.name)
