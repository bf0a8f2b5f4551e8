"""Planning: a statement explained and timed as a persona and without policies, with more rows if that is wished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from designer.access.explaining.plans import Json, Plan, mark_plan, read_plan, signals_of
from designer.access.explaining.relations import KnownRelation
from designer.access.explaining.requests import Request
from designer.access.personas import Persona
from designer.access.stages import Stage
from designer.postgres.quoting import quote_identifier
from designer.proofs.shapes import ColumnShape, TableShape
from designer.sandbox.sessions import Rows, run_text

PLAN_SECONDS = 20
MOST_ADDED = 200_000
_EXPLAIN = "explain (analyze, buffers, verbose, format json)"
_AS_OWNER = "set local role postgres;"
_FRESH = {
    "int2": "({name} + n)::int2",
    "int4": "({name} + 100000 + n)::int4",
    "int8": "{name} + 100000 + n",
    "numeric": "{name} + 100000 + n",
    "uuid": "pg_catalog.md5({seed})::uuid",
    "text": "{name} || {seed}",
    "varchar": "{name} || {seed}",
    "citext": "{name}::text || {seed}",
}
"""How another value of a type is made of a row's and a number."""
_GROUP = 20
"""Rows that are added for one value of a foreign key: as many for each owner or tenant."""


class Planner:
    """Plans one statement of one persona."""

    def __init__(self, stage: Stage, persona: Persona, relations: Sequence[KnownRelation]) -> None:
        self._stage = stage
        self._persona = persona
        self._relations = relations

    def plan(self, request: Request, more_rows: int) -> Plan:
        """With `more_rows` copies in every table that the plan reads; all of it is taken back."""
        remarks: list[str] = []
        added: list[tuple[str, int]] = []
        with self._stage.acting(self._persona) as error:
            connection = self._stage.connection
            error = error or run_text(connection, f"{_AS_OWNER} set local statement_timeout = {PLAN_SECONDS * 1000}")
            if error is not None:
                return Plan(refusal=error.message)
            for table in self._read_tables(request) if more_rows else ():
                refusal = self._add(table, min(more_rows, MOST_ADDED))
                if refusal:
                    remarks.append(f"{table.schema}.{table.name} has no more rows: {refusal}")
                else:
                    added.append((f"{table.schema}.{table.name}", more_rows))
            free = self._explain(request, _AS_OWNER)
            mine = self._explain(request, self._persona.become())
        if isinstance(mine, str):
            return Plan(refusal=mine)
        return self._marked(mine, free, added, remarks)

    def _marked(self, mine: Json, free: Json | str, added: list[tuple[str, int]], remarks: list[str]) -> Plan:
        if isinstance(free, str):
            remarks = [*remarks, f"What policies added cannot be marked: without them PostgreSQL says {free}."]
        nodes = mark_plan(mine, mine if isinstance(free, str) else free)
        return Plan(
            nodes=nodes,
            signals=tuple(signals_of(nodes, self._columns(), self._functions())),
            planning_milliseconds=float(mine.get("Planning Time", 0)),
            milliseconds=float(mine.get("Execution Time", 0)),
            free_milliseconds=0 if isinstance(free, str) else float(free.get("Execution Time", 0)),
            added_rows=tuple(added),
            remarks=tuple(remarks),
        )

    def _explain(self, request: Request, before: str, how: str = _EXPLAIN) -> Json | str:
        """The plan, or why there is none. A savepoint takes back what ANALYZE did."""
        connection, rows = self._stage.connection, Rows()
        error = run_text(connection, f"savepoint planning; {before}")
        error = error or run_text(connection, f"{how} {request.text}", rows=rows)
        run_text(connection, f"rollback to savepoint planning; {_AS_OWNER}")
        if error is not None:
            return error.message
        return read_plan(rows.rows[-1][0] or "[]")

    def _read_tables(self, request: Request) -> list[TableShape]:
        """The project's tables that the plan names."""
        planned = self._explain(request, self._persona.become(), "explain (verbose, format json)")
        names = set() if isinstance(planned, str) else set(_names(planned["Plan"]))
        shapes = (self._stage.fixtures.shapes.tables[oid] for oid in self._stage.fixtures.rows)
        return [table for table in shapes if (table.schema, table.name) in names and not table.is_partition]

    def _add(self, table: TableShape, count: int) -> str:
        """Copies rows with fresh keys, which belong to nobody there is; the reason where that cannot be done."""
        columns = {column.name: self._fresh(table, column) for column in table.columns if not column.generated}
        impossible = [name for name, value in columns.items() if value is None]
        if impossible:
            return f"{impossible[0]} is a key of a type for which Rowhouse makes no values."
        target = f"{quote_identifier(table.schema)}.{quote_identifier(table.name)}"
        keys = "".join(
            f"alter table {target} drop constraint if exists {quote_identifier(row.name)} cascade;"
            for row in table.constraints
            if row.kind in "fx"
        )
        names = ", ".join(map(quote_identifier, columns))
        values = ", ".join(value or "" for value in columns.values())
        rows = f"(select * from {target} order by ctid limit 1) as source"  # noqa: S608 - quoted
        insert = (
            f"insert into {target} ({names}) overriding system value"  # noqa: S608 - quoted
            f" select {values} from {rows}, pg_catalog.generate_series(1, {count}) as n"
        )
        text = f"savepoint adding; {keys} alter table {target} disable trigger user; {insert}; analyze {target}"
        error = run_text(self._stage.connection, text)
        if error is not None:
            run_text(self._stage.connection, f"rollback to savepoint adding; {_AS_OWNER}")
            return error.message
        return ""

    def _fresh(self, table: TableShape, column: ColumnShape) -> str | None:
        """A column's value in the n-th copy: another one in every key, the same elsewhere."""
        name = quote_identifier(column.name)
        is_unique = any(column.number in keys for _, keys in table.uniques)
        is_foreign = any(row.kind == "f" and column.number in row.keys for row in table.constraints)
        if not is_unique and not is_foreign:
            return name
        form = _FRESH.get(self._stage.fixtures.shapes.types[column.type].name)
        # A key of nothing but references needs them all to differ; elsewhere several rows share an owner.
        number = "n" if is_unique else f"(n / {_GROUP})"
        seed = f"('{column.name.replace(chr(39), '')}' || {number})"
        return form.format(name=name, seed=seed).replace(" n", f" {number}") if form else None

    def _columns(self) -> dict[str, dict[str, bool]]:
        """The columns of each table, and whether an index begins with them."""
        query = """
            select n.nspname || '.' || c.relname, a.attname, exists (
              select from pg_catalog.pg_index i where i.indisvalid and i.indrelid = c.oid and i.indkey[0] = a.attnum
            )
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0
            where c.oid = any(%s::oid[])"""
        found: dict[str, dict[str, bool]] = {}
        for table, column, is_led in self._stage.connection.execute(query, (list(self._stage.fixtures.shapes.tables),)):
            found.setdefault(table, {})[column] = is_led
        return found

    def _functions(self) -> set[str]:
        """The functions that policies of these tables call, as EXPLAIN spells them: with and without their schema."""
        query = """
            select distinct n.nspname, p.proname
            from pg_catalog.pg_policy o
            join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_policy'::regclass and d.objid = o.oid
            join pg_catalog.pg_proc p on d.refclassid = 'pg_catalog.pg_proc'::regclass and p.oid = d.refobjid
            join pg_catalog.pg_namespace n on n.oid = p.pronamespace
            where o.polrelid = any(%s::oid[])"""
        rows = self._stage.connection.execute(query, ([row.oid for row in self._relations],)).fetchall()
        return {name for schema, function in rows for name in (f"{schema}.{function}", function)}


def _names(node: Json) -> Iterator[tuple[str, str]]:
    if node.get("Relation Name"):
        yield node.get("Schema", ""), node["Relation Name"]
    for child in node.get("Plans", []):
        yield from _names(child)
