"""Foreign-data wrappers, servers and where foreign tables are, from their catalog rows."""

from __future__ import annotations

from designer.catalog.lookups import Lookup
from designer.catalog.options import split_settings
from designer.catalog.rows import ForeignDataWrapperRow, ForeignServerRow, RelationRow
from designer.design import ForeignDataWrapper, ForeignServer, ForeignTable, id_from_path


def read_foreign_data_wrappers(lookup: Lookup) -> tuple[ForeignDataWrapper, ...]:
    """The wrappers that no extension brings."""
    return tuple(_wrapper(row, lookup) for row in lookup.rows.foreign_data_wrappers if not row.is_of_extension)


def read_foreign_servers(lookup: Lookup) -> tuple[ForeignServer, ...]:
    """All servers but those of extensions."""
    wrappers = {row.oid: row for row in lookup.rows.foreign_data_wrappers}
    return tuple(_server(row, wrappers[row.wrapper], lookup) for row in lookup.rows.foreign_servers)


def read_foreign_table(relation: RelationRow, lookup: Lookup) -> ForeignTable | None:
    """The server of a foreign table and what it is told; None for any other."""
    if relation.server is None:
        return None
    server = next(row for row in lookup.rows.foreign_servers if row.oid == relation.server)
    server_id = id_from_path("foreign server", server.name)
    return ForeignTable(server_id=server_id, options=split_settings(relation.foreign_options))


def _wrapper(row: ForeignDataWrapperRow, lookup: Lookup) -> ForeignDataWrapper:
    return ForeignDataWrapper(
        id=id_from_path("foreign data wrapper", row.name),
        name=row.name,
        handler=row.handler,
        validator=row.validator,
        options=split_settings(row.options),
        grants=lookup.grants("foreign data wrapper", row.oid),
        comment=lookup.comment("pg_foreign_data_wrapper", row.oid),
    )


def _server(row: ForeignServerRow, wrapper: ForeignDataWrapperRow, lookup: Lookup) -> ForeignServer:
    return ForeignServer(
        id=id_from_path("foreign server", row.name),
        name=row.name,
        wrapper_id=None if wrapper.is_of_extension else id_from_path("foreign data wrapper", wrapper.name),
        wrapper_name=wrapper.name if wrapper.is_of_extension else "",
        type=row.type,
        version=row.version,
        options=split_settings(row.options),
        grants=lookup.grants("foreign server", row.oid),
        owner=lookup.owner("pg_foreign_server", row.oid),
        comment=lookup.comment("pg_foreign_server", row.oid),
    )
