"""What an edit of tables and relationships can break: a part of the design, so that not all of it is checked again.

A check looks at one definition and at what that leads to by id: a relationship at its two tables, a table at its
ancestors. So an edit can only break what it changes, what leads there, and names, which are compared over the whole
design. Definitions of other kinds are few and stay in the part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from msgspec.structs import replace

from designer.design.designs import Definition, Design
from designer.design.relationships import Relationship
from designer.design.tables import Table


def surroundings(before: Design, after: Design) -> Design | None:
    """`after` with only those tables and relationships that the edit can have broken, and what they lead to.

    None where more than tables and relationships was changed, or one was removed: anything may have led there.
    """
    changed = _changed(before, after)
    if changed is None:
        return None
    core = _with_descendants({row.id for row in changed if isinstance(row, Table)}, after)
    sources = {row.table_id for row in changed if isinstance(row, Relationship)}
    relationships = tuple(
        row for row in after.relationships if row.table_id in sources or not core.isdisjoint(_tables_of(row))
    )
    kept = core.union(*map(_tables_of, relationships), _owners(after))
    kept = _with_ancestors(kept, after)
    tables = tuple(table for table in after.tables if table.id in kept)
    return replace(after, tables=tables, relationships=relationships)


def _changed(before: Design, after: Design) -> list[Table | Relationship] | None:
    """What was added or changed, if that is tables and relationships alone and nothing was removed."""
    old, new = before.by_id, after.by_id
    if not old.keys() <= new.keys():
        return None
    found: list[Table | Relationship] = []
    for definition in _differing(old, new.values()):
        if not isinstance(definition, Table | Relationship):
            return None
        found.append(definition)
    return found


def _differing(old: dict[UUID, Definition], new: Iterable[Definition]) -> Iterator[Definition]:
    """Untouched definitions are the same objects, so the deep comparison is rare."""
    return (row for row in new if (last := old.get(row.id)) is not row and last != row)


def _parents(table: Table) -> tuple[UUID, ...]:
    return table.inherits if table.partition_of is None else (*table.inherits, table.partition_of.table_id)


def _tables_of(relationship: Relationship) -> set[UUID]:
    return {relationship.table_id, relationship.target_table_id}


def _with_descendants(ids: set[UUID], design: Design) -> set[UUID]:
    children = [(table.id, parents) for table in design.tables if (parents := _parents(table))]
    found = set(ids)
    while more := {id_ for id_, parents in children if id_ not in found and not found.isdisjoint(parents)}:
        found |= more
    return found


def _with_ancestors(ids: set[UUID], design: Design) -> set[UUID]:
    found = set(ids)
    waiting = list(ids)
    while waiting:
        table = design.tables_by_id.get(waiting.pop())
        more = set(_parents(table)) - found if table is not None else set()
        found |= more
        waiting += more
    return found


def _owners(design: Design) -> set[UUID]:
    """Tables that definitions of other kinds lead to."""
    owners = {row.owner_table_id for row in design.sequences}
    published = {row.table_id for publication in design.publications for row in publication.tables}
    return {id_ for id_ in owners | published if id_ is not None}
