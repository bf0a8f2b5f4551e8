"""Which fields of the design hold SQL that PostgreSQL stores parsed, so that renames reach it by themselves."""

from __future__ import annotations

from designer.design import (
    Aggregate,
    Argument,
    Attribute,
    Check,
    Column,
    Domain,
    DomainCheck,
    Function,
    Index,
    IndexKey,
    InheritedColumn,
    Policy,
    PublishedTable,
    Range,
    Role,
    Rule,
    Transition,
    Trigger,
    TypeRef,
    View,
    ViewColumn,
)

TEXTS: dict[tuple[type, str], str] = {
    (Column, "default"): "expression",
    (Column, "generated"): "expression",
    (Check, "expression"): "expression",
    (Index, "predicate"): "expression",
    (IndexKey, "expression"): "expression",
    (Policy, "using"): "expression",
    (Policy, "check"): "expression",
    (PublishedTable, "predicate"): "expression",
    (Trigger, "condition"): "expression",
    (Domain, "default"): "expression",
    (DomainCheck, "expression"): "expression",
    (Argument, "default"): "expression",
    (InheritedColumn, "default"): "expression",
    (ViewColumn, "default"): "expression",
    (Rule, "condition"): "expression",
    (Rule, "action"): "action",
    (View, "query"): "query",
    (Argument, "type"): "type",
    (Transition, "type"): "type",
    (Aggregate, "sort_operator"): "operator",
    (Function, "returns"): "type",
    (TypeRef, "name"): "type",
    (Column, "collation"): "collation",
    (Attribute, "collation"): "collation",
    (Domain, "collation"): "collation",
    (IndexKey, "collation"): "collation",
    (Range, "collation"): "collation",
}
"""How to read each field. Collations and operators are names by themselves, the others are parsed."""

ROLE_LISTS = {(Policy, "roles"), (Role, "member_of")}
"""Fields that are lists of role names."""
