"""SQL texts inside the design: each must be what its place needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from designer.design.access import Command, Policy
from designer.design.code import Aggregate, Function, View
from designer.design.designs import Definition, Design
from designer.design.edits.lookups import full_name
from designer.design.integrity.problems import Problem, part_title, report, title
from designer.design.integrity.texts import what_is_wrong
from designer.design.statistics import Statistics
from designer.design.tables import IndexKey, Table
from designer.design.types import Composite, Domain, Range

Text = tuple[str, str | None, str, str, UUID | None]
"""What the text is (see `texts`), the text if there is one, and whose it is: word, name, id; no word for the whole."""


def check_expressions(design: Design) -> Iterator[Problem]:
    """Every expression, query and clause parses as what it is meant to be."""
    for definition in design.definitions():
        for kind, text, word, name, part_id in _texts(definition):
            if text is not None and (wrong := what_is_wrong(kind, text)):
                subject = part_title(word, name, definition) if word else title(definition)
                yield report(definition, subject, wrong, part_id)
    for table in design.tables:
        for policy in table.policies:
            for wrong in _misplaced_clauses(policy):
                yield report(table, f"Policy {policy.name} of {full_name(table)}", wrong, policy.id)


def _texts(definition: Definition) -> Iterable[Text]:
    if isinstance(definition, Table):
        return [*_table_texts(definition), *_relation_texts(definition)]
    if isinstance(definition, View):
        query: Text = ("query", definition.query.strip().rstrip(";"), "", "", None)
        return [query, *_relation_texts(definition)]
    if isinstance(definition, Function):
        return _function_texts(definition)
    if isinstance(definition, Domain):
        return _domain_texts(definition)
    if isinstance(definition, Range):
        return [("collation", definition.collation, "", "", None), ("operator class", definition.opclass, "", "", None)]
    if isinstance(definition, Aggregate):
        return _aggregate_texts(definition)
    if isinstance(definition, Statistics):
        return [("key", key.expression, "", "", None) for key in definition.keys]
    if isinstance(definition, Composite):
        return [("collation", row.collation, "Attribute", row.name, row.id) for row in definition.attributes]
    return ()


def _table_texts(table: Table) -> Iterator[Text]:
    for policy in table.policies:
        yield "USING", policy.using, "Policy", policy.name, policy.id
        yield "WITH CHECK", policy.check, "Policy", policy.name, policy.id
    if table.is_managed:
        return
    for column in table.columns:
        if column.default is not None:
            yield "default", column.default, "Column", column.name, column.id
        if column.generated is not None:
            yield "generation expression", column.generated, "Column", column.name, column.id
        if column.collation is not None:
            yield "collation", column.collation, "Column", column.name, column.id
    for check in table.checks:
        yield "check", check.expression, "Check", check.name, check.id
    for exclusion in table.exclusions:
        yield "exclusion", exclusion.definition, "Exclusion", exclusion.name, exclusion.id
    if table.partition_of is not None:
        yield "bound", table.partition_of.bound, "", "", None
    if table.partitioning is not None:
        for key in table.partitioning.keys:
            yield from _key_texts(key, "", "", None)


def _relation_texts(relation: Table | View) -> Iterator[Text]:
    for index in relation.indexes:
        yield "predicate", index.predicate, "Index", index.name, index.id
        for key in index.keys:
            yield from _key_texts(key, "Index", index.name, index.id)
    for trigger in relation.triggers:
        yield "condition", trigger.condition, "Trigger", trigger.name, trigger.id
    for rule in relation.rules:
        yield "condition", rule.condition, "Rule", rule.name, rule.id
        yield "action", rule.action, "Rule", rule.name, rule.id


def _key_texts(key: IndexKey, word: str, name: str, part_id: UUID | None) -> Iterator[Text]:
    if key.expression is not None:
        yield "key", key.expression, word, name, part_id
    if key.opclass is not None:
        yield "operator class", key.opclass, word, name, part_id
    if key.collation is not None:
        yield "collation", key.collation, word, name, part_id


def _domain_texts(domain: Domain) -> Iterator[Text]:
    yield "default", domain.default, "", "", None
    yield "collation", domain.collation, "", "", None
    for check in domain.checks:
        yield "check", check.expression, "Check", check.name, check.id


def _function_texts(function: Function) -> Iterator[Text]:
    for argument in function.arguments:
        yield "type", argument.type, "Argument", argument.name, None
        yield "default", argument.default, "Argument", argument.name, None
    yield "result type", function.returns, "", "", None
    if function.is_sql_body:
        yield "body", function.body, "", "", None


def _aggregate_texts(aggregate: Aggregate) -> Iterator[Text]:
    for argument in aggregate.arguments:
        yield "type", argument.type, "Argument", argument.name, None
    for state in (aggregate.state, aggregate.moving):
        if state is not None:
            yield "type", state.type, "", "", None


def _misplaced_clauses(policy: Policy) -> Iterator[str]:
    """PostgreSQL docs, CREATE POLICY: what each command looks at."""
    if policy.check is not None and policy.command in {Command.SELECT, Command.DELETE}:
        yield f"FOR {policy.command.upper()} writes no rows, so it cannot have WITH CHECK. Move the condition to USING."
    if policy.using is not None and policy.command is Command.INSERT:
        yield "FOR INSERT reads no rows, so it cannot have USING. Move the condition to WITH CHECK."
