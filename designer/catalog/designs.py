"""A live database as a design."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from psycopg import Connection

from designer.catalog.aggregates import read_aggregates
from designer.catalog.collations import read_collations
from designer.catalog.constraints import read_relationships
from designer.catalog.databases import read_event_triggers, read_publications
from designer.catalog.default_privileges import read_default_privileges
from designer.catalog.foreign import read_foreign_data_wrappers, read_foreign_servers
from designer.catalog.functions import read_functions
from designer.catalog.lookups import Lookup
from designer.catalog.schemas import read_extensions, read_roles, read_schemas
from designer.catalog.sequences import read_sequences
from designer.catalog.snapshots import read_rows
from designer.catalog.statistics import read_statistics
from designer.catalog.tables import read_tables
from designer.catalog.types import read_composites, read_domains, read_enums, read_ranges
from designer.catalog.views import read_views
from designer.design import Design


def read_design(connection: Connection[Any], *, roles: Collection[str] = (), has_legacy_grants: bool = False) -> Design:
    """The project's part of a database, by a fixed number of queries in one snapshot. Raises psycopg.Error.

    `has_legacy_grants` says which default privileges the platform itself set (see GrantMode).

    Roles are shared by all databases of a server: read are those that this database uses, and those named by `roles`.

    Expressions are PostgreSQL's own words with every name schema-qualified; ids are derived from names, so two readings
    match by name. What belongs to an extension or to the platform is left out; what is not modelled is left to
    `designer.catalog.verbatim`.
    """
    lookup = Lookup(read_rows(connection))
    return Design(
        schemas=read_schemas(lookup),
        extensions=read_extensions(lookup),
        roles=read_roles(lookup, roles),
        collations=read_collations(lookup),
        enums=read_enums(lookup),
        domains=read_domains(lookup),
        composites=read_composites(lookup),
        ranges=read_ranges(lookup),
        sequences=read_sequences(lookup),
        functions=read_functions(lookup),
        aggregates=read_aggregates(lookup),
        foreign_data_wrappers=read_foreign_data_wrappers(lookup),
        foreign_servers=read_foreign_servers(lookup),
        tables=read_tables(lookup),
        relationships=read_relationships(lookup),
        views=read_views(lookup),
        statistics=read_statistics(lookup),
        default_privileges=read_default_privileges(lookup, has_legacy_grants=has_legacy_grants),
        publications=read_publications(lookup),
        event_triggers=read_event_triggers(lookup),
    )
