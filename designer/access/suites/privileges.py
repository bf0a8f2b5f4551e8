"""Tests of privileges: which roles may run which commands at all, on which columns, and call which functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from designer.access.suites.files import Step, SuiteFile, write_array, write_is
from designer.design import Design, Function, Grant, Table, View
from designer.postgres.platform import API_ROLES
from designer.postgres.quoting import quote_literal
from designer.sql.names import name_of

_PUBLIC = "public"
_TABLE_PRIVILEGES = ("DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE")
"""Those that PostgreSQL 15 knows; 17 adds MAINTAIN, which lets nobody see or change a row."""
_COLUMN_PRIVILEGES = ("INSERT", "REFERENCES", "SELECT", "UPDATE")


def write_privileges_file(design: Design) -> SuiteFile:
    """Exactly what is granted on tables, views and functions, to every role that a request may have."""
    roles = request_roles(design)
    tables = sorted((table for table in design.tables if not table.is_managed), key=name_of)
    steps = [step for table in tables for role in roles for step in _table(design, table, role)]
    for view in sorted(design.views, key=name_of):
        steps += [_relation(design, view, role) for role in roles]
    for function in sorted(design.functions, key=signature):
        steps += [_function(design, function, role) for role in roles]
    return SuiteFile(
        name="003_privileges.test.sql",
        title="What is granted, and nothing beside it. No policy is asked where the privilege is missing.",
        steps=tuple(steps),
    )


def request_roles(design: Design) -> list[str]:
    """The database roles a request may arrive under: the platform's, then the project's own."""
    own = sorted(role.name for role in design.roles if "authenticator" in role.members)
    return [*API_ROLES, *own]


def _table(design: Design, table: Table, role: str) -> Iterator[Step]:
    yield _relation(design, table, role)
    for column in table.columns:
        on_column = [grant for grant in table.grants if column.id in grant.column_ids]
        if not on_column:
            continue
        held = privileges_of(design, [*on_column, *(grant for grant in table.grants if grant.is_whole)], role)
        names = [quote_literal(name) for name in (table.schema, table.name, column.name, role)]
        wanted = write_array([name for name in _COLUMN_PRIVILEGES if name in held])
        about = quote_literal(f"{role} on {table.schema}.{table.name}.{column.name}")
        yield Step(f"select column_privs_are({', '.join(names)}, {wanted}, {about})")


def _relation(design: Design, relation: Table | View, role: str) -> Step:
    held = privileges_of(design, [grant for grant in relation.grants if grant.is_whole], role)
    wanted = write_array([name for name in _TABLE_PRIVILEGES if name in held])
    every = ", ".join(map(quote_literal, _TABLE_PRIVILEGES))
    target = quote_literal(name_of(relation))
    have = (
        f"array(select privilege from unnest(array[{every}]) privilege\n"
        f"    where has_table_privilege({quote_literal(role)}, {target}, privilege))"
    )
    return write_is(have, wanted, f"{role} on {relation.schema}.{relation.name}")


def _function(design: Design, function: Function, role: str) -> Step:
    held = {"EXECUTE"} if function.grants is None else privileges_of(design, function.grants, role)
    have = f"has_function_privilege({quote_literal(role)}, {quote_literal(signature(function))}, 'EXECUTE')"
    words = "may call" if "EXECUTE" in held else "may not call"
    return write_is(have, str("EXECUTE" in held).lower(), f"{role} {words} {signature(function)}")


def signature(function: Function) -> str:
    """What tells a function from others of its name."""
    types = [argument.type for argument in function.arguments if argument.mode in {"in", "inout", "variadic"}]
    return f"{name_of(function)}({', '.join(types)})"


def privileges_of(design: Design, grants: Iterable[Grant], role: str) -> set[str]:
    """What a role holds by itself, as everybody, or by the roles it inherits from."""
    names = {_PUBLIC, *_inherited(design, role)}
    return {privilege for grant in grants if grant.grantee in names for privilege in grant.privileges}


def has_usage(design: Design, schema: str, role: str) -> bool:
    """Whether a role may name what is in a schema."""
    if schema == _PUBLIC:
        return True
    found = next((row for row in design.schemas if row.name == schema), None)
    if found is None or found.is_managed:
        return True
    return "USAGE" in privileges_of(design, found.grants, role)


def bypasses(design: Design, role: str) -> bool:
    """Whether no policy is asked for a role."""
    return role == "service_role" or any(row.name == role and row.bypasses_rls for row in design.roles)


def _inherited(design: Design, role: str) -> set[str]:
    found, waiting = {role}, [role]
    for name in waiting:  # grows while it is walked
        own = next((row for row in design.roles if row.name == name and row.inherits), None)
        more = [parent for parent in (own.member_of if own else ()) if parent not in found]
        found.update(more)
        waiting += more
    return found
