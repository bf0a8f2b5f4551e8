"""Whether a type means the same in two designs, with all that it is made of."""

from __future__ import annotations

from uuid import UUID

from designer.design import Composite, Design, Domain, Range, Table, TypeRef
from designer.migrations.dependencies import Requirements


def means_same(ref: TypeRef, before: Design, after: Design) -> bool:
    """Whether its values are written alike in both: rows of tables and composites gain and lose parts in place."""
    return _shape_of(ref, Requirements(before)) == _shape_of(ref, Requirements(after))


def _shape_of(ref: TypeRef, needs: Requirements) -> dict[UUID, object]:
    """Everything of the design that the type is made of, by id."""
    shape: dict[UUID, object] = {}
    waiting = [ref]
    while waiting:
        for part in needs.of_type(waiting.pop()):
            definition = needs.design.by_id.get(part.id)
            if part.id not in shape:
                rows = definition.columns if isinstance(definition, Table) else ()
                shape[part.id] = [(row.name, row.type) for row in rows] or definition
                waiting += _types_in(definition)
    return shape


def _types_in(definition: object) -> list[TypeRef]:
    if isinstance(definition, Table):
        return [column.type for column in definition.columns]
    if isinstance(definition, Composite):
        return [attribute.type for attribute in definition.attributes]
    if isinstance(definition, Domain):
        return [definition.base]
    return [definition.subtype] if isinstance(definition, Range) else []
