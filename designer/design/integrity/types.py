"""Types: references to them, labels of enums, domains and composites that contain themselves."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from designer.design.designs import TYPE_KINDS, Definition, Design
from designer.design.integrity.problems import Problem, column_title, part_title, report, title
from designer.design.integrity.texts import what_is_wrong
from designer.design.tables import Column, Table
from designer.design.types import Attribute, Composite, Domain, Range, TypeRef


def check_types(design: Design) -> Iterator[Problem]:
    """Types that are referred to exist, and enums have labels."""
    kinds = (*TYPE_KINDS, "tables", "views")
    known = {row.id for kind in kinds for row in getattr(design, kind)}
    for definition, part, ref in type_references(design):
        if wrong := _what_is_wrong(ref, known):
            yield report(definition, subject_of(definition, part), wrong, part.id)
    for enum in design.enums:
        if not enum.values:
            yield report(enum, title(enum), "it has no labels, so no row could ever hold one. Add at least one.")
    yield from _check_cycles(design)


def type_references(design: Design) -> Iterator[tuple[Definition, Column | Attribute | Domain | Range, TypeRef]]:
    """Every reference to a type: the definition, its column or attribute (or itself), the reference."""
    for table in design.tables:
        if not table.is_managed:
            for column in table.columns:
                yield table, column, column.type
    for domain in design.domains:
        yield domain, domain, domain.base
    for composite in design.composites:
        for attribute in composite.attributes:
            yield composite, attribute, attribute.type
    for range_ in design.ranges:
        yield range_, range_, range_.subtype


def subject_of(definition: Definition, part: Column | Attribute | Domain | Range) -> str:
    """What a part with a type is called in a sentence."""
    if isinstance(definition, Table) and isinstance(part, Column):
        return column_title(definition, part)
    return title(definition) if isinstance(part, Domain | Range) else part_title("Attribute", part.name, definition)


def _what_is_wrong(ref: TypeRef, known: set[UUID]) -> str:
    if ref.type_id is not None:
        return "" if ref.type_id in known else "its type is not in the design. Choose another type."
    if not ref.name:
        return "it has no type. Choose one."
    return what_is_wrong("type", ref.name)


def _check_cycles(design: Design) -> Iterator[Problem]:
    needs: dict[UUID, set[UUID]] = {}
    owners: list[Domain | Composite | Range] = [*design.domains, *design.composites, *design.ranges]
    for domain in design.domains:
        needs[domain.id] = {domain.base.type_id} if domain.base.type_id is not None else set()
    for range_ in design.ranges:
        needs[range_.id] = {range_.subtype.type_id} if range_.subtype.type_id is not None else set()
    for composite in design.composites:
        needs[composite.id] = {row.type.type_id for row in composite.attributes if row.type.type_id is not None}
    for owner in owners:
        if reaches_itself(owner.id, needs):
            yield report(owner, title(owner), "it is made of itself, through its own type. Choose another type in it.")


def reaches_itself(start: UUID, needs: dict[UUID, set[UUID]]) -> bool:
    """Whether following `needs` from `start` leads back to it."""
    seen: set[UUID] = set()
    waiting = list(needs.get(start, ()))
    while waiting:
        current = waiting.pop()
        if current == start:
            return True
        if current not in seen:
            seen.add(current)
            waiting.extend(needs.get(current, ()))
    return False
