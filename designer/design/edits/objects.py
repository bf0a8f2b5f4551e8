"""Definitions without parts that need rules of their own: views, functions, domains, composites, sequences,
extensions.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from msgspec.structs import replace

from designer.design.code import Aggregate, Function, Sequence, View
from designer.design.designs import Definition, Design, kind_of
from designer.design.edits.definitions import put, remove
from designer.design.edits.dependents import refuse_dependents
from designer.design.edits.lookups import full_name, word_for
from designer.design.edits.texts import rename_qualified
from designer.design.errors import EditRefused
from designer.design.names import QualifiedName
from designer.design.tables import Table
from designer.design.types import Composite, Domain, Enum, Range

_RELATIONS = (Table, View, Sequence, Composite)
_TYPES = (Enum, Domain, Composite, Range, Table, View)


def create_object(design: Design, definition: Definition) -> Design:
    """Adds a definition. Refuses a name that PostgreSQL would not let it have beside the others."""
    refuse_taken_name(design, definition)
    return put(design, definition)


def change_object(design: Design, object_id: UUID, **changes: Any) -> Design:
    """Replaces fields of a definition; where the name or schema changes, SQL text that names it is rewritten."""
    old = find_object(design, object_id)
    new = replace(old, **changes)
    refuse_taken_name(design, new)
    design = put(design, new)
    for before, after in zip(_qualified(old), _qualified(new), strict=True):
        if before.schema and before != after:
            design = rename_qualified(design, before, after)
    return design


def remove_object(design: Design, object_id: UUID) -> Design:
    """Removes a definition. Refuses while something uses it."""
    definition = find_object(design, object_id)
    refuse_dependents(design, definition)
    return remove(design, object_id)


def find_object(design: Design, object_id: UUID) -> Definition:
    """The definition of that id, of whatever kind. Raises EditRefused when it is gone."""
    found = design.by_id.get(object_id)
    if found is None:
        raise EditRefused("This object is no longer in the design. Reload to see what became of it.")
    return found


def refuse_taken_name(design: Design, definition: Definition) -> None:
    """Raises EditRefused when another object has the name in one of the namespaces PostgreSQL would put it in.

    Source: PostgreSQL 18 docs, System Catalogs: the unique indexes of pg_class, pg_type and pg_proc.
    """
    for other in design.definitions():
        if other.name == definition.name and other.id != definition.id and _clash(other, definition):
            place = getattr(definition, "schema", "") or "The database"
            raise EditRefused(f"{place} has a {word_for(other)} named {full_name(other)} already. Choose another name.")


def _clash(other: Definition, definition: Definition) -> bool:
    if getattr(other, "schema", "") != getattr(definition, "schema", ""):
        return False
    if isinstance(definition, Function | Aggregate):
        return isinstance(other, Function | Aggregate) and _inputs(other) == _inputs(definition)
    if kind_of(other) == kind_of(definition):
        return True
    return any(isinstance(other, group) and isinstance(definition, group) for group in (_RELATIONS, _TYPES))


def _inputs(function: Function | Aggregate) -> list[str]:
    return [argument.type for argument in function.arguments if argument.mode in {"in", "inout", "variadic"}]


def _qualified(definition: Definition) -> list[QualifiedName]:
    """The names that SQL texts may call it by."""
    names = [QualifiedName(getattr(definition, "schema", ""), definition.name)]
    if isinstance(definition, Range):
        names.append(QualifiedName(definition.schema, definition.multirange_name))
    return names
