"""Tables and what lives on them."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from designer.design.access import Grant, Policy
from designer.design.types import TypeRef


class Identity(StrEnum):
    """How an identity column treats values the user supplies."""

    ALWAYS = "always"
    BY_DEFAULT = "by default"


class SequenceOptions(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Options of a sequence; None means PostgreSQL's default for the type and direction."""

    start: int | None = None
    increment: int = 1
    minimum: int | None = None
    maximum: int | None = None
    cache: int = 1
    cycles: bool = False


class Column(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A column. `generated` is the expression of a generated column, stored unless `is_virtual` (PostgreSQL 18)."""

    id: UUID
    name: str
    type: TypeRef
    is_nullable: bool = True
    default: str | None = None
    identity: Identity | None = None
    identity_options: SequenceOptions | None = None
    identity_sequence: str | None = None
    """Name of the identity's sequence (in the table's schema) where it is not PostgreSQL's own choice."""
    identity_grants: tuple[Grant, ...] = ()
    """Privileges on the identity's sequence."""
    generated: str | None = None
    is_virtual: bool = False
    collation: str | None = None
    storage: str | None = None
    compression: str | None = None
    statistics_target: int | None = None
    """How finely ANALYZE looks at the column, 0 to 10000; None is the server's `default_statistics_target`."""
    options: tuple[tuple[str, str], ...] = ()
    """What ANALYZE shall believe instead of counting: n_distinct, n_distinct_inherited."""
    foreign_options: tuple[tuple[str, str], ...] = ()
    """What the server is told of the column of a foreign table."""
    comment: str | None = None


class InheritedColumn(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a child table (INHERITS) sets on a column that it only has from a parent; None is what the parent has.

    A `default` of NULL takes the parent's away.
    """

    column_id: UUID
    default: str | None = None
    storage: str | None = None
    compression: str | None = None
    statistics_target: int | None = None
    options: tuple[tuple[str, str], ...] = ()


class NotNull(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A NOT NULL that is more than its column's `is_nullable` says. Only PostgreSQL 18 stores most of it.

    Its name is not PostgreSQL's own `<table>_<column>_not_null`, it has a property or a comment, or it is on a column
    that the table only inherits. A column whose NOT NULL is not validated counts as nullable: rows may break it.
    """

    column_id: UUID
    name: str
    is_validated: bool = True
    no_inherit: bool = False
    comment: str | None = None


class Key(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A primary key or unique constraint. Columns by id, so a rename does not touch it."""

    id: UUID
    name: str
    column_ids: tuple[UUID, ...]
    include: tuple[UUID, ...] = ()
    nulls_distinct: bool = True
    is_deferrable: bool = False
    is_initially_deferred: bool = False
    without_overlaps: bool = False
    options: tuple[tuple[str, str], ...] = ()
    """Storage options of the index behind it (fillfactor …)."""
    comment: str | None = None


class Check(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A CHECK constraint; `expression` without the outer CHECK ( … )."""

    id: UUID
    name: str
    expression: str
    is_validated: bool = True
    is_enforced: bool = True
    no_inherit: bool = False
    comment: str | None = None


class Exclusion(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An EXCLUDE constraint, kept as the server prints it (`pg_get_constraintdef`)."""

    id: UUID
    name: str
    definition: str
    comment: str | None = None


class IndexKey(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One key of an index: a column by id, or an expression. Exactly one of the two is set."""

    column_id: UUID | None = None
    expression: str | None = None
    opclass: str | None = None
    collation: str | None = None
    is_descending: bool = False
    nulls_first: bool | None = None
    """None is the default of the direction: last when ascending, first when descending."""


class Index(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An index on one table or materialized view; `predicate` makes it partial, `include` covering."""

    id: UUID
    name: str
    keys: tuple[IndexKey, ...]
    method: str = "btree"
    is_unique: bool = False
    nulls_distinct: bool = True
    include: tuple[UUID, ...] = ()
    predicate: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    statistics_targets: tuple[tuple[int, int], ...] = ()
    """Of keys that are expressions: their place, from 1, and the target."""
    attached_to: UUID | None = None
    """On a partition: the parent's index this one belongs to, if it does."""
    comment: str | None = None


class Trigger(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A trigger on a table or view. `events` in lower case: insert, update, delete, truncate.

    The function is referred to by `function_id` when it is the project's, else by its qualified `function_name`.
    `enabled` is O (origin, the default), D (disabled), R (replica) or A (always), as in `pg_trigger.tgenabled`.
    """

    id: UUID
    name: str
    timing: str
    events: tuple[str, ...]
    update_column_ids: tuple[UUID, ...] = ()
    for_each_row: bool = False
    condition: str | None = None
    function_id: UUID | None = None
    function_name: str = ""
    arguments: tuple[str, ...] = ()
    old_table: str | None = None
    new_table: str | None = None
    is_constraint: bool = False
    is_deferrable: bool = False
    is_initially_deferred: bool = False
    enabled: str = "O"
    comment: str | None = None


class Rule(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rewrite rule on a table or view, except those that views are made of. `event` as in triggers, or select.

    `action` is what stands after DO [INSTEAD]: NOTHING, one statement, or several in parentheses. `enabled` is as on
    `Trigger`.
    """

    id: UUID
    name: str
    event: str
    action: str
    condition: str | None = None
    is_instead: bool = False
    enabled: str = "O"
    comment: str | None = None


class Partitioning(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a partitioned table splits its rows: `strategy` is range, list or hash."""

    strategy: str
    keys: tuple[IndexKey, ...]


class PartitionOf(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The parent of a partition and its bound as the server prints it ("FOR VALUES FROM … TO …", "DEFAULT")."""

    table_id: UUID
    bound: str


class ForeignTable(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the rows of a foreign table are."""

    server_id: UUID
    options: tuple[tuple[str, str], ...] = ()


class Table(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A table with everything that lives on it except foreign keys, which are relationships of the design.

    `is_managed` marks a table of the platform (auth.users, storage.objects): known so that others can refer to it and
    so that the project's own triggers and policies on it have a home; never created, altered or dropped.
    """

    id: UUID
    schema: str
    name: str
    is_managed: bool = False
    columns: tuple[Column, ...] = ()
    primary_key: Key | None = None
    unique_keys: tuple[Key, ...] = ()
    checks: tuple[Check, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    not_nulls: tuple[NotNull, ...] = ()
    inherited_columns: tuple[InheritedColumn, ...] = ()
    indexes: tuple[Index, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    rules: tuple[Rule, ...] = ()
    policies: tuple[Policy, ...] = ()
    grants: tuple[Grant, ...] = ()
    has_rls: bool = False
    forces_rls: bool = False
    is_unlogged: bool = False
    partitioning: Partitioning | None = None
    partition_of: PartitionOf | None = None
    inherits: tuple[UUID, ...] = ()
    foreign: ForeignTable | None = None
    options: tuple[tuple[str, str], ...] = ()
    replica_identity: str = "d"
    """As in `pg_class.relreplident`: d default, n nothing, f full, or the name of an index."""
    clustered_on: UUID | None = None
    """The index, key or exclusion that CLUSTER without a name sorts the rows by."""
    owner: str | None = None
    comment: str | None = None
