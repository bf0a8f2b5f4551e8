"""Data types as people type and read them.

Spellings PostgreSQL treats as one ("int", "int4", "integer") become the one `format_type` prints, as everywhere in a
design.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from designer.design.code import View
from designer.design.designs import Design
from designer.design.errors import DesignerError
from designer.design.tables import Table
from designer.design.types import Composite, Domain, Enum, Range, TypeRef
from designer.postgres.parsing import Node, SqlSyntaxError, check_type, parse_expression
from designer.postgres.platform import MANAGED_SCHEMAS
from designer.postgres.quoting import quote_identifier, quote_name

OwnType = Enum | Domain | Composite | Range

# Internal name -> what format_type prints, with {} where modifiers go.
_SPELLINGS = {
    "bit": "bit{}",
    "bool": "boolean",
    "bpchar": "character{}",
    "float4": "real",
    "float8": "double precision",
    "int2": "smallint",
    "int4": "integer",
    "int8": "bigint",
    "numeric": "numeric{}",
    "time": "time{} without time zone",
    "timestamp": "timestamp{} without time zone",
    "timestamptz": "timestamp{} with time zone",
    "timetz": "time{} with time zone",
    "varbit": "bit varying{}",
    "varchar": "character varying{}",
}
_OTHERS = frozenset({
    "bytea", "box", "char", "cidr", "circle", "date", "inet", "interval", "json", "jsonb", "jsonpath", "line",
    "lseg", "macaddr", "macaddr8", "money", "name", "oid", "path", "pg_lsn", "pg_snapshot", "point", "polygon",
    "regclass", "regproc", "regprocedure", "regrole", "regtype", "regnamespace", "text", "tid", "tsquery",
    "tsvector", "uuid", "xml", "xid", "xid8", "int4range", "int8range", "numrange", "tsrange", "tstzrange",
    "daterange", "int4multirange", "int8multirange", "nummultirange", "tsmultirange", "tstzmultirange",
    "datemultirange",
})  # fmt: skip
_SERIALS = {
    "serial": "integer",
    "serial4": "integer",
    "bigserial": "bigint",
    "serial8": "bigint",
    "smallserial": "smallint",
}

COMMON_TYPES = (
    "uuid", "text", "bigint", "integer", "boolean", "timestamptz", "date", "numeric(12,2)", "jsonb", "smallint",
    "double precision", "interval", "time", "bytea", "inet", "varchar(255)", "tstzrange", "tsvector", "text[]",
)  # fmt: skip
"""Types to suggest, the likeliest first."""


def read_type(text: str, design: Design) -> TypeRef:
    """The type a text names, in a design. Raises DesignerError naming the type, what is wrong and what to do."""
    text = text.strip()
    try:
        check_type(text)
        tree = parse_expression(f"NULL::{text}").type_name
    except SqlSyntaxError as error:
        raise DesignerError(f"“{text}” is not a type. Give one such as text, numeric(10,2) or uuid[].") from error
    names = [name.string.sval for name in tree.names]
    schema, name = (names[-2] if len(names) > 1 else "", names[-1])
    dimensions = len(tree.array_bounds)
    if schema in {"", "pg_catalog"} and (name in _SPELLINGS or name in _OTHERS):
        return TypeRef(name=_spell(name, tree, text), dimensions=dimensions)
    if not schema and name in _SERIALS:
        raise DesignerError(f"{name} is no type of its own. Choose {_SERIALS[name]} and let the column be an identity.")
    return _find(schema, name, dimensions, design)


def show_type(ref: TypeRef, design: Design) -> str:
    """The type as people read it: short spellings, no schema where it is public. `read_type` gives it back."""
    suffix = "[]" * ref.dimensions
    if ref.type_id is None:
        short = ref.name.removesuffix(" without time zone")
        short = re.sub(r"^(time(?:stamp)?)(\(\d\))? with time zone$", r"\1tz\2", short)
        return short.replace("character varying", "varchar") + suffix
    found = design.by_id.get(ref.type_id)
    if not isinstance(found, Enum | Domain | Composite | Range | Table | View):
        return f"a type that is gone{suffix}"
    name = found.multirange_name if isinstance(found, Range) and ref.is_multirange else found.name
    shown = quote_identifier(name) if found.schema == "public" else quote_name(found.schema, name)
    return shown + suffix


def type_suggestions(design: Design) -> list[str]:
    """Types to offer while typing: the project's own first."""
    own: list[OwnType] = [*design.enums, *design.domains, *design.composites, *design.ranges]
    return [*(show_type(TypeRef(type_id=known.id), design) for known in own), *COMMON_TYPES]


def _own_types(design: Design) -> Iterator[tuple[OwnType, str, bool]]:
    """The project's types with their names; a range counts twice, the second time as its multirange."""
    own: list[OwnType] = [*design.enums, *design.domains, *design.composites, *design.ranges]
    yield from ((row, row.name, False) for row in own)
    yield from ((row, row.multirange_name, True) for row in design.ranges)


def _spell(name: str, tree: Node, text: str) -> str:
    if name == "interval":  # its fields ("day to second") are words, not numbers
        return re.sub(r"(\s*\[\d*\])+$", "", " ".join(text.lower().split()))
    modifiers = ",".join(str(mod.a_const.ival.ival) for mod in tree.typmods)
    return _SPELLINGS.get(name, name).format(f"({modifiers})" if modifiers else "")


def _find(schema: str, name: str, dimensions: int, design: Design) -> TypeRef:
    found = [row for row in _own_types(design) if row[1] == name and (not schema or row[0].schema == schema)]
    in_public = [row for row in found if row[0].schema == "public"]
    if len(found) == 1 or in_public:
        known, _, is_multirange = (in_public or found)[0]
        return TypeRef(type_id=known.id, dimensions=dimensions, is_multirange=is_multirange)
    if found:
        places = " and ".join(sorted(known.schema for known, *_ in found))
        raise DesignerError(f"There are types {name} in {places}. Write the one you mean with its schema.")
    if schema in MANAGED_SCHEMAS:
        return TypeRef(name=quote_name(schema, name), dimensions=dimensions)
    shown = quote_name(schema, name) if schema else name
    raise DesignerError(
        f"There is no type {shown}. Create the enum or domain first, or write the type of an extension with its "
        "schema, like extensions.citext."
    )
