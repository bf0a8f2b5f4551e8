"""The design of a project: one frozen value."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct

from designer.design.access import DefaultPrivileges, Grant, Role
from designer.design.access_models import AccessModel
from designer.design.code import Aggregate, Function, Sequence, View
from designer.design.databases import EventTrigger, Publication
from designer.design.foreign import ForeignDataWrapper, ForeignServer
from designer.design.relationships import Relationship
from designer.design.statistics import Statistics
from designer.design.tables import Column, Table
from designer.design.types import Collation, Composite, Domain, Enum, Range


class Schema(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A schema. Objects name their schema; renaming one rewrites them (see `edits`)."""

    id: UUID
    name: str
    is_managed: bool = False
    """A schema of the platform (public, auth, extensions): never created or dropped, but its grants may differ."""
    grants: tuple[Grant, ...] = ()
    owner: str | None = None
    """The role it belongs to where that is not `postgres`; so on every kind of object that has an owner."""
    comment: str | None = None


class Extension(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An installed extension; its objects are its own business. `version` None means the server's default."""

    id: UUID
    name: str
    schema: str
    version: str | None = None
    comment: str | None = None


class Verbatim(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An object Rowhouse does not model, kept as pg_dump writes it and re-emitted unchanged.

    `kind` is pg_dump's own word (RULE, OPERATOR, EVENT TRIGGER …); `reason` says why it is not modelled.
    """

    id: UUID
    kind: str
    schema: str
    name: str
    create_sql: str
    drop_sql: str
    reason: str
    requires: tuple[UUID, ...] = ()
    """What must exist before it: definitions of the design, by id."""
    is_post_data: bool = False
    """Belongs after tables and their keys (rules, statistics, event triggers), as in pg_dump's post-data section."""


Definition: TypeAlias = (
    Schema
    | Extension
    | Role
    | Collation
    | Enum
    | Domain
    | Composite
    | Range
    | Sequence
    | Function
    | Aggregate
    | ForeignDataWrapper
    | ForeignServer
    | Table
    | Relationship
    | View
    | Statistics
    | DefaultPrivileges
    | Publication
    | EventTrigger
    | Verbatim
    | AccessModel
)
"""What a project stores one row of: everything that has its own name in the left rail, and the access model."""


class Design(Struct, frozen=True, kw_only=True, omit_defaults=True, dict=True):
    """A whole design. Order inside each tuple is not meaningful, except columns, enum values and keys."""

    schemas: tuple[Schema, ...] = ()
    extensions: tuple[Extension, ...] = ()
    roles: tuple[Role, ...] = ()
    collations: tuple[Collation, ...] = ()
    enums: tuple[Enum, ...] = ()
    domains: tuple[Domain, ...] = ()
    composites: tuple[Composite, ...] = ()
    ranges: tuple[Range, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    functions: tuple[Function, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()
    foreign_data_wrappers: tuple[ForeignDataWrapper, ...] = ()
    foreign_servers: tuple[ForeignServer, ...] = ()
    tables: tuple[Table, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    views: tuple[View, ...] = ()
    statistics: tuple[Statistics, ...] = ()
    default_privileges: tuple[DefaultPrivileges, ...] = ()
    publications: tuple[Publication, ...] = ()
    event_triggers: tuple[EventTrigger, ...] = ()
    verbatim: tuple[Verbatim, ...] = ()
    access_models: tuple[AccessModel, ...] = ()
    """What is stated of access: at most one. No SQL is written of it, but of what is compiled from it."""
    known_defaults: tuple[DefaultPrivileges, ...] = ()
    """What new objects are granted by themselves, where that is certain. Of all others everything is revoked first,
    because a database may grant more than the design knows of. Not a part of what is designed."""

    def definitions(self) -> Iterator[Definition]:
        """Every definition that SQL is written of, kind by kind, in the order of the fields above."""
        for kind in KINDS:
            yield from getattr(self, kind)

    @cached_property
    def by_id(self) -> dict[UUID, Definition]:
        """Definitions by id (not columns or constraints), with the access model."""
        return {definition.id: definition for definition in (*self.definitions(), *self.access_models)}

    @cached_property
    def tables_by_id(self) -> dict[UUID, Table]:
        return {table.id: table for table in self.tables}

    @cached_property
    def columns_by_id(self) -> dict[UUID, Column]:
        return {column.id: column for table in self.tables for column in table.columns}

    @cached_property
    def named_not_nulls(self) -> frozenset[tuple[str, str]]:
        """Schemas and names of the NOT NULL constraints that have a name of their own."""
        return frozenset((table.schema, row.name) for table in self.tables for row in table.not_nulls)

    def table(self, schema: str, name: str) -> Table:
        """The table of that name. Raises KeyError."""
        return self._tables_by_name[schema, name]

    @cached_property
    def _tables_by_name(self) -> dict[tuple[str, str], Table]:
        return {(table.schema, table.name): table for table in self.tables}


KINDS = (
    "schemas",
    "extensions",
    "roles",
    "collations",
    "enums",
    "domains",
    "composites",
    "ranges",
    "sequences",
    "functions",
    "aggregates",
    "foreign_data_wrappers",
    "foreign_servers",
    "tables",
    "relationships",
    "views",
    "statistics",
    "default_privileges",
    "publications",
    "event_triggers",
    "verbatim",
)
"""The kinds of definitions, as the field names of `Design`, in the order they are listed and written."""
STORED_KINDS = (*KINDS, "access_models")
"""All that a project stores."""

RELATION_KINDS = ("tables", "views", "sequences")
"""The kinds of relations that stand by themselves."""
TYPE_KINDS = ("enums", "domains", "composites", "ranges")
"""The kinds that are types only; tables and views bring a type of their name along."""
FUNCTION_KINDS = ("functions", "aggregates")
"""The kinds that are called, and told apart by their argument types."""

KIND_OF_TYPE: dict[type, str] = {
    Schema: "schemas",
    Extension: "extensions",
    Role: "roles",
    Collation: "collations",
    Enum: "enums",
    Domain: "domains",
    Composite: "composites",
    Range: "ranges",
    Sequence: "sequences",
    Function: "functions",
    Aggregate: "aggregates",
    ForeignDataWrapper: "foreign_data_wrappers",
    ForeignServer: "foreign_servers",
    Table: "tables",
    Relationship: "relationships",
    View: "views",
    Statistics: "statistics",
    DefaultPrivileges: "default_privileges",
    Publication: "publications",
    EventTrigger: "event_triggers",
    Verbatim: "verbatim",
    AccessModel: "access_models",
}
TYPE_OF_KIND: dict[str, type] = {kind: type_ for type_, kind in KIND_OF_TYPE.items()}


def kind_of(definition: Definition) -> str:
    """The kind a definition is listed under ("tables", "enums" …)."""
    return KIND_OF_TYPE[type(definition)]
