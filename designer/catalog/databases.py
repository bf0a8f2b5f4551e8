"""What belongs to the database as a whole, from its catalog rows: publications and event triggers."""

from __future__ import annotations

from designer.catalog.deparsed import strip_parentheses
from designer.catalog.lookups import Lookup, is_managed
from designer.catalog.rows import EventTriggerRow, PublicationRow, PublishedTableRow
from designer.design import EventTrigger, Publication, PublishedTable, id_from_path
from designer.postgres.platform import PLATFORM_PUBLICATIONS
from designer.postgres.quoting import quote_name

_GENERATED = {"n": "none", "s": "stored"}


def read_publications(lookup: Lookup) -> tuple[Publication, ...]:
    """The project's publications, and the platform's where the project publishes something by it."""
    publications = (_publication(row, lookup) for row in lookup.rows.publications)
    return tuple(row for row in publications if not _is_untouched(row))


def read_event_triggers(lookup: Lookup) -> tuple[EventTrigger, ...]:
    """The event triggers that call functions of the project."""
    return tuple(
        _event_trigger(row, lookup) for row in lookup.rows.event_triggers if not is_managed(row.function_schema)
    )


def _publication(row: PublicationRow, lookup: Lookup) -> Publication:
    return Publication(
        id=id_from_path("publication", row.name),
        name=row.name,
        is_managed=row.name in PLATFORM_PUBLICATIONS,
        has_all_tables=row.all_tables,
        schemas=row.schemas,
        tables=tuple(_table(table, lookup) for table in row.tables),
        operations=row.operations,
        via_root=row.via_root,
        generated_columns=_GENERATED[row.generated_columns],
        owner=lookup.owner("pg_publication", row.oid),
        comment=lookup.comment("pg_publication", row.oid),
    )


def _is_untouched(publication: Publication) -> bool:
    nothing = Publication(id=publication.id, name=publication.name, is_managed=True)
    return publication == nothing


def _table(row: PublishedTableRow, lookup: Lookup) -> PublishedTable:
    predicate = None if row.predicate is None else strip_parentheses(row.predicate)
    table_id = lookup.table_ids.get(row.relation)
    if table_id is None:
        return PublishedTable(table_name=quote_name(row.schema, row.name), predicate=predicate)
    return PublishedTable(table_id=table_id, column_ids=lookup.ids_of(row.relation, row.columns), predicate=predicate)


def _event_trigger(row: EventTriggerRow, lookup: Lookup) -> EventTrigger:
    function_id = lookup.function_ids.get(row.function)
    return EventTrigger(
        id=id_from_path("event trigger", row.name),
        name=row.name,
        event=row.event,
        tags=row.tags,
        function_id=function_id,
        function_name="" if function_id else quote_name(row.function_schema, row.function_name),
        enabled=row.enabled,
        comment=lookup.comment("pg_event_trigger", row.oid),
    )
