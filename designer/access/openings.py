"""Openings: the other ways to rows than tables, tried as everybody: views of all sorts, foreign tables, functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeAlias

import psycopg
from msgspec import Struct
from psycopg import Connection

from designer.access.fixtures import Fixtures
from designer.access.outcomes import Outcome
from designer.access.owners import Row
from designer.access.personas import Persona
from designer.postgres.quoting import quote_identifier, quote_literal
from designer.proofs.values import write_value
from designer.sandbox.sessions import Rows, ServerMessage

_VIEWS = """
select n.nspname, c.relname,
       case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'foreign table' end
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('v', 'm', 'f') and n.nspname = any(%(schemas)s) and not exists (
  select from pg_catalog.pg_depend d where d.objid = c.oid and d.deptype = 'e'
)
order by 1, 2"""
_FUNCTIONS = """
select n.nspname, p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid), p.oid::int8, array(
         select row(pg_catalog.format_type(given.type, null), given.type::int8::text, coalesce(given.name, ''))
         from unnest(p.proargtypes, case
           when p.proargmodes is null then p.proargnames
           else array(
             select called.name from unnest(p.proargnames, p.proargmodes) with ordinality as called (name, mode, place)
             where called.mode in ('i', 'b', 'v') order by called.place
           )
         end) with ordinality as given (type, name, place)
         where given.type <> 0 and given.place <= p.pronargs - p.pronargdefaults
         order by given.place
       ), p.provariadic <> 0 and p.pronargdefaults = 0
from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where p.prokind in ('f', 'p') and n.nspname = any(%(schemas)s)
  and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype) and not exists (
  select from pg_catalog.pg_depend d where d.objid = p.oid and d.deptype = 'e'
)
order by 1, 2, 3"""
_PRIVILEGE = "42501"

Send: TypeAlias = Callable[[Persona, str, Rows | None], ServerMessage | None]


class Opening(Struct, frozen=True, kw_only=True):
    """A view or function and a persona: how many rows came, of how many there are, or why none.

    A function is called with the values of the first row that has a column of the argument's name and type, otherwise
    with some value of the type; where there is none it is not called, and ROWS means that it may be. `total` is 0 where
    nothing can be compared.
    """

    name: str
    kind: str
    persona: str
    outcome: Outcome
    rows: int = 0
    total: int = 0
    was_called: bool = True
    message: str = ""

    @property
    def words(self) -> str:
        """The opening for a person to read."""
        if self.outcome is not Outcome.ROWS:
            return self.outcome.value
        if not self.was_called:
            return "may call"
        if self.total:
            return f"{self.rows} of {self.total}"
        return f"{self.rows} rows" if self.rows != 1 else "1 row"


def try_openings(
    connection: Connection[Any], schemas: Sequence[str], personas: Sequence[Persona], fixtures: Fixtures, send: Send
) -> Iterator[Opening]:
    """Everything in the schemas that is exposed, as everybody; each try is taken back by `send`."""
    asked = {"schemas": list(schemas)}
    for schema, name, kind in connection.execute(_VIEWS, asked).fetchall():
        source = f"{quote_identifier(schema)}.{quote_identifier(name)}"
        total = _count(connection, source)
        for persona in personas:
            yield _read(f"{schema}.{name}", kind, persona, send, source, total)
    for schema, name, signature, oid, given, is_variadic in connection.execute(_FUNCTIONS, asked).fetchall():
        values = None if is_variadic else _values(given, fixtures)
        call = f"{quote_identifier(schema)}.{quote_identifier(name)}({values})"
        for persona in personas:
            words = f"{schema}.{name}({signature})"
            if values is None:
                yield _may_call(connection, words, schema, oid, persona)
            else:
                yield _call(words, call, persona, send)


def _values(arguments: Sequence[tuple[str, str, str]], fixtures: Fixtures) -> str | None:
    """A list of arguments, by type, its oid and name; None where no value of a type is known."""
    values = []
    for type_name, oid, name in arguments:
        text = _value(int(oid), name, fixtures)
        if text is None:
            return None
        values.append(f"{quote_literal(text)}::{type_name}")
    return ", ".join(values)


def _value(type_: int, name: str, fixtures: Fixtures) -> str | None:
    """What the first row has in a column of that name (`p_team_id` is `team_id`), or any value of the type."""
    names = {name, name.lstrip("_"), name.removeprefix("p_"), name.removeprefix("in_")} - {""}
    for oid, rows in fixtures.rows.items():
        for column in fixtures.shapes.tables[oid].columns:
            if column.name in names and column.type == type_:
                first = min((row for row in rows if row.number is not None), key=_number, default=None)
                if first is not None and first.values[column.name] is not None:
                    return first.values[column.name]
    return write_value(fixtures.shapes, type_, -1, 0)


def _number(row: Row) -> int:
    return row.number or 0


def _read(name: str, kind: str, persona: Persona, send: Send, source: str, total: int) -> Opening:
    found = Rows()
    error = send(persona, f"select 1 from {source}", found)  # noqa: S608 - quoted
    return _opening(name, kind, persona, error, len(found.rows), total)


def _call(name: str, call: str, persona: Persona, send: Send) -> Opening:
    found = Rows()
    error = send(persona, f"select * from {call}", found)  # noqa: S608 - quoted
    return _opening(name, "function", persona, error, len(found.rows), 0)


def _may_call(connection: Connection[Any], name: str, schema: str, oid: int, persona: Persona) -> Opening:
    query = "select has_function_privilege(%s, %s::oid, 'execute') and has_schema_privilege(%s, %s, 'usage')"
    row = connection.execute(query, (persona.role, oid, persona.role, schema)).fetchone()
    may = row is not None and row[0]
    outcome = Outcome.ROWS if may else Outcome.NO_GRANT
    return Opening(name=name, kind="function", persona=persona.name, outcome=outcome, was_called=False)


def _opening(name: str, kind: str, persona: Persona, error: ServerMessage | None, rows: int, total: int) -> Opening:
    if error is None:
        outcome = Outcome.ROWS if rows else Outcome.NO_ROWS
    elif error.sqlstate == _PRIVILEGE:
        outcome = Outcome.NO_GRANT if error.message.startswith("permission denied") else Outcome.REFUSED
    else:
        outcome = Outcome.ERROR
    return Opening(
        name=name,
        kind=kind,
        persona=persona.name,
        outcome=outcome,
        rows=rows,
        total=total,
        message=error.message if error is not None else "",
    )


def _count(connection: Connection[Any], source: str) -> int:
    """How many rows there are without any policy; none where the server cannot say."""
    with suppress(psycopg.Error), connection.transaction(force_rollback=True):
        connection.execute("set local role postgres")
        row = connection.execute(f"select count(*) from {source}").fetchone()  # noqa: S608 - quoted
        return int(row[0]) if row else 0
    return 0
