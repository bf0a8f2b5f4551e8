"""Foreign-data wrappers, servers, and what a foreign table and its columns tell their server."""

from __future__ import annotations

from designer.design import Column, Design, DesignerError, ForeignDataWrapper, ForeignServer, Table
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.sql.names import name_of
from designer.sql.options import Options, compare_options


def write_create_wrapper(wrapper: ForeignDataWrapper, _: Design) -> list[str]:
    """CREATE FOREIGN DATA WRAPPER, which the platform lets `postgres` do and PostgreSQL only a superuser."""
    text = f"create foreign data wrapper {quote_identifier(wrapper.name)}"
    text += f" handler {wrapper.handler}" if wrapper.handler else ""
    text += f" validator {wrapper.validator}" if wrapper.validator else ""
    return [text + write_foreign_options(wrapper.options)]


def write_create_server(server: ForeignServer, design: Design) -> list[str]:
    text = f"create server {quote_identifier(server.name)}"
    text += f" type {quote_literal(server.type)}" if server.type is not None else ""
    text += f" version {quote_literal(server.version)}" if server.version is not None else ""
    text += f" foreign data wrapper {quote_identifier(_wrapper_name(server, design))}"
    return [text + write_foreign_options(server.options)]


def write_alter_server(old: ForeignServer, new: ForeignServer, _: Design) -> list[str] | None:
    """Version and options; None where the wrapper or type differs."""
    if (old.wrapper_id, old.wrapper_name, old.type) != (new.wrapper_id, new.wrapper_name, new.type):
        return None
    if old.version is not None and new.version is None:
        return None
    head = f"alter server {quote_identifier(new.name)}"
    version = f" version {quote_literal(new.version)}" if old.version != new.version and new.version else ""
    options = _changed_options(old.options, new.options)
    return [head + version + options] if version or options else []


def write_server_clause(table: Table, design: Design) -> str:
    """` server … options (…)` on a line of its own for a foreign table, or nothing."""
    if table.foreign is None:
        return ""
    server = design.by_id.get(table.foreign.server_id)
    if not isinstance(server, ForeignServer):
        raise DesignerError(f"Table {table.schema}.{table.name} is on a server that is not in the design. Choose one.")
    return f"\nserver {quote_identifier(server.name)}{write_foreign_options(table.foreign.options)}"


def write_alter_foreign_options(old: Table, new: Table) -> list[str]:
    """OPTIONS of the table as a whole."""
    before, after = (table.foreign.options if table.foreign else () for table in (old, new))
    options = _changed_options(before, after)
    return [f"alter foreign table {name_of(new)}{options}"] if options else []


def write_alter_column_options(old: Column, new: Column, table: Table) -> list[str]:
    """OPTIONS of one column of a foreign table."""
    options = _changed_options(old.foreign_options, new.foreign_options)
    column = quote_identifier(new.name)
    return [f"alter foreign table {name_of(table)} alter column {column}{options}"] if options else []


def write_foreign_options(options: Options) -> str:
    """` options (name 'value', …)`, or nothing."""
    pairs = ", ".join(f"{quote_identifier(name)} {quote_literal(value)}" for name, value in options)
    return f" options ({pairs})" if pairs else ""


def _changed_options(old: Options, new: Options) -> str:
    changed, gone = compare_options(old, new)
    names = {name for name, _ in old}
    words = [
        f"{'set' if name in names else 'add'} {quote_identifier(name)} {quote_literal(value)}"
        for name, value in changed
    ]
    words += [f"drop {quote_identifier(name)}" for name in gone]
    return f" options ({', '.join(words)})" if words else ""


def _wrapper_name(server: ForeignServer, design: Design) -> str:
    if server.wrapper_id is None:
        return server.wrapper_name
    wrapper = design.by_id.get(server.wrapper_id)
    if not isinstance(wrapper, ForeignDataWrapper):
        raise DesignerError(f"Server {server.name} needs a foreign-data wrapper that is not in the design. Choose one.")
    return wrapper.name
