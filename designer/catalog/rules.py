"""Rewrite rules from their catalog rows."""

from __future__ import annotations

from designer.catalog.deparsed import split_rule
from designer.catalog.lookups import Lookup
from designer.catalog.rows import RelationRow, RuleRow
from designer.design import Rule, id_from_path


def read_rules(relation: RelationRow, lookup: Lookup) -> tuple[Rule, ...]:
    """The rules of a table or view by name, without that of a view's query."""
    return tuple(_rule(row, relation, lookup) for row in lookup.rules.get(relation.oid, []))


def _rule(row: RuleRow, relation: RelationRow, lookup: Lookup) -> Rule:
    condition, action = split_rule(row.definition)
    return Rule(
        id=id_from_path("rule", relation.schema, relation.name, row.name),
        name=row.name,
        event=row.event,
        action=action,
        condition=condition,
        is_instead=row.is_instead,
        enabled=row.enabled,
        comment=lookup.comment("pg_rewrite", row.oid),
    )
