"""Tests of functions and triggers: with whose rights they act, where they look names up, which triggers there are."""

from __future__ import annotations

from collections.abc import Iterator

from designer.access.suites.files import Step, SuiteFile, write_array, write_is
from designer.access.suites.privileges import signature
from designer.design import Design, Function, Table
from designer.postgres.quoting import quote_literal
from designer.sql.names import name_of


def write_functions_file(design: Design) -> SuiteFile:
    """Every function of the project; who may call it is a privilege."""
    steps = [step for function in sorted(design.functions, key=signature) for step in _function(function)]
    tables = sorted((table for table in design.tables if table.triggers), key=name_of)
    steps += [_triggers(table) for table in tables]
    return SuiteFile(name="001_functions.test.sql", title="Functions and triggers.", steps=tuple(steps))


def _function(function: Function) -> Iterator[Step]:
    about = signature(function)
    where = f"oid = {quote_literal(about)}::regprocedure"
    yield write_is(
        f"(select prosecdef from pg_proc where {where})",
        str(function.is_security_definer).lower(),
        f"{about} acts with the rights of {'its owner' if function.is_security_definer else 'whoever calls it'}",
    )
    settings = write_array([f"{name}={_value(value)}" for name, value in function.settings])
    yield write_is(
        f"(select coalesce(proconfig, '{{}}') from pg_proc where {where})", settings, f"{about}: its settings"
    )


def _value(value: str) -> str:
    return '""' if value in {"", "''"} else value


def _triggers(table: Table) -> Step:
    """Those that fire; a trigger that is switched off guards nothing."""
    names = sorted(trigger.name for trigger in table.triggers if trigger.enabled in "OA")
    have = (
        f"array(select tgname::text from pg_trigger where tgrelid = {quote_literal(name_of(table))}::regclass\n"
        "    and not tgisinternal and tgenabled in ('O', 'A') order by tgname)"
    )
    return write_is(have, write_array(names), f"{table.schema}.{table.name}: its triggers")
