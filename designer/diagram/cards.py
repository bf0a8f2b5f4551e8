"""Tables, views and enums as cards: what is written on each, before anything is placed or painted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from msgspec import Struct

from designer.design import PUBLIC, Column, Design, Enum, Grant, Table, TypeRef, View
from designer.diagram.links import Link, are_unique
from designer.diagram.texts import clean, shorten

TYPE_LIMIT = 40
"""Characters of a type or reference shown in a row; the row's title has the whole."""

ROW_PRIVILEGES = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE"})

_SHORT_TYPES = (
    ("timestamp with time zone", "timestamptz"),
    ("timestamp without time zone", "timestamp"),
    ("time with time zone", "timetz"),
    ("time without time zone", "time"),
    ("character varying", "varchar"),
    ("character(", "char("),
    ("double precision", "float8"),
)


class Row(Struct, frozen=True, kw_only=True):
    """One line of a card: a column of a table or a label of an enum."""

    id: UUID
    name: str
    type: str = ""
    is_nullable: bool = False
    marks: tuple[str, ...] = ()
    """PK, UK (unique by itself), FK; in this order."""
    reference: str = ""
    """The table a written foreign key leads to."""
    title: str = ""


class Card(Struct, frozen=True, kw_only=True):
    """One card. `kind` is table, managed, view, materialized or enum; `rls` is on, off, exposed or "" where it means
    nothing."""

    id: UUID
    kind: str
    schema: str
    name: str
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    rls: str = ""
    policies: int = 0
    title: str = ""


def fold_partitions(design: Design) -> dict[UUID, UUID]:
    """Every table's id to the id of the table it is drawn as: a partition is part of its topmost parent."""
    folded: dict[UUID, UUID] = {}
    for table in design.tables:
        top, seen = table, {table.id}
        while top.partition_of is not None and top.partition_of.table_id not in seen:
            parent = design.tables_by_id.get(top.partition_of.table_id)
            if parent is None:
                break
            top = parent
            seen.add(top.id)
        folded[table.id] = top.id
    return folded


def is_exposed(table: Table) -> bool:
    """Whether API clients can read or write the table's rows and no row-level security filters them."""
    return not table.has_rls and is_open(table.grants)


def is_open(grants: Iterable[Grant]) -> bool:
    """Whether everybody, or everybody signed in, may read or write rows.

    TRUNCATE, REFERENCES and TRIGGER, which the platform leaves on every new table, cannot be used through the API.
    """
    return any(
        grant.grantee in {"anon", "authenticated", PUBLIC} and ROW_PRIVILEGES.intersection(grant.privileges)
        for grant in grants
    )


def make_cards(design: Design, links: Sequence[Link], folded: dict[UUID, UUID], drawn: Collection[UUID]) -> list[Card]:
    """The cards of a drawing, sorted by kind and name. `drawn` are the ids of tables, views and enums to show."""
    partitions: dict[UUID, list[Table]] = defaultdict(list)
    for table in design.tables:
        if folded[table.id] != table.id:
            partitions[folded[table.id]].append(table)
    outgoing: dict[UUID, list[Link]] = defaultdict(list)
    used: dict[UUID, set[UUID]] = defaultdict(set)
    for link in links:
        outgoing[link.child_id].append(link)
        used[link.parent_id].update(link.parent_columns)
    cards = [
        _table_card(design, table, outgoing[table.id], used[table.id], partitions[table.id])
        for table in design.tables
        if table.id in drawn and folded[table.id] == table.id
    ]
    cards += [_view_card(view) for view in design.views if view.id in drawn]
    cards += [_enum_card(enum) for enum in design.enums if enum.id in drawn]
    return sorted(cards, key=lambda card: (card.kind, card.schema, card.name, str(card.id)))


def _table_card(design: Design, table: Table, links: list[Link], used: set[UUID], partitions: list[Table]) -> Card:
    """`links` are those that leave the table, `used` its columns that others refer to."""
    outgoing = {id_: link for link in links for id_ in link.child_columns}
    shown = table.columns
    if table.is_managed:
        keys = set(table.primary_key.column_ids if table.primary_key else ())
        shown = tuple(column for column in table.columns if column.id in used | keys)
    rls = "" if table.is_managed else _rls_state(table, partitions)
    return Card(
        id=table.id,
        kind="managed" if table.is_managed else "table",
        schema=table.schema,
        name=table.name,
        rows=tuple(_column_row(design, table, column, outgoing.get(column.id)) for column in shown),
        notes=tuple(_table_notes(design, table, partitions)),
        rls=rls,
        policies=len(table.policies),
        title=_table_title(table, rls),
    )


def _rls_state(table: Table, partitions: list[Table]) -> str:
    if any(is_exposed(each) for each in (table, *partitions)):
        return "exposed"
    return "on" if table.has_rls else "off"


def _table_notes(design: Design, table: Table, partitions: list[Table]) -> Iterator[str]:
    if table.is_managed:
        yield "managed by Supabase"
    if table.partitioning is not None:
        keys = ", ".join(
            design.columns_by_id[key.column_id].name if key.column_id in design.columns_by_id else "expression"
            for key in table.partitioning.keys
        )
        count = f"{len(partitions)} partition" + ("" if len(partitions) == 1 else "s")
        yield f"partitioned by {table.partitioning.strategy} ({clean(keys)}) · {count}"
    for parent_id in table.inherits:
        if parent_id in design.tables_by_id:
            yield f"inherits {clean(design.tables_by_id[parent_id].name)}"


def _table_title(table: Table, rls: str) -> str:
    policies = f"{len(table.policies)} polic" + ("y" if len(table.policies) == 1 else "ies")
    words = {
        "on": f"Row-level security on{' and forced' if table.forces_rls else ''}, {policies}.",
        "off": "Row-level security off; API clients may not read or write rows.",
        "exposed": "Open: API clients may read or write rows and row-level security is off.",
        "": "Managed by the platform.",
    }[rls]
    return " ".join(filter(None, [f"Table {table.schema}.{table.name}.", words, table.comment]))


def _column_row(design: Design, table: Table, column: Column, link: Link | None) -> Row:
    marks = []
    if table.primary_key is not None and column.id in table.primary_key.column_ids:
        marks.append("PK")
    elif are_unique(table, (column.id,)):
        marks.append("UK")
    if link is not None:
        marks.append("FK")
    return Row(
        id=column.id,
        name=clean(column.name),
        type=shorten(type_text(design, column.type, table.schema), TYPE_LIMIT),
        is_nullable=column.is_nullable,
        marks=tuple(marks),
        reference=_reference(design, link) if link is not None and link.is_written else "",
        title=_column_title(design, column),
    )


def _reference(design: Design, link: Link) -> str:
    parent = design.tables_by_id[link.parent_id]
    prefix = "" if parent.schema == "public" else f"{parent.schema}."
    return shorten(f"{prefix}{parent.name}", TYPE_LIMIT)


def _column_title(design: Design, column: Column) -> str:
    words = [f"{column.name} {type_text(design, column.type, '')}", "null" if column.is_nullable else "not null"]
    if column.identity is not None:
        words.append(f"generated {column.identity.value} as identity")
    elif column.generated is not None:
        words.append(f"generated always as ({column.generated})")
    elif column.default is not None:
        words.append(f"default {column.default}")
    return " ".join(words) + (f". {column.comment}" if column.comment else "")


def type_text(design: Design, type_: TypeRef, home_schema: str) -> str:
    """A type as people say it: short aliases, and no schema where it is `public` or the table's own."""
    brackets = "[]" * type_.dimensions
    if type_.type_id is None:
        name = type_.name
        for long, short in _SHORT_TYPES:
            name = name.replace(long, short)
        return name.removeprefix("public.") + brackets
    definition = design.by_id.get(type_.type_id)
    if definition is None:
        return "missing type" + brackets
    schema = getattr(definition, "schema", "")
    prefix = "" if schema in {"public", home_schema} else f"{schema}."
    return f"{prefix}{definition.name}{brackets}"


def _view_card(view: View) -> Card:
    is_invoker = dict(view.options).get("security_invoker", "").lower() in {"true", "on", "1", "yes"}
    what = "Materialized view" if view.is_materialized else "View"
    rights = "" if view.is_materialized else ("caller's rights" if is_invoker else "owner's rights")
    return Card(
        id=view.id,
        kind="materialized" if view.is_materialized else "view",
        schema=view.schema,
        name=view.name,
        notes=(" · ".join(filter(None, [what.lower(), rights])),),
        rls="exposed" if is_open(view.grants) and not is_invoker else "",
        title=" ".join(filter(None, [f"{what} {view.schema}.{view.name}.", view.comment])),
    )


def _enum_card(enum: Enum) -> Card:
    return Card(
        id=enum.id,
        kind="enum",
        schema=enum.schema,
        name=enum.name,
        rows=tuple(Row(id=value.id, name=clean(value.name)) for value in enum.values),
        notes=("enum",),
        title=" ".join(filter(None, [f"Enum {enum.schema}.{enum.name}.", enum.comment])),
    )
