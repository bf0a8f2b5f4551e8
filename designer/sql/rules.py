"""Rewrite rules on tables and views."""

from __future__ import annotations

from designer.design import Rule, Table, View
from designer.postgres.quoting import quote_identifier
from designer.sql.expressions import enclose
from designer.sql.names import name_of

_STATES = {"O": "enable", "D": "disable", "R": "enable replica", "A": "enable always"}


def write_create_rule(rule: Rule, relation: Table | View) -> list[str]:
    """CREATE RULE and, where it is not simply enabled, its state."""
    lines = [f"create rule {quote_identifier(rule.name)} as", f"on {rule.event} to {name_of(relation)}"]
    if rule.condition is not None:
        lines.append(f"where {enclose(rule.condition)}")
    lines.append(f"do {'instead ' if rule.is_instead else ''}{rule.action}")
    return ["\n  ".join(lines), *(write_rule_state(rule, relation) if rule.enabled != "O" else [])]


def write_rule_state(rule: Rule, relation: Table | View) -> list[str]:
    """ENABLE, DISABLE, ENABLE REPLICA or ENABLE ALWAYS RULE."""
    return [f"alter table {name_of(relation)} {_STATES[rule.enabled]} rule {quote_identifier(rule.name)}"]


def write_drop_rule(rule: Rule, relation: Table | View) -> list[str]:
    return [f"drop rule {quote_identifier(rule.name)} on {name_of(relation)}"]


def write_rename_rule(old: Rule, new: Rule, relation: Table | View) -> list[str]:
    names = f"{quote_identifier(old.name)} on {name_of(relation)} rename to {quote_identifier(new.name)}"
    return [f"alter rule {names}"]
