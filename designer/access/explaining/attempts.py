"""Attempts: one statement run as a persona, and the rows that it was about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import Struct

from designer.access.explaining.relations import KnownRelation
from designer.access.explaining.requests import Request
from designer.access.moves import condition
from designer.access.owners import Row
from designer.access.personas import Persona
from designer.access.stages import Stage
from designer.postgres.parsing import Node, parse_statements, rewrite_statement
from designer.postgres.quoting import quote_identifier
from designer.sandbox.sessions import Rows, ServerMessage, run_text

MOST_ROWS = 8
"""Rows of one table that are explained; the others are counted."""
Place: TypeAlias = tuple[int, str]
_UNBYPASSED = "set local role postgres;"


class Happened(Struct, frozen=True, kw_only=True):
    """What came of a statement: the server's error, the rows it gave, the places left, and the rows it wrote."""

    error: ServerMessage | None
    given: int = 0
    gone: frozenset[Place] = frozenset()
    written: tuple[str, ...] = ()

    def words(self, request: Request) -> str:
        """The server's answer, as psql would print it."""
        if self.error is not None:
            detail = f" {self.error.detail}" if self.error.detail else ""
            return f"{self.error.sqlstate}: {self.error.message}{detail}"
        if request.command == "TRUNCATE":
            return "TRUNCATE TABLE"
        return f"{request.command} {self.count(request)}"

    def count(self, request: Request) -> int:
        """How many rows it reached."""
        if request.command in {"SELECT", "DELETE"}:
            return self.given if request.command == "SELECT" else len(self.gone)
        return len(self.written) + (len(self.gone) if request.command == "TRUNCATE" else 0)


class Trial:
    """Runs one statement, as the persona and without policies, and finds the rows it is about."""

    def __init__(self, stage: Stage, persona: Persona, request: Request, relations: Sequence[KnownRelation]) -> None:
        self._stage = stage
        self._persona = persona
        self._request = request
        self._relations = relations
        self._target = next((row for row in relations if row.relation.is_target and row.is_table), None)
        self._there = {row.oid: dict(self._read(row)) for row in relations if row.is_table}

    def run(self) -> Happened:
        """As the persona."""
        return self._run("")

    def old_rows(self, free: Happened, chosen: Row | None) -> Iterator[tuple[KnownRelation, Place, str]]:
        """The rows there are that the statement is about; `free` is what it did where no policy hides rows."""
        for relation in self._relations:
            there = self._there.get(relation.oid, {})
            if chosen is not None and relation is (self._target or self._relations[0]):
                places: list[Place] = (
                    [chosen.place] if self._request.command != "INSERT" or self._request.is_upsert else []
                )
            elif relation is self._target:
                places = [place for place in there if place in free.gone]
            elif self._request.is_plain:
                places = self._found(there)
            else:
                places = list(there)
            yield from ((relation, place, there[place]) for place in places if place in there)

    def without_policies(self) -> Happened:
        """Where no policy is asked, and no constraint either if one stands in the way: what it would do to rows."""
        happened = self._run(_UNBYPASSED)
        if happened.error is None or not happened.error.sqlstate.startswith("23") or self._target is None:
            return happened
        # Policies are asked before constraints, so what a constraint refuses must be seen nevertheless.
        return self._run(f"{_UNBYPASSED} {self._loosen(self._target)}")

    def _run(self, before: str) -> Happened:
        connection = self._stage.connection
        given = Rows()
        with self._stage.acting(self._persona) as error:
            error = error or (run_text(connection, before) if before else None)
            error = error or run_text(connection, self._request.text, rows=given, is_extended=True)
            if error is not None:
                return Happened(error=error)
            if self._target is None:
                return Happened(error=None, given=len(given.rows))
            after = Rows()
            error = run_text(connection, f"{_UNBYPASSED} {self._write_read(self._target)}", rows=after)
        places = {(int(oid or 0), ctid or ""): (is_new, row or "") for oid, ctid, is_new, row in after.rows}
        return Happened(
            error=error,
            given=len(given.rows),
            gone=frozenset(self._there[self._target.oid]) - frozenset(places),
            written=tuple(row for is_new, row in places.values() if is_new == "t"),
        )

    def _found(self, there: dict[Place, str]) -> list[Place]:
        """The rows that meet the statement's own conditions."""
        rows = Rows()
        text = rewrite_statement(self._request.text, _select_places)
        if self._stage.run(self._persona, f"{_UNBYPASSED} {text}", rows) is not None:
            return list(there)
        return [(int(oid or 0), ctid or "") for oid, ctid in rows.rows]

    def _read(self, relation: KnownRelation) -> Iterator[tuple[Place, str]]:
        for oid, ctid, _, row in self._stage.connection.execute(self._write_read(relation)):
            yield (int(oid), ctid), row

    def _write_read(self, relation: KnownRelation) -> str:
        columns = "tableoid::int8::text, ctid::text, xmin = pg_catalog.pg_current_xact_id()::xid"
        alias = quote_identifier(relation.name)
        return f"select {columns}, pg_catalog.to_jsonb({alias})::text from {relation.quoted} as {alias}"  # noqa: S608

    def _loosen(self, target: KnownRelation) -> str:
        """Takes the constraints of a table away, as its owner; with the rest it is taken back."""
        query = """
            select pg_catalog.format('alter table %%s drop constraint if exists %%I cascade',
                                     conrelid::regclass, conname)
            from pg_catalog.pg_constraint where conrelid = %s and contype <> 'n' and conparentid = 0
            union all
            select pg_catalog.format('alter table %%s alter column %%I drop not null', attrelid::regclass, attname)
            from pg_catalog.pg_attribute
            where attrelid = %s and attnotnull and attnum > 0 and attidentity = '' and not attisdropped"""
        statements = [row[0] for row in self._stage.connection.execute(query, (target.oid, target.oid))]
        return "".join(f"{statement};" for statement in statements)


def label_of(stage: Stage, relation: KnownRelation, place: Place) -> str:
    """A row in words: whose it is, and its key."""
    shape = stage.fixtures.shapes.tables.get(relation.oid)
    rows = stage.fixtures.rows.get(relation.oid, [])
    row = next((row for row in rows if row.place == place), None)
    if shape is None or row is None:
        return f"a row of {relation.full_name}"
    return f"the row of {stage.whose(shape, row)} ({condition(shape, row)})"


def _select_places(tree: Node) -> None:
    """Asks where the rows lie, in place of what was asked."""
    source = parse_statements("select tableoid::int8::text, ctid::text")[0]
    del tree.target_list[:]
    tree.target_list.extend(source.target_list)
    for clause in ("sort_clause", "distinct_clause", "locking_clause"):
        tree.ClearField(clause)
