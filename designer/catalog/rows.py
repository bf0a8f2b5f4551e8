"""What the catalog queries return: one Struct per .sql file in `queries/`, one field per column of its result.

Object identifiers stay the text PostgreSQL prints; they only tie rows together and never leave this package.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

Oid: TypeAlias = str
NO_OID: Oid = "0"


class SchemaRow(Struct, frozen=True):
    oid: Oid
    name: str


class ExtensionRow(Struct, frozen=True):
    oid: Oid
    name: str
    schema: str
    version: str | None
    comment: str | None


class RoleRow(Struct, frozen=True):
    oid: Oid
    name: str
    can_login: bool
    inherits: bool
    creates_databases: bool
    creates_roles: bool
    bypasses_rls: bool
    connection_limit: int
    member_of: tuple[str, ...]
    members: tuple[str, ...]
    settings: tuple[str, ...] | None
    comment: str | None
    is_used: bool


class CollationRow(Struct, frozen=True):
    oid: Oid
    schema: str
    name: str
    provider: str
    locale: str | None
    lc_collate: str | None
    lc_ctype: str | None
    is_deterministic: bool
    rules: str | None


class TypeRow(Struct, frozen=True):
    oid: Oid
    schema: str
    name: str
    kind: str
    relation: Oid
    has_acl: bool
    labels: tuple[str, ...]
    base_type: Oid | None
    base_name: str | None
    base_dimensions: int
    is_nullable: bool
    default_expression: str | None
    collation: str | None


class RangeRow(Struct, frozen=True):
    oid: Oid
    schema: str
    name: str
    has_acl: bool
    multirange: Oid
    multirange_name: str
    subtype: Oid
    subtype_name: str
    subtype_dimensions: int
    opclass: str | None
    collation: str | None
    subtype_diff: Oid | None
    subtype_diff_name: str | None


class RelationRow(Struct, frozen=True):
    oid: Oid
    schema: str
    name: str
    kind: str
    is_typed: bool
    is_unlogged: bool
    has_rls: bool
    forces_rls: bool
    is_populated: bool
    replica_identity: str
    options: tuple[str, ...]
    partition_bound: str | None
    partition_key: str | None
    partition_columns: tuple[int, ...] | None
    query: str | None
    server: Oid | None
    foreign_options: tuple[str, ...] | None
    parents: tuple[Oid, ...]


class ColumnRow(Struct, frozen=True):
    relation: Oid
    number: int
    name: str
    type: Oid
    type_name: str
    dimensions: int
    is_nullable: bool
    identity: str
    generated: str
    is_local: bool
    expression: str | None
    collation: str | None
    storage: str | None
    compression: str
    statistics_target: int | None
    options: tuple[str, ...] | None
    foreign_options: tuple[str, ...] | None


class ConstraintRow(Struct, frozen=True):
    oid: Oid
    relation: Oid
    domain: Oid
    name: str
    kind: str
    columns: tuple[int, ...] | None
    index: Oid
    target: Oid
    target_columns: tuple[int, ...] | None
    set_columns: tuple[int, ...] | None
    on_delete: str
    on_update: str
    match_type: str
    is_deferrable: bool
    is_initially_deferred: bool
    is_validated: bool
    is_local: bool
    no_inherit: bool
    parent: Oid
    is_enforced: bool
    is_temporal: bool
    expression: str | None
    definition: str | None


class NotNullRow(Struct, frozen=True):
    relation: Oid
    column: int
    name: str | None
    is_validated: bool
    no_inherit: bool
    oid: Oid


class IndexRow(Struct, frozen=True):
    oid: Oid
    relation: Oid
    name: str
    method: str
    is_valid: bool
    is_unique: bool
    nulls_distinct: bool
    key_count: int
    columns: tuple[int, ...]
    sort_bits: tuple[int, ...]
    options: tuple[str, ...] | None
    parent: Oid | None
    constraint_kind: str | None
    key_names: tuple[str, ...]
    keys: tuple[str, ...] | None
    definition: str | None
    predicate: str | None
    is_clustered: bool
    statistics_targets: tuple[tuple[int, int], ...]


class TriggerRow(Struct, frozen=True):
    oid: Oid
    relation: Oid
    name: str
    type_bits: int
    function: Oid
    function_schema: str
    function_name: str
    columns: tuple[int, ...]
    arguments: str
    old_table: str | None
    new_table: str | None
    is_constraint: bool
    has_source: bool
    is_deferrable: bool
    is_initially_deferred: bool
    enabled: str
    definition: str | None


class ForeignDataWrapperRow(Struct, frozen=True):
    oid: Oid
    name: str
    handler: str | None
    validator: str | None
    options: tuple[str, ...]
    is_of_extension: bool


class ForeignServerRow(Struct, frozen=True):
    oid: Oid
    name: str
    wrapper: Oid
    type: str | None
    version: str | None
    options: tuple[str, ...] | None


class RuleRow(Struct, frozen=True):
    oid: Oid
    relation: Oid
    name: str
    event: str
    is_instead: bool
    enabled: str
    definition: str


class StatisticsRow(Struct, frozen=True):
    oid: Oid
    relation: Oid
    schema: str
    name: str
    columns: tuple[int, ...]
    keys: tuple[str, ...] | None
    kinds: tuple[str, ...]
    target: int | None


class PolicyRow(Struct, frozen=True):
    oid: Oid
    relation: Oid
    name: str
    command: str
    is_permissive: bool
    roles: tuple[str, ...]
    using_expression: str | None
    check_expression: str | None


class SequenceRow(Struct, frozen=True):
    oid: Oid
    schema: str
    name: str
    type: str
    start: int
    increment: int
    minimum: int
    maximum: int
    cache: int
    cycles: bool
    is_unlogged: bool
    owned: str | None
    owner_relation: Oid | None
    owner_column: int | None


class ArgumentRow(Struct, frozen=True):
    type: str
    name: str
    mode: str
    default_expression: str | None


class FunctionRow(Struct, frozen=True):
    oid: Oid
    schema: str
    name: str
    kind: str
    signature: str
    language: str
    source: str
    library: str | None
    sql_body: str | None
    result: str | None
    returns_set: bool
    volatility: str
    is_strict: bool
    is_security_definer: bool
    is_leakproof: bool
    parallel: str
    cost: float
    rows: float
    support: str | None
    settings: tuple[str, ...] | None
    has_acl: bool
    transforms: tuple[str, ...]
    arguments: tuple[ArgumentRow, ...] | None


class TransitionRow(Struct, frozen=True):
    transition: Oid
    type: str
    space: int
    final: Oid
    has_extra: bool
    modify: str
    initial: str | None
    inverse: Oid


class AggregateRow(Struct, frozen=True):
    """`functions` has the qualified names of all functions it works with."""

    oid: Oid
    schema: str
    name: str
    signature: str
    kind: str
    direct: int
    parallel: str
    has_acl: bool
    arguments: tuple[ArgumentRow, ...] | None
    sort_operator: str | None
    plain: TransitionRow
    moving: TransitionRow | None
    combine: Oid
    serialize: Oid
    deserialize: Oid
    functions: dict[Oid, str]


class GrantRow(Struct, frozen=True, rename={"class_": "class"}):
    """`class_` is schema, relation, function or type; `subobject` the number of a column, or 0."""

    class_: str
    object: Oid
    subobject: int
    grantee: str
    with_grant_option: bool
    privileges: tuple[str, ...]


class DefaultGrantRow(Struct, frozen=True):
    grantee: str
    with_grant_option: bool
    privileges: tuple[str, ...]


class DefaultPrivilegesRow(Struct, frozen=True):
    """`grants` is None where the catalog has no entry."""

    role: str
    schema: str
    object_type: str
    grants: tuple[DefaultGrantRow, ...] | None
    own_grants: tuple[DefaultGrantRow, ...]
    """What PostgreSQL itself gives on a new object: the maker's privileges, and PUBLIC's."""


class PublishedTableRow(Struct, frozen=True):
    relation: Oid
    schema: str
    name: str
    columns: tuple[int, ...] | None
    predicate: str | None


class PublicationRow(Struct, frozen=True):
    oid: Oid
    name: str
    all_tables: bool
    operations: tuple[str, ...]
    via_root: bool
    generated_columns: str
    schemas: tuple[str, ...]
    tables: tuple[PublishedTableRow, ...]


class EventTriggerRow(Struct, frozen=True):
    oid: Oid
    name: str
    event: str
    tags: tuple[str, ...]
    function: Oid
    function_schema: str
    function_name: str
    enabled: str


class OwnerRow(Struct, frozen=True, rename={"class_": "class"}):
    """The owner of one object where it is not `postgres`; `class_` as in `CommentRow`."""

    class_: str
    object: Oid
    owner: str


class CommentRow(Struct, frozen=True, rename={"class_": "class"}):
    """`class_` is the system catalog that holds the object (pg_class, pg_type …)."""

    class_: str
    object: Oid
    number: int
    text: str


class Rows(Struct, frozen=True):
    """Everything one reading of the catalogs returned. The field names are the names of the .sql files."""

    schemas: tuple[SchemaRow, ...]
    extensions: tuple[ExtensionRow, ...]
    roles: tuple[RoleRow, ...]
    collations: tuple[CollationRow, ...]
    types: tuple[TypeRow, ...]
    ranges: tuple[RangeRow, ...]
    relations: tuple[RelationRow, ...]
    columns: tuple[ColumnRow, ...]
    constraints: tuple[ConstraintRow, ...]
    not_nulls: tuple[NotNullRow, ...]
    indexes: tuple[IndexRow, ...]
    triggers: tuple[TriggerRow, ...]
    foreign_data_wrappers: tuple[ForeignDataWrapperRow, ...]
    foreign_servers: tuple[ForeignServerRow, ...]
    rules: tuple[RuleRow, ...]
    statistics: tuple[StatisticsRow, ...]
    policies: tuple[PolicyRow, ...]
    sequences: tuple[SequenceRow, ...]
    functions: tuple[FunctionRow, ...]
    default_privileges: tuple[DefaultPrivilegesRow, ...]
    publications: tuple[PublicationRow, ...]
    event_triggers: tuple[EventTriggerRow, ...]
    aggregates: tuple[AggregateRow, ...]
    grants: tuple[GrantRow, ...]
    owners: tuple[OwnerRow, ...]
    comments: tuple[CommentRow, ...]
