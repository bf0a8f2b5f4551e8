"""Everything a design holds, as the left rail lists it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

import msgspec
from msgspec import Struct

from designer.design import (
    KINDS,
    DefaultPrivileges,
    Definition,
    Design,
    Function,
    Relationship,
    Schema,
    Table,
    Verbatim,
    View,
)
from designer.postgres.platform import MANAGED_SCHEMAS


class Entry(Struct, frozen=True):
    """One object. `mark` is "rls", "open" (exposed without row-level security), "managed" or nothing."""

    id: UUID
    name: str
    schema: str = ""
    mark: str = ""
    note: str = ""


class Group(Struct, frozen=True):
    """The objects of one kind, by schema."""

    kind: str
    title: str
    one: str
    icon: str
    can_add: bool
    schemas: list[tuple[str, list[Entry]]]
    count: int

    @property
    def is_drawn(self) -> bool:
        """Whether its objects are cards of the diagram."""
        return self.kind in {"tables", "views", "enums"}


_WORDS = {
    "default_privileges": ("Default privileges", "default privileges"),
    "ranges": ("Range types", "range type"),
    "statistics": ("Extended statistics", "statistics object"),
}
"""Titles and words that do not follow from the names of kinds."""


def _read_only(kind: str) -> tuple[str, str, str, str, bool]:
    """A group without a form to add one: what it is called follows from its name."""
    words = kind.replace("_", " ")
    title, one = _WORDS.get(kind, (words.capitalize(), words.removesuffix("s")))
    return kind, title, one, "box", False


_EDITED = (
    ("tables", "Tables", "table", "table", True),
    ("relationships", "Relationships", "relationship", "share", True),
    ("enums", "Enums", "enum", "list-ul", True),
    ("domains", "Domains", "domain", "rulers", True),
    ("composites", "Composite types", "composite type", "boxes", True),
    ("views", "Views", "view", "eye", True),
    ("functions", "Functions", "function", "braces", True),
    ("sequences", "Sequences", "sequence", "123", True),
    ("roles", "Roles", "role", "person-badge", True),
    ("schemas", "Schemas", "schema", "folder2", True),
    ("extensions", "Extensions", "extension", "puzzle", True),
)
_KEPT = ("verbatim", "Kept verbatim", "object", "file-earmark-code", False)
_WITH_FORMS = {kind for kind, *_ in _EDITED}
_GROUPS = (*_EDITED, *(_read_only(kind) for kind in KINDS if kind not in _WITH_FORMS and kind != "verbatim"), _KEPT)


def list_inventory(design: Design) -> list[Group]:
    """Every kind with its objects; kinds that cannot be added and are empty are left out."""
    groups = []
    for kind, title, one, icon, can_add in _GROUPS:
        entries = sorted(_entries(getattr(design, kind), design), key=_place)
        if entries or can_add:
            schemas = [(schema, list(rows)) for schema, rows in groupby(entries, lambda entry: entry.schema)]
            groups.append(Group(kind, title, one, icon, can_add, schemas, len(entries)))
    return groups


def digest_of(groups: list[Group]) -> str:
    """Short for all that the list shows: a page that has the same need not be sent it again."""
    return hashlib.sha256(msgspec.json.encode(groups)).hexdigest()[:16]


def count_kinds(design: Design) -> list[tuple[str, int]]:
    """Titles and counts of the kinds that have any objects."""
    return [(title, count) for kind, title, *_ in _GROUPS if (count := len(getattr(design, kind)))]


def describe_kind(kind: str) -> tuple[str, str]:
    """The word for one object of a kind, and its icon."""
    return next((one, icon) for name, _, one, icon, _ in _GROUPS if name == kind)


def _place(entry: Entry) -> tuple[int, str, str]:
    """What is exposed first, then schemas of one's own, then the platform's."""
    is_managed = entry.schema in MANAGED_SCHEMAS
    return 0 if entry.schema == "public" else 2 if is_managed else 1, entry.schema, entry.name


def _entries(definitions: tuple[Definition, ...], design: Design) -> Iterator[Entry]:
    for definition in definitions:
        if isinstance(definition, Table):
            yield Entry(definition.id, definition.name, definition.schema, _mark_of(definition))
        elif isinstance(definition, Relationship):
            yield _relationship(definition, design)
        elif isinstance(definition, Function):
            arguments = ", ".join(argument.type for argument in definition.arguments if argument.mode != "table")
            yield Entry(definition.id, f"{definition.name}({arguments})", definition.schema)
        elif isinstance(definition, View):
            note = "materialized" if definition.is_materialized else ""
            yield Entry(definition.id, definition.name, definition.schema, note=note)
        elif isinstance(definition, Verbatim):
            yield Entry(definition.id, definition.name, definition.schema, note=definition.kind.lower())
        elif isinstance(definition, DefaultPrivileges):
            yield Entry(definition.id, f"{definition.object_type} of {definition.role}", definition.schema)
        elif isinstance(definition, Schema):
            yield Entry(definition.id, definition.name, mark="managed" if definition.is_managed else "")
        else:
            mark = "managed" if getattr(definition, "is_managed", False) else ""
            yield Entry(definition.id, definition.name, getattr(definition, "schema", ""), mark)


def _relationship(relationship: Relationship, design: Design) -> Entry:
    source = design.tables_by_id.get(relationship.table_id)
    target = design.tables_by_id.get(relationship.target_table_id)
    columns = {column.id: column.name for column in source.columns} if source else {}
    names = ", ".join(columns.get(id_, "?") for id_ in relationship.column_ids)
    return Entry(
        relationship.id,
        f"{source.name if source else '?'}.{names} → {target.name if target else '?'}",
        source.schema if source else "",
        note=relationship.name,
    )


def _mark_of(table: Table) -> str:
    if table.is_managed:
        return "managed"
    if table.has_rls:
        return "rls"
    is_exposed = any(grant.grantee in {"anon", "authenticated", "public"} for grant in table.grants)
    return "open" if is_exposed else ""
