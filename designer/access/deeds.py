"""Deeds as statements: what a persona would send, naming only the columns that it may name."""

from __future__ import annotations

from designer.access.outcomes import Deed
from designer.access.personas import Persona
from designer.access.stages import Stage
from designer.postgres.quoting import quote_identifier
from designer.proofs.shapes import TableShape

_COLUMNS = """
select a.attrelid::int8, privilege, a.attname
from pg_catalog.pg_attribute a, unnest(array['SELECT', 'INSERT', 'UPDATE']) privilege
where a.attrelid = any(%s::oid[]) and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  and pg_catalog.has_column_privilege(%s, a.attrelid, a.attnum, privilege)"""


class DeedWriter:
    """Writes statements for the personas of a stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._granted: dict[str, dict[tuple[int, str], set[str]]] = {}

    def granted(self, table: TableShape, persona: Persona, privilege: str) -> set[str]:
        """The columns that the persona's role may name; the server decides later whether that is enough."""
        if persona.role not in self._granted:
            found: dict[tuple[int, str], set[str]] = {}
            self._granted[persona.role] = found
            oids = list(self._stage.fixtures.rows)
            for oid, name, column in self._stage.connection.execute(_COLUMNS, (oids, persona.role)):
                found.setdefault((oid, name), set()).add(column)
        return self._granted[persona.role].get((table.oid, privilege), set())

    def columns(self, table: TableShape, persona: Persona, privilege: str) -> list[str]:
        """In the table's order; all of them where none is granted, so that the server says no."""
        granted = self.granted(table, persona, privilege)
        usable = [column.name for column in table.columns if not column.generated]
        return [name for name in usable if name in granted] or usable

    def write_end(self, table: TableShape, persona: Persona, deed: Deed) -> str | None:
        """What follows the values of an INSERT; None where the table has no key that an upsert could meet."""
        if deed is Deed.RETURNING:
            readable = ", ".join(map(quote_identifier, self.columns(table, persona, "SELECT")))
            return f" returning {readable or 'null'}"
        if deed is not Deed.UPSERT:
            return ""
        keys = [name for row in table.constraints if row.kind == "p" for name in table.names(row.keys)]
        if not keys or not set(keys) <= set(self.columns(table, persona, "INSERT")):
            return None
        column = quote_identifier(self._updated_column(table, persona))
        return f" on conflict ({', '.join(map(quote_identifier, keys))}) do update set {column} = excluded.{column}"

    def write_update(self, table: TableShape, persona: Persona) -> str:
        """Sets a column to itself."""
        name = self._updated_column(table, persona)
        # A table without columns has nothing to set; the server says so.
        column = quote_identifier(name)
        return f"update {quoted(table)} set {column} = {column}"  # noqa: S608 - quoted

    def _updated_column(self, table: TableShape, persona: Persona) -> str:
        """One that may be read too, and no key, where there is one."""
        names = self.columns(table, persona, "UPDATE")
        readable = self.granted(table, persona, "SELECT")
        keys = {name for row in table.constraints if row.kind in "pf" for name in table.names(row.keys)}
        fixed = {column.name for column in table.columns if column.identity == "a"}
        names.sort(key=lambda name: (name in fixed, name not in readable, name in keys))
        return names[0] if names else "ctid"


def quoted(table: TableShape) -> str:
    """The table's name as statements write it."""
    return f"{quote_identifier(table.schema)}.{quote_identifier(table.name)}"
