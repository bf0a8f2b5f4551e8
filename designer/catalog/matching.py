"""Giving a freshly read design the ids that another design already uses for the same names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias
from uuid import UUID

from designer.catalog.dependents import signature_of
from designer.design import (
    Aggregate,
    Definition,
    Design,
    Extension,
    Function,
    Relationship,
    Table,
    Verbatim,
    id_from_path,
    kind_of,
)
from designer.design.documents import with_ids

Path: TypeAlias = tuple[str, ...]
_NAMED_PARTS = {
    "tables": ("columns", "unique_keys", "checks", "exclusions", "indexes", "triggers", "rules", "policies"),
    "views": ("indexes", "triggers", "rules"),
    "enums": ("values",),
    "domains": ("checks",),
    "composites": ("attributes",),
}


def adopt_ids(design: Design, known: Design) -> Design:
    """The design with the known design's ids for objects of the same kind and name, references included.

    Names decide: schema and name; for what lives on a table, the table's too; for a function also its argument types,
    unless it is alone with its name on both sides. An object the known design does not have never gets an id that one
    of its objects has: it would pass for that one, renamed.
    """
    return with_ids(design, match_ids(design, known))


def match_ids(design: Design, known: Design) -> dict[UUID, UUID]:
    """The id each object of a design is to have, as `adopt_ids` gives them, by the one it has."""
    known_ids = dict(paths_of(known))
    known_by_name = _sole_functions(known)
    taken = {id_ for _, id_ in paths_of(known)}
    fresh_by_name = {id_: name for name, id_ in _sole_functions(design).items()}
    new_ids: dict[UUID, UUID] = {}
    given: set[UUID] = set()
    for path, old_id in paths_of(design):
        wanted = known_ids.get(path) or known_by_name.get(fresh_by_name.get(old_id, ()))
        if wanted is None or wanted in given:
            wanted = _unused(old_id, taken, given)
        new_ids[old_id] = wanted
        given.add(wanted)
    return new_ids


def _unused(id_: UUID, taken: set[UUID], given: set[UUID]) -> UUID:
    while id_ in taken or id_ in given:
        id_ = id_from_path("instead of", str(id_))
    return id_


def paths_of(design: Design) -> Iterator[tuple[Path, UUID]]:
    """Every object that has an id, with what names it; objects of equal names are numbered."""
    seen: Counter[Path] = Counter()
    for path, id_ in _named(design):
        seen[path] += 1
        yield (path if seen[path] == 1 else (*path, str(seen[path]))), id_


def _named(design: Design) -> Iterator[tuple[Path, UUID]]:
    tables = design.tables_by_id
    for definition in design.definitions():
        kind = kind_of(definition)
        path: Path = (kind, *_name(definition, tables))
        yield path, definition.id
        for field in _NAMED_PARTS.get(kind, ()):
            for part in getattr(definition, field):
                yield (*path, field, part.name), part.id
        if isinstance(definition, Table) and definition.primary_key is not None:
            yield (*path, "primary_key"), definition.primary_key.id


def _name(definition: Definition, tables: dict[UUID, Table]) -> Path:
    if isinstance(definition, Relationship):
        table = tables.get(definition.table_id)
        return (table.schema, table.name, definition.name) if table else (str(definition.id),)
    if isinstance(definition, Function | Aggregate):
        return signature_of(definition)
    if isinstance(definition, Extension):
        return (definition.name,)
    if isinstance(definition, Verbatim):
        return definition.kind, definition.schema, definition.name
    schema = getattr(definition, "schema", "")
    return (schema, definition.name) if schema else (definition.name,)


def _sole_functions(design: Design) -> dict[Path, UUID]:
    """Functions that are alone with their name: people spell argument types in more ways than PostgreSQL does."""
    found: dict[Path, list[UUID]] = {}
    for function in design.functions:
        found.setdefault((function.schema, function.name), []).append(function.id)
    return {name: ids[0] for name, ids in found.items() if len(ids) == 1}
