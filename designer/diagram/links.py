"""Relationships as they are drawn: which table, how many rows at each end, and what deleting does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from designer.design import Design, Relationship, Table

HUB_LIMIT = 14
"""A table that more than this many others refer to is a hub: its lines would bury the rest, so references to it are
written into the rows instead."""


class Link(Struct, frozen=True, kw_only=True):
    """One relationship between two cards, from the referencing (child) to the referenced (parent) table.

    `child_id` and `parent_id` are the ids of the cards: for a partition those of the table it belongs to.
    """

    relationship: Relationship
    child_id: UUID
    parent_id: UUID
    child_columns: tuple[UUID, ...]
    parent_columns: tuple[UUID, ...]
    """The columns as the cards show them: a partition's stand in the table it belongs to, under the same names."""
    is_unique: bool
    """At most one row of the child for a row of the parent: the foreign key's columns are unique."""
    is_optional: bool
    """A row of the child may have no parent: one of the foreign key's columns is nullable."""
    title: str
    is_written: bool = False
    """Written into the child's rows instead of drawn as a line: the parent is a hub or not in the drawing."""


def find_links(design: Design, folded: dict[UUID, UUID], drawn: Collection[UUID]) -> list[Link]:
    """The links between drawn cards, and the written ones that lead out of the drawing.

    `folded` leads from every table to the table it is drawn as; a foreign key a partition shares with its parent
    counts once.
    """
    links: dict[tuple[object, ...], Link] = {}
    for relationship in design.relationships:
        link = _link(design, relationship, folded)
        if link is None or link.child_id not in drawn:
            continue
        key = (link.child_id, link.parent_id, link.child_columns, link.parent_columns)
        if key not in links or relationship.table_id == link.child_id:
            links[key] = link
    return _without_hubs(list(links.values()), drawn)


def _link(design: Design, relationship: Relationship, folded: dict[UUID, UUID]) -> Link | None:
    child = design.tables_by_id.get(relationship.table_id)
    parent = design.tables_by_id.get(relationship.target_table_id)
    columns = design.columns_by_id
    if child is None or parent is None:
        return None
    if any(id_ not in columns for id_ in (*relationship.column_ids, *relationship.target_column_ids)):
        return None
    is_unique = are_unique(child, relationship.column_ids)
    is_optional = any(columns[id_].is_nullable for id_ in relationship.column_ids)
    return Link(
        relationship=relationship,
        child_id=folded[child.id],
        parent_id=folded[parent.id],
        child_columns=_shown_columns(design, relationship.column_ids, folded[child.id]),
        parent_columns=_shown_columns(design, relationship.target_column_ids, folded[parent.id]),
        is_unique=is_unique,
        is_optional=is_optional,
        title=_title(design, relationship, child, parent, is_unique, is_optional),
    )


def _shown_columns(design: Design, column_ids: tuple[UUID, ...], card_id: UUID) -> tuple[UUID, ...]:
    by_name = {column.name: column.id for column in design.tables_by_id[card_id].columns}
    return tuple(by_name.get(design.columns_by_id[id_].name, id_) for id_ in column_ids)


def _without_hubs(links: list[Link], drawn: Collection[UUID]) -> list[Link]:
    children: dict[UUID, set[UUID]] = defaultdict(set)
    for link in links:
        children[link.parent_id].add(link.child_id)
    hubs = {parent for parent, referring in children.items() if len(referring) > HUB_LIMIT or parent not in drawn}
    leading = {link.relationship.id for link in links if link.parent_id in hubs and link.parent_id != link.child_id}
    return write_out(links, leading)


def write_out(links: Sequence[Link], relationship_ids: Collection[UUID]) -> list[Link]:
    """The links, those of these relationships written into the rows instead of drawn."""
    return [replace(link, is_written=True) if link.relationship.id in relationship_ids else link for link in links]


def are_unique(table: Table, column_ids: Collection[UUID]) -> bool:
    """Whether some key or unique index of the table lies within these columns, so that they hold no value twice."""
    wanted = set(column_ids)
    keys = [key for key in (table.primary_key, *table.unique_keys) if key is not None]
    if any(set(key.column_ids) <= wanted for key in keys):
        return True
    return any(
        index.is_unique
        and index.predicate is None
        and all(key.column_id is not None for key in index.keys)
        and {key.column_id for key in index.keys} <= wanted
        for index in table.indexes
    )


def _title(
    design: Design, relationship: Relationship, child: Table, parent: Table, is_unique: bool, is_optional: bool
) -> str:
    columns = design.columns_by_id
    source = ", ".join(columns[id_].name for id_ in relationship.column_ids)
    target = ", ".join(columns[id_].name for id_ in relationship.target_column_ids)
    many = "at most one" if is_unique else "any number of"
    one = "at most one" if is_optional else "exactly one"
    words = [
        f"{relationship.name}: {child.schema}.{child.name} ({source}) to {parent.schema}.{parent.name} ({target}).",
        f"{many} {child.name} for each row of {parent.name}, {one} {parent.name} for each row of {child.name}.",
        f"ON DELETE {relationship.on_delete.value.upper()}{_set_columns(design, relationship)},",
        f"ON UPDATE {relationship.on_update.value.upper()}.",
    ]
    return " ".join(words) + (f" {relationship.comment}" if relationship.comment else "")


def _set_columns(design: Design, relationship: Relationship) -> str:
    if not relationship.set_columns:
        return ""
    return f" ({', '.join(design.columns_by_id[id_].name for id_ in relationship.set_columns)})"
