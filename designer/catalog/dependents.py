"""What stored texts become when PostgreSQL renames something they mention.

PostgreSQL stores expressions as trees that refer to objects by identifier: after a rename it prints the new name. So
the editor renames on a scratch database, reads the texts that depend on the object back, and puts them into the design.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from psycopg import Connection

from designer.catalog.deparsed import (
    partition_keys,
    split_partition_key,
    strip_key_parentheses,
    strip_parentheses,
    trigger_condition,
)
from designer.catalog.snapshots import run_query, snapshot
from designer.design import (
    Aggregate,
    Check,
    Column,
    Design,
    Domain,
    DomainCheck,
    Exclusion,
    Function,
    Index,
    Partitioning,
    Policy,
    Table,
    Trigger,
    View,
)
from designer.postgres.quoting import quote_name

Item = TypeVar("Item", bound=Struct)
Named = TypeVar("Named", Check, Column, DomainCheck, Exclusion, Policy, Trigger)
_CATALOGS = {"table": "pg_class", "view": "pg_class", "sequence": "pg_class", "type": "pg_type", "function": "pg_proc"}


class Dependent(Struct, frozen=True):
    """One stored text that depends on the object asked for.

    `kind` and `path` name where it belongs (("policy", ("public", "notes", "own_rows"))), `field` and `number` which
    text of it: number counts the keys of an index or the arguments of a function from 0.
    """

    kind: str
    path: tuple[str, ...]
    field: str
    number: int
    text: str


_Texts: TypeAlias = dict[tuple[str, int], str]
_Found: TypeAlias = dict[tuple[str, tuple[str, ...]], _Texts]


def read_dependents(
    connection: Connection[Any], kind: str, schema: str, name: str, *, column: str | None = None, signature: str = ""
) -> tuple[Dependent, ...]:
    """The texts that depend on a table, view, sequence, type or function, as PostgreSQL prints them now.

    `column` asks for those of one column only; `signature` is a function's input types as PostgreSQL prints them
    ("integer, text"). Bodies in quotes are not known to PostgreSQL and never among them. Nothing depends on an object
    that does not exist.
    """
    address = f"{quote_name(schema, name)}({signature})" if kind == "function" else quote_name(schema, name)
    parameters: dict[str, object] = {"class": _CATALOGS[kind], "name": address, "column": column}
    with snapshot(connection):
        rows: tuple[Dependent, ...] = run_query(connection, "dependents", tuple[Dependent, ...], parameters)
    return tuple(replace(row, text=_CLEANERS.get(row.field, str)(row.text)) for row in rows)


def refresh_dependents(design: Design, dependents: Iterable[Dependent]) -> Design:
    """The design with these texts in place of its own; what the design does not have is passed over."""
    found: _Found = defaultdict(dict)
    for row in dependents:
        found[row.kind, row.path][row.field, row.number] = row.text
    _find_by_old_signature(design.functions, found)
    return replace(
        design,
        tables=tuple(_table(table, found) for table in design.tables),
        views=tuple(_view(view, found) for view in design.views),
        domains=tuple(_domain(domain, found) for domain in design.domains),
        functions=tuple(_function(function, found) for function in design.functions),
    )


def _clean_query(text: str) -> str:
    return text.strip().removesuffix(";").rstrip()


_CLEANERS: dict[str, Callable[[str], str]] = {
    "using": strip_parentheses,
    "check": strip_parentheses,
    "expression": strip_parentheses,
    "generated": strip_parentheses,
    "predicate": strip_parentheses,
    "key": strip_key_parentheses,
    "query": _clean_query,
    "condition": trigger_condition,
}


def _table(table: Table, found: _Found) -> Table:
    path = (table.schema, table.name)
    return _changed(
        table,
        columns=_refreshed("column", path, table.columns, found),
        checks=_refreshed("check", path, table.checks, found),
        exclusions=_refreshed("exclusion", path, table.exclusions, found),
        indexes=_indexes(path, table.indexes, found),
        triggers=_refreshed("trigger", path, table.triggers, found),
        policies=_refreshed("policy", path, table.policies, found),
        partitioning=_partitioning(table.partitioning, found.get(("partitioning", path), {})),
    )


def _partitioning(partitioning: Partitioning | None, texts: _Texts) -> Partitioning | None:
    definition = texts.get(("definition", 0))
    if partitioning is None or definition is None:
        return partitioning
    _, texts_of_keys = partition_keys(definition)
    keys = tuple(
        key if key.expression is None else _changed(key, expression=_expression_of(text))
        for key, text in zip(partitioning.keys, texts_of_keys, strict=True)
    )
    return _changed(partitioning, keys=keys)


def _expression_of(text: str) -> str:
    return strip_key_parentheses(split_partition_key(text, is_column=False)[0])


def _view(view: View, found: _Found) -> View:
    path = (view.schema, view.name)
    refreshed = _changed(
        view,
        indexes=_indexes(path, view.indexes, found),
        triggers=_refreshed("trigger", path, view.triggers, found),
    )
    return _changed(refreshed, **_fields(found.get(("view", path), {})))


def _domain(domain: Domain, found: _Found) -> Domain:
    path = (domain.schema, domain.name)
    refreshed = _changed(domain, checks=_refreshed("domain check", path, domain.checks, found))
    return _changed(refreshed, **_fields(found.get(("domain", path), {})))


def _function(function: Function, found: _Found) -> Function:
    texts = found.get(("function", signature_of(function)))
    if texts is None:
        return function
    return _changed(
        function,
        body=texts.get(("body", 0), function.body),
        returns=None if function.returns is None else texts.get(("returns", 0), function.returns),
        arguments=tuple(
            _changed(
                row,
                type=texts.get(("argument type", number), row.type),
                default=texts.get(("argument default", number), row.default),
            )
            for number, row in enumerate(function.arguments)
        ),
    )


def signature_of(function: Function | Aggregate) -> tuple[str, str, str]:
    """Schema, name and input types: what tells a function from all others."""
    inputs = ", ".join(row.type for row in function.arguments if row.mode in {"in", "inout", "variadic"})
    return function.schema, function.name, inputs


def _find_by_old_signature(functions: Iterable[Function], found: _Found) -> None:
    """A renamed type renames signatures too: functions that are alone with their name are known by that."""
    alone = Counter((function.schema, function.name) for function in functions)
    fresh = {path[:2]: texts for (kind, path), texts in found.items() if kind == "function"}
    for function in functions:
        name = (function.schema, function.name)
        if alone[name] == 1 and name in fresh:
            found["function", signature_of(function)] = fresh[name]


def _indexes(path: tuple[str, ...], indexes: tuple[Index, ...], found: _Found) -> tuple[Index, ...]:
    return tuple(_index(index, found.get(("index", (*path, index.name)), {})) for index in indexes)


def _index(index: Index, texts: _Texts) -> Index:
    keys = tuple(
        key if key.expression is None else _changed(key, expression=texts.get(("key", number), key.expression))
        for number, key in enumerate(index.keys)
    )
    return _changed(index, keys=keys, predicate=texts.get(("predicate", 0), index.predicate))


def _refreshed(kind: str, path: tuple[str, ...], rows: tuple[Named, ...], found: _Found) -> tuple[Named, ...]:
    return tuple(_changed(row, **_fields(found.get((kind, (*path, row.name)), {}))) for row in rows)


def _fields(texts: _Texts) -> dict[str, str]:
    return {field: text for (field, _), text in texts.items()}


def _changed(row: Item, **fields: object) -> Item:
    """The row with these fields, or the very same one when nothing changes."""
    return row if all(getattr(row, name) == value for name, value in fields.items()) else replace(row, **fields)
