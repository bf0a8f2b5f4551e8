"""Privileges: from one complete list of grants to another, and away from what the platform grants by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeGuard
from uuid import UUID

from msgspec import Struct

from designer.design import (
    PUBLIC,
    Aggregate,
    Column,
    Composite,
    DefaultPrivileges,
    Definition,
    Design,
    Domain,
    Enum,
    ForeignDataWrapper,
    ForeignServer,
    Function,
    Grant,
    Range,
    Schema,
    Sequence,
    Table,
    View,
)
from designer.postgres.platform import API_ROLES, OWNER
from designer.postgres.quoting import quote_identifier, quote_names
from designer.sql.aggregates import input_signature
from designer.sql.functions import signature
from designer.sql.identities import sequence_of_identity
from designer.sql.names import column_list, name_of

Grantable = (
    Table
    | View
    | Sequence
    | Function
    | Schema
    | Enum
    | Domain
    | Composite
    | Range
    | Aggregate
    | ForeignDataWrapper
    | ForeignServer
)

PRIVILEGES: dict[str, tuple[str, ...]] = {
    "table": ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"),
    "column": ("SELECT", "INSERT", "UPDATE", "REFERENCES"),
    "sequence": ("USAGE", "SELECT", "UPDATE"),
    "schema": ("USAGE", "CREATE"),
    "function": ("EXECUTE",),
    "procedure": ("EXECUTE",),
    "type": ("USAGE",),
    "foreign data wrapper": ("USAGE",),
    "foreign server": ("USAGE",),
    "large object": ("SELECT", "UPDATE"),
}
"""The privileges of each kind of object, in the order they are written. MAINTAIN exists from PostgreSQL 17 on."""

_KINDS_OF_TARGET: dict[type, str] = {
    Aggregate: "function",
    Schema: "schema",
    Sequence: "sequence",
    Table: "table",
    View: "table",
    ForeignDataWrapper: "foreign data wrapper",
    ForeignServer: "foreign server",
}
"""All others are types, but for functions, which may be procedures."""

_GIVEN_AT_CREATION: dict[str, tuple[str, ...]] = {
    "table": API_ROLES,
    "sequence": API_ROLES,
    "function": (PUBLIC, *API_ROLES),
    "procedure": (PUBLIC, *API_ROLES),
    "type": (PUBLIC,),
}
"""Who gets privileges on a new object by itself: from PostgreSQL or by the platform's default privileges."""


_KIND_OF_PLURAL = {
    "tables": "table",
    "sequences": "sequence",
    "functions": "function",
    "types": "type",
    "schemas": "schema",
    "large objects": "large object",
}


class _Hold(Struct, frozen=True):
    """One privilege held by one grantee: on the whole object, on a column by id, or on one of a view by name."""

    grantee: str
    privilege: str
    column: UUID | str | None


_Holds = dict[_Hold, bool]
"""What is held, and whether with grant option."""


def write_grants(
    target: Grantable,
    old: tuple[Grant, ...] | None,
    new: tuple[Grant, ...] | None,
    design: Design,
    *,
    column: Column | None = None,
) -> list[str]:
    """REVOKE and GRANT from the old complete list to the new one.

    None is PostgreSQL's default: PUBLIC has all, on functions and types. With `column`, the target is the sequence of
    that identity column of a table.
    """
    kind = "sequence" if column is not None else kind_of_target(target)
    address = _address(target, kind, column)
    return list(
        _write_changes(
            _holds(old, kind), _holds(new, kind), address, lambda holds: _privileges(holds, target, kind, design)
        )
    )


def write_default_privileges(target: DefaultPrivileges, old: tuple[Grant, ...], new: tuple[Grant, ...]) -> list[str]:
    """ALTER DEFAULT PRIVILEGES from one complete list to another."""
    kind = _KIND_OF_PLURAL[target.object_type]
    head = f"alter default privileges for role {quote_identifier(target.role)}"
    head += f" in schema {quote_identifier(target.schema)}" if target.schema else ""
    changes = _write_changes(
        _holds(old, kind), _holds(new, kind), target.object_type, lambda holds: _whole_privileges(holds, kind)
    )
    return [f"{head} {change}" for change in changes]


def shared_grants(one: tuple[Grant, ...], other: tuple[Grant, ...]) -> tuple[Grant, ...]:
    """What both lists of grants on whole objects give, with grant option where both do."""
    theirs = {(grant.grantee, word): grant.with_grant_option for grant in other for word in grant.privileges}
    found: dict[tuple[str, bool], list[str]] = {}
    for grant in one:
        for word in grant.privileges:
            option = theirs.get((grant.grantee, word))
            if option is not None:
                found.setdefault((grant.grantee, grant.with_grant_option and option), []).append(word)
    return tuple(
        Grant(grantee=grantee, privileges=tuple(sorted(words)), with_grant_option=option)
        for (grantee, option), words in sorted(found.items())
    )


def _write_changes(
    before: _Holds, after: _Holds, address: str, words_of: Callable[[list[_Hold]], str]
) -> Iterator[str]:
    for _, holds, verb in _revocations(before, after):
        yield f"revoke {verb}{words_of(holds)} on {address} from {_grantees(holds)}"
    before = _after_revoking(before, after)
    missing = {hold: option for hold, option in after.items() if before.get(hold) != option}
    for option in (False, True):
        chosen = [hold for hold, has_option in missing.items() if has_option is option]
        for holds in _batches(chosen):
            yield f"grant {words_of(holds)} on {address} to {_grantees(holds)}" + (
                " with grant option" if option else ""
            )


def write_revoke_platform_defaults(target: Grantable, design: Design, *, column: Column | None = None) -> list[str]:
    """Takes away what default privileges gave at creation, so that `write_grants(target, (), …)` starts from nothing.

    Functions lose PUBLIC's EXECUTE too, unless their grants are PostgreSQL's default. Types and schemas have no
    platform defaults; PUBLIC's USAGE on a type goes when the design lists its grants. So does what the default
    privileges of the project give.
    """
    kind = "sequence" if column is not None else kind_of_target(target)
    by_itself = () if target.grants is None else _GIVEN_AT_CREATION.get(kind, ())
    grantees = dict.fromkeys((*by_itself, *_given_by_project(target, kind, design)))
    if not grantees:
        return []
    names = ", ".join(PUBLIC if name == PUBLIC else quote_identifier(name) for name in grantees)
    return [f"revoke all on {_address(target, kind, column)} from {names}"]


def _given_by_project(target: Grantable, kind: str, design: Design) -> Iterator[str]:
    """Who gets privileges by the design's default privileges when postgres makes an object."""
    for row in design.default_privileges:
        if _is_about(row, target, kind):
            # A list that is PostgreSQL's default keeps PUBLIC.
            yield from (
                grant.grantee
                for grant in row.grants
                if grant.grantee != row.role and not (target.grants is None and grant.grantee == PUBLIC)
            )


def _gives_public(target: Grantable, design: Design) -> bool:
    """Whether PUBLIC gets what PostgreSQL gives it on a new function or type: the project's defaults may say no."""
    wanted = "function" if kind_of_target(target) == "procedure" else kind_of_target(target)
    return all(
        any(grant.grantee == PUBLIC for grant in row.grants)
        for row in design.default_privileges
        if not row.schema and row.role == "postgres" and _KIND_OF_PLURAL[row.object_type] == wanted
    )


def write_initial_grants(target: Grantable, design: Design) -> list[str]:
    """All that a new object needs: away with the platform's defaults, then the design's grants, identities included."""
    if design.known_defaults:
        statements = write_grants(
            target, _known_grants(target, kind_of_target(target), design), grants_of_maker(target), design
        )
    else:
        statements = write_revoke_platform_defaults(target, design)
        if target.grants is not None or not _gives_public(target, design):
            statements += write_grants(target, (), grants_of_maker(target), design)
    if isinstance(target, Table):
        identities = (column for column in target.columns if column.identity is not None)
        statements += [sql for column in identities for sql in write_initial_identity_grants(target, column, design)]
    return statements


def write_initial_identity_grants(table: Table, column: Column, design: Design) -> list[str]:
    """What the sequence of a new identity needs."""
    if design.known_defaults:
        return write_grants(
            table, _known_grants(table, "sequence", design), column.identity_grants, design, column=column
        )
    revoked = write_revoke_platform_defaults(table, design, column=column)
    return [*revoked, *write_grants(table, (), column.identity_grants, design, column=column)]


def _known_grants(target: Grantable, kind: str, design: Design) -> tuple[Grant, ...] | None:
    """What a new object is granted by itself, PostgreSQL's own defaults included."""
    given = [
        grant
        for row in design.known_defaults
        if _is_about(row, target, kind)
        for grant in row.grants
        if grant.grantee != row.role
    ]
    if PUBLIC not in _GIVEN_AT_CREATION.get(kind, ()):
        return tuple(given)
    return (Grant(grantee=PUBLIC, privileges=PRIVILEGES[kind]), *given) if given else None


def _is_about(row: DefaultPrivileges, target: Grantable, kind: str) -> bool:
    """Whether what postgres makes of the target's kind gets these default privileges."""
    wanted = "function" if kind == "procedure" else kind
    is_kind = row.role == OWNER and _KIND_OF_PLURAL[row.object_type] == wanted
    return is_kind and row.schema in ("", getattr(target, "schema", ""))


def grants_of_maker(target: Grantable) -> tuple[Grant, ...] | None:
    """What is granted while the object still belongs to who makes it: to anybody else (see `migrations.owners`)."""
    # Foreign-data wrappers belong to a superuser.
    if getattr(target, "owner", None) is None or target.grants is None:
        return target.grants
    return tuple(grant for grant in target.grants if grant.grantee != OWNER)


def kind_of_target(target: Grantable) -> str:
    """The key of `PRIVILEGES` for a definition."""
    if isinstance(target, Function):
        return "procedure" if target.is_procedure else "function"
    return _KINDS_OF_TARGET.get(type(target), "type")


def has_grants(definition: Definition) -> TypeGuard[Grantable]:
    """Whether objects of its kind carry privileges at all."""
    return "grants" in definition.__struct_fields__


def _holds(grants: tuple[Grant, ...] | None, kind: str) -> _Holds:
    if grants is None:
        return {_Hold(PUBLIC, privilege, None): False for privilege in PRIVILEGES[kind]}
    return {
        _Hold(grant.grantee, privilege, column): grant.with_grant_option
        for grant in grants
        for privilege in grant.privileges
        for column in grant.column_ids or grant.column_names or (None,)
    }


def _revocations(before: _Holds, after: _Holds) -> Iterator[tuple[bool, list[_Hold], str]]:
    for batch in _batches(hold for hold in before if hold not in after):
        yield True, batch, ""
    for batch in _batches(hold for hold, option in before.items() if option and after.get(hold) is False):
        yield False, batch, "grant option for "


def _after_revoking(before: _Holds, after: _Holds) -> _Holds:
    # Revoking a privilege on a table revokes it on each of its columns too (PostgreSQL docs, REVOKE).
    gone = {(hold.grantee, hold.privilege) for hold in before if hold not in after and hold.column is None}
    kept: _Holds = {}
    for hold, option in before.items():
        if hold not in after or (hold.column is not None and (hold.grantee, hold.privilege) in gone):
            continue
        kept[hold] = option and after[hold]
    return kept


def _batches(holds: Iterable[_Hold]) -> list[list[_Hold]]:
    """Holds that one statement can name: all of several grantees with equal ones, whole object and columns apart."""
    by_grantee: dict[tuple[str, bool], list[_Hold]] = {}
    for hold in holds:
        by_grantee.setdefault((hold.grantee, hold.column is None), []).append(hold)
    batches: dict[tuple[bool, frozenset[tuple[str, UUID | str | None]]], list[_Hold]] = {}
    for (_, is_whole), rows in by_grantee.items():
        content = frozenset((row.privilege, row.column) for row in rows)
        batches.setdefault((is_whole, content), []).extend(rows)
    return list(batches.values())


def _privileges(holds: list[_Hold], target: Grantable, kind: str, design: Design) -> str:
    columns: dict[str, dict[UUID | str, None]] = {}
    for hold in holds:
        ids = columns.setdefault(hold.privilege, {})
        if hold.column is not None:
            ids[hold.column] = None
    order = PRIVILEGES[kind]
    words = sorted(columns, key=lambda word: (order.index(word) if word in order else len(order), word))
    if holds[0].column is not None:
        return ", ".join(f"{word.lower()} ({_columns(columns[word], target, design)})" for word in words)
    return _whole_privileges(holds, kind)


def _columns(columns: Iterable[UUID | str], target: Grantable, design: Design) -> str:
    ids = [column for column in columns if isinstance(column, UUID)]
    if isinstance(target, Table):
        return column_list(ids, target, design)
    return quote_names([column for column in columns if isinstance(column, str)])


def _whole_privileges(holds: list[_Hold], kind: str) -> str:
    words = {hold.privilege for hold in holds}
    order = PRIVILEGES[kind]
    if len(order) > 1 and words == set(order):
        return "all"
    chosen = sorted(words, key=lambda word: (order.index(word) if word in order else len(order), word))
    return ", ".join(word.lower() for word in chosen)


def _grantees(holds: list[_Hold]) -> str:
    names = dict.fromkeys(hold.grantee for hold in holds)
    return ", ".join(PUBLIC if name == PUBLIC else quote_identifier(name) for name in names)


def _address(target: Grantable, kind: str, column: Column | None) -> str:
    if column is not None and isinstance(target, Table):
        return f"sequence {sequence_of_identity(column, target)}"
    if isinstance(target, Function):
        return f"{kind} {signature(target)}"
    if isinstance(target, Aggregate):
        return f"{kind} {input_signature(target)}"
    if isinstance(target, Schema):
        return f"schema {quote_identifier(target.name)}"
    if isinstance(target, ForeignDataWrapper | ForeignServer):
        return f"{kind} {quote_identifier(target.name)}"
    return f"{kind} {name_of(target)}"
