"""Mutants of functions and views that access hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from msgspec.structs import replace

from designer.access.mutants.expressions import mutate_query
from designer.access.mutants.policies import swaps
from designer.access.mutants.values import Mutant
from designer.access.suites.privileges import signature
from designer.design import Design, Function, View
from designer.design.edits import put

_INVOKER, _PATH = "security_invoker", "search_path"


def mutate_code(design: Design) -> Iterator[Mutant]:
    """Functions with other rights, another path or a weaker query; views with the rights of their owner."""
    for function in design.functions:
        yield from _of_function(design, function)
    for view in design.views:
        options = tuple(row for row in view.options if row[0] != _INVOKER)
        if options != view.options:
            yield _mutant(
                design, replace(view, options=options), "security_invoker off", "it asks with its owner's rights"
            )


def _of_function(design: Design, function: Function) -> Iterator[Mutant]:
    if function.returns not in {"trigger", "event_trigger"} or function.is_security_definer:
        turned = replace(function, is_security_definer=not function.is_security_definer)
        words = "whoever calls it" if function.is_security_definer else "its owner"
        yield _mutant(design, turned, "definer and invoker", f"it acts with the rights of {words}")
    settings = tuple(row for row in function.settings if row[0] != _PATH)
    if settings != function.settings:
        yield _mutant(design, replace(function, settings=settings), "drop search_path", "its search_path is anybody's")
    if function.language == "sql" and not function.is_sql_body:
        for operator, words, body in mutate_query(function.body, _swaps(design, function.body)):
            yield _mutant(design, replace(function, body=body), operator, words, is_measured=True)


def _swaps(design: Design, body: str) -> dict[str, tuple[str, ...]]:
    """The columns of all tables that are named; those of the same name are mistaken for the same others."""
    found: dict[str, tuple[str, ...]] = {}
    for table in (table for table in design.tables if table.name in body):
        for name, others in swaps(design, table).items():
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *others)))
    return found


def _mutant(
    design: Design, changed: Function | View, operator: str, words: str, *, is_measured: bool = False
) -> Mutant:
    name = signature(changed) if isinstance(changed, Function) else f"{changed.schema}.{changed.name}"
    return Mutant(
        operator=operator,
        object=name,
        words=words,
        design=put(design, changed),
        table_id=_first_user(design, changed),
        is_measured=is_measured,
    )


def _first_user(design: Design, code: Function | View) -> UUID | None:
    """A table whose policies call a function."""
    calls = f"{code.name}("
    return next(
        (table.id for table in design.tables for policy in table.policies if calls in f"{policy.using} {policy.check}"),
        None,
    )
