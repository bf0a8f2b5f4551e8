"""What belongs to the database as a whole: publications and event triggers."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

PUBLISHED_OPERATIONS = ("insert", "update", "delete", "truncate")
"""What a publication can publish, all of it by default."""


class PublishedTable(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One table of a publication: all columns or some, all rows or those where `predicate` holds.

    A table that the design does not have is named by `table_name`, qualified and quoted.
    """

    table_id: UUID | None = None
    table_name: str = ""
    column_ids: tuple[UUID, ...] = ()
    predicate: str | None = None


class Publication(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is published for logical replication; Supabase's Realtime listens to the one named supabase_realtime.

    `is_managed` marks that one: it exists in every project and publishes nothing by itself. `schemas` are those all of
    whose tables are published. `generated_columns` is "none" or "stored" (PostgreSQL 18).
    """

    id: UUID
    name: str
    is_managed: bool = False
    has_all_tables: bool = False
    schemas: tuple[str, ...] = ()
    tables: tuple[PublishedTable, ...] = ()
    operations: tuple[str, ...] = PUBLISHED_OPERATIONS
    via_root: bool = False
    generated_columns: str = "none"
    owner: str | None = None
    comment: str | None = None


class EventTrigger(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A function that runs at commands of a kind ("ddl_command_end"); `tags` empty means every command.

    `function_id`, `function_name` and `enabled` are as on `Trigger`.
    """

    id: UUID
    name: str
    event: str
    tags: tuple[str, ...] = ()
    function_id: UUID | None = None
    function_name: str = ""
    enabled: str = "O"
    comment: str | None = None
