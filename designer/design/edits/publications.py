"""Publications, as other edits touch them: what is removed is no longer published, as PostgreSQL has it."""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import replace

from designer.design.databases import Publication, PublishedTable
from designer.design.designs import Design
from designer.design.edits.definitions import put, remove


def unpublish_table(design: Design, table_id: UUID) -> Design:
    """Takes a table out of every publication."""
    for publication in design.publications:
        kept = tuple(row for row in publication.tables if row.table_id != table_id)
        if kept != publication.tables:
            design = _keep(design, replace(publication, tables=kept))
    return design


def unpublish_column(design: Design, column_id: UUID) -> Design:
    """Takes a column out of the lists of columns; a table of which no listed column is left goes too.

    A condition on rows that names the column is for the caller to refuse.
    """
    for publication in design.publications:
        rows = (_without_column(row, column_id) for row in publication.tables)
        kept = tuple(row for row in rows if row is not None)
        if kept != publication.tables:
            design = _keep(design, replace(publication, tables=kept))
    return design


def _without_column(row: PublishedTable, column_id: UUID) -> PublishedTable | None:
    if column_id not in row.column_ids:
        return row
    left = tuple(id_ for id_ in row.column_ids if id_ != column_id)
    return replace(row, column_ids=left) if left else None


def _keep(design: Design, publication: Publication) -> Design:
    """The platform's own publication is only in a design while the project publishes something by it."""
    nothing = Publication(id=publication.id, name=publication.name, is_managed=True)
    return remove(design, publication.id) if publication == nothing else put(design, publication)
