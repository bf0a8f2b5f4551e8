"""Giving a design read from SQL the ids that a known design already uses for things of the same name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID

from designer.design.code import Function, View
from designer.design.designs import Definition, Design, kind_of
from designer.design.documents import decode_design, encode_design
from designer.design.relationships import Relationship
from designer.design.tables import Table
from designer.design.types import Composite, Domain, Enum

_UUID = re.compile(rb'"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"')


def adopt_ids(design: Design, known: Design) -> Design:
    """`design` with every id replaced by the one `known` has for an object of the same kind and full name.

    So importing the same schema again changes only what differs, and what was renamed or placed by hand stays itself.
    """
    ids = dict(_paths(known))
    new_ids = {
        str(id_).encode(): str(ids[path]).encode() for path, id_ in _paths(design) if path in ids and ids[path] != id_
    }
    if not new_ids:
        return design
    document = encode_design(design)
    # Ids are the only quoted strings of this form whose text is a known id: a name that looks like one is left alone
    # because it would have to equal an id made at random or by hashing.
    return decode_design(_UUID.sub(lambda match: b'"' + new_ids.get(match[1], match[1]) + b'"', document))


def _paths(design: Design) -> Iterator[tuple[tuple[str, ...], UUID]]:
    """The kind and full name of everything with an id."""
    tables = design.tables_by_id
    for definition in design.definitions():
        path = _path(definition, tables)
        yield path, definition.id
        for kind, name, id_ in _parts(definition):
            yield (*path, kind, name), id_


def _path(definition: Definition, tables: dict[UUID, Table]) -> tuple[str, ...]:
    kind, schema = kind_of(definition), getattr(definition, "schema", "")
    if isinstance(definition, Relationship):
        table = tables.get(definition.table_id)
        return kind, table.schema if table else "", table.name if table else "", definition.name
    if isinstance(definition, Function):
        inputs = [argument.type for argument in definition.arguments if argument.mode in {"in", "inout", "variadic"}]
        return kind, schema, definition.name, ", ".join(inputs)
    return kind, schema, definition.name


def _parts(definition: Definition) -> Iterator[tuple[str, str, UUID]]:
    if isinstance(definition, Table):
        yield from (("column", column.name, column.id) for column in definition.columns)
        keys = (*((definition.primary_key,) if definition.primary_key else ()), *definition.unique_keys)
        for constraint in (*keys, *definition.checks, *definition.exclusions):
            yield "constraint", constraint.name, constraint.id
        yield from (("policy", policy.name, policy.id) for policy in definition.policies)
    if isinstance(definition, Table | View):
        yield from (("index", index.name, index.id) for index in definition.indexes)
        yield from (("trigger", trigger.name, trigger.id) for trigger in definition.triggers)
    if isinstance(definition, Enum):
        yield from (("value", value.name, value.id) for value in definition.values)
    if isinstance(definition, Composite):
        yield from (("attribute", attribute.name, attribute.id) for attribute in definition.attributes)
    if isinstance(definition, Domain):
        yield from (("check", check.name, check.id) for check in definition.checks)
