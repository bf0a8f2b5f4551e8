"""Writing references to data types."""

from __future__ import annotations

from designer.design import Composite, Design, DesignerError, Domain, Enum, Range, Table, TypeRef, View
from designer.postgres.quoting import quote_name
from designer.sql.names import name_of


def write_type(ref: TypeRef, design: Design) -> str:
    """The type as SQL: the project's types by qualified name, others as they are, with their array brackets."""
    return _base_name(ref, design) + "[]" * ref.dimensions


def _base_name(ref: TypeRef, design: Design) -> str:
    if ref.type_id is None:
        return ref.name
    definition = design.by_id.get(ref.type_id)
    if isinstance(definition, Range):
        return quote_name(definition.schema, definition.multirange_name if ref.is_multirange else definition.name)
    if isinstance(definition, Enum | Domain | Composite | Table | View):
        return name_of(definition)
    raise DesignerError("A column refers to a type that is not in the design. Choose another type for it.")
