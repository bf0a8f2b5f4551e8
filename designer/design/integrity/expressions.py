"""SQL texts inside the design: each must be what its place needs, by PostgreSQL's own grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from uuid import UUID

from designer.design.access import Command, Policy
from designer.design.code import Function, View
from designer.design.designs import Definition, Design
from designer.design.integrity.problems import Problem, column_title, part_title, report, title
from designer.design.integrity.types import type_references
from designer.design.tables import Index, IndexKey, Table
from designer.design.types import Composite, Domain
from designer.postgres.parsing import (
    SqlSyntaxError,
    check_expression,
    check_query,
    check_statement,
    check_type,
)

Text = tuple[str, str, str, UUID | None]
"""What the text is (a key of `_CHECKS`), whose it is in a sentence, the text, the part."""


def check_expressions(design: Design) -> Iterator[Problem]:
    """Every expression, query, type and clause parses as what it is meant to be."""
    for definition, subject, ref, part_id in type_references(design):
        if ref.name and (wrong := what_is_wrong("type", ref.name)):
            yield report(definition, subject, wrong, part_id)
    for definition in design.definitions():
        for kind, subject, text, part_id in _texts(definition):
            if wrong := what_is_wrong(kind, text):
                yield report(definition, subject, wrong, part_id)
    for table in design.tables:
        for policy in table.policies:
            for wrong in _misplaced_clauses(policy):
                yield report(table, part_title("Policy", policy.name, table), wrong, policy.id)


@lru_cache(maxsize=65536)
def what_is_wrong(kind: str, text: str) -> str:
    """Why the text cannot stand where it is, and what to do; empty when it can. `kind` is a key of `_CHECKS`."""
    try:
        _CHECKS[kind](text)
    except SqlSyntaxError as error:
        return f"the {kind} is not valid SQL: {error} Correct it."
    return ""


def _check_in_statement(pattern: str) -> Callable[[str], None]:
    def check(text: str) -> None:
        # More than the one clause would make more than the one statement.
        check_statement(pattern.replace("%s", text))

    return check


_CHECKS: dict[str, Callable[[str], None]] = {
    "type": check_type,
    "query": check_query,
    "collation": _check_in_statement("create collation c from %s"),
    "operator class": _check_in_statement("create index on t (c %s)"),
    "exclusion": _check_in_statement("alter table t add constraint c %s"),
    "bound": _check_in_statement("create table p partition of t %s"),
    "result type": _check_in_statement("create function f() returns %s language sql"),
    "body": _check_in_statement("create function f() returns void language sql %s"),
}
_EXPRESSIONS = ("default", "generation expression", "check", "predicate", "key", "condition", "USING", "WITH CHECK")
_CHECKS |= dict.fromkeys(_EXPRESSIONS, check_expression)


def _texts(definition: Definition) -> Iterator[Text]:
    if isinstance(definition, Table):
        yield from _table_texts(definition)
    elif isinstance(definition, View):
        yield "query", title(definition), definition.query.strip().rstrip(";"), None
        yield from _relation_texts(definition)
    elif isinstance(definition, Function):
        yield from _function_texts(definition)
    elif isinstance(definition, Domain):
        yield from _domain_texts(definition)
    elif isinstance(definition, Composite):
        for attribute in definition.attributes:
            subject = part_title("Attribute", attribute.name, definition)
            yield from _given([("collation", subject, attribute.collation, attribute.id)])


def _table_texts(table: Table) -> Iterator[Text]:
    if not table.is_managed:
        for column in table.columns:
            if column.default is not None or column.generated is not None or column.collation is not None:
                subject = column_title(table, column)
                yield from _given(
                    [
                        ("default", subject, column.default, column.id),
                        ("generation expression", subject, column.generated, column.id),
                        ("collation", subject, column.collation, column.id),
                    ]
                )
        for check in table.checks:
            yield "check", part_title("Check", check.name, table), check.expression, check.id
        for exclusion in table.exclusions:
            yield "exclusion", part_title("Exclusion", exclusion.name, table), exclusion.definition, exclusion.id
        if table.partition_of is not None:
            yield "bound", title(table), table.partition_of.bound, None
        if table.partitioning is not None:
            yield from _key_texts(table.partitioning.keys, title(table), None)
    yield from _relation_texts(table)
    for policy in table.policies:
        subject = part_title("Policy", policy.name, table)
        clauses = [("USING", subject, policy.using, policy.id), ("WITH CHECK", subject, policy.check, policy.id)]
        yield from _given(clauses)


def _relation_texts(relation: Table | View) -> Iterator[Text]:
    for index in relation.indexes:
        yield from _index_texts(index, part_title("Index", index.name, relation))
    for trigger in relation.triggers:
        subject = part_title("Trigger", trigger.name, relation)
        yield from _given([("condition", subject, trigger.condition, trigger.id)])


def _index_texts(index: Index, subject: str) -> Iterator[Text]:
    yield from _key_texts(index.keys, subject, index.id)
    yield from _given([("predicate", subject, index.predicate, index.id)])


def _key_texts(keys: Iterable[IndexKey], subject: str, part_id: UUID | None) -> Iterator[Text]:
    for key in keys:
        if key.expression is not None or key.opclass is not None or key.collation is not None:
            yield from _given(
                [
                    ("key", subject, key.expression, part_id),
                    ("operator class", subject, key.opclass, part_id),
                    ("collation", subject, key.collation, part_id),
                ]
            )


def _domain_texts(domain: Domain) -> Iterator[Text]:
    subject = title(domain)
    yield from _given([("default", subject, domain.default, None), ("collation", subject, domain.collation, None)])
    for check in domain.checks:
        yield "check", part_title("Check", check.name, domain), check.expression, check.id


def _function_texts(function: Function) -> Iterator[Text]:
    subject = title(function)
    for argument in function.arguments:
        yield from _given([("type", subject, argument.type, None), ("default", subject, argument.default, None)])
    yield from _given([("result type", subject, function.returns, None)])
    if function.is_sql_body:
        yield "body", subject, function.body, None


def _given(texts: Iterable[tuple[str, str, str | None, UUID | None]]) -> Iterator[Text]:
    return ((kind, subject, text, part_id) for kind, subject, text, part_id in texts if text is not None)


def _misplaced_clauses(policy: Policy) -> Iterator[str]:
    """PostgreSQL docs, CREATE POLICY: what each command looks at."""
    if policy.check is not None and policy.command in {Command.SELECT, Command.DELETE}:
        yield f"FOR {policy.command.upper()} writes no rows, so it cannot have WITH CHECK. Move the condition to USING."
    if policy.using is not None and policy.command is Command.INSERT:
        yield "FOR INSERT reads no rows, so it cannot have USING. Move the condition to WITH CHECK."
