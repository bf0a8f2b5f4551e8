"""Everything in a design that can be looked for, as the palette lists it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from designer.design import Check, Design, Domain, Enum, Function, Policy, Table, View
from designer.design.type_texts import show_type
from projects.selectors.inventories import list_inventory

_LONGEST_DETAIL = 400
"""Characters of a definition that the preview shows."""
_PARTS = (
    ("policies", "policy"),
    ("triggers", "trigger"),
    ("indexes", "index"),
    ("unique_keys", "unique key"),
    ("checks", "check"),
)

Find: TypeAlias = tuple[str, str, str, str, str]
"""What it is called in PostgreSQL's words, its name, the place it is in, its address below the project's, and what the
preview says of it. A column's follows its table's."""


def list_finds(design: Design) -> list[Find]:
    """Every object and every part of a table, tables first, in the order of the rail."""
    finds: list[Find] = []
    for group in list_inventory(design):
        for schema, entries in group.schemas:
            for entry in entries:
                definition = design.by_id[entry.id]
                address = f"{group.kind}/{entry.id}/"
                finds.append((group.one, entry.name, schema, address, _detail(definition, design) or entry.note))
                if isinstance(definition, Table):
                    finds += _parts(definition, design, address)
    return finds


def _parts(table: Table, design: Design, address: str) -> Iterator[Find]:
    place = f"{table.schema}.{table.name}"
    for column in table.columns:
        # A column of the platform's table has no page of its own.
        target = address if table.is_managed else f"{address}columns/{column.id}/"
        detail = show_type(column.type, design) + ("" if column.is_nullable else " not null")
        yield "column", column.name, place, target, detail
    for field, word in _PARTS:
        for part in getattr(table, field):
            yield word, part.name, place, f"{address}{field.replace('_', '-')}/{part.id}/", _part_detail(part)


def _part_detail(part: object) -> str:
    """What a policy says or a check demands; nothing where the name says it all."""
    if isinstance(part, Policy):
        words = f"for {part.command} to {', '.join(part.roles) or 'public'}"
        texts = [f"\n{word} {text}" for word, text in (("using", part.using), ("with check", part.check)) if text]
        return (words + "".join(texts))[:_LONGEST_DETAIL]
    return part.expression[:_LONGEST_DETAIL] if isinstance(part, Check) else ""


def _detail(definition: object, design: Design) -> str:
    if isinstance(definition, Enum):
        return ", ".join(value.name for value in definition.values)[:_LONGEST_DETAIL]
    if isinstance(definition, View):
        return definition.query[:_LONGEST_DETAIL]
    if isinstance(definition, Function):
        return f"returns {definition.returns or 'nothing'}\n{definition.body.strip()}"[:_LONGEST_DETAIL]
    if isinstance(definition, Domain):
        return show_type(definition.base, design)
    return str(getattr(definition, "comment", None) or "")[:_LONGEST_DETAIL]
