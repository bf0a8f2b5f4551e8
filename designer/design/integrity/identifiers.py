"""Names PostgreSQL would cut, refuse or keep for itself."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from designer.design.access import DefaultPrivileges, Role
from designer.design.code import Function, View
from designer.design.designs import Definition, Design, Verbatim
from designer.design.integrity.problems import Problem, column_title, part_title, report, title
from designer.design.tables import Table
from designer.design.types import Composite, Domain, Enum

MAX_BYTES = 63
"""PostgreSQL's NAMEDATALEN - 1; a server cuts longer names without a word."""

SYSTEM_COLUMNS = frozenset({"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"})
"""Columns every table has already (PostgreSQL docs, System Columns)."""


def check_identifiers(design: Design) -> Iterator[Problem]:
    """Every name: empty, over 63 bytes, with NUL; reserved names of schemas, roles and columns."""
    for definition in design.definitions():
        if isinstance(definition, Verbatim | DefaultPrivileges):
            continue
        if _needs_a_look(definition):
            if wrong := what_is_wrong(definition.name):
                yield report(definition, title(definition), wrong)
            yield from _check_parts(definition)
    yield from _check_reserved(design)


def _needs_a_look(definition: Definition) -> bool:
    """A cheap look at all names at once: most definitions have nothing but short ASCII names."""
    names = [definition.name, *(name for _, name, _ in _parts(definition))]
    if isinstance(definition, Table):
        names += [column.name for column in definition.columns]
        if not SYSTEM_COLUMNS.isdisjoint(names):
            return True
    joined = "".join(names)
    return not (all(names) and joined.isascii() and "\x00" not in joined and len(max(names, key=len)) <= MAX_BYTES)


def what_is_wrong(name: str) -> str:
    """What is wrong with an identifier, and what to do; empty when nothing is."""
    if not name:
        return "the name is empty. Give it one."
    if "\x00" in name:
        return "the name contains the character NUL. Remove it."
    if len(name) * 4 > MAX_BYTES and (size := len(name.encode())) > MAX_BYTES:
        return f"the name has {size} bytes, PostgreSQL keeps {MAX_BYTES}. Shorten it."
    return ""


def _check_parts(definition: Definition) -> Iterator[Problem]:
    if isinstance(definition, Table):
        for column in definition.columns:
            wrong = what_is_wrong(column.name)
            if column.name in SYSTEM_COLUMNS and not definition.is_managed:
                wrong = "PostgreSQL keeps this name for a system column. Choose another."
            if wrong:
                yield report(definition, column_title(definition, column), wrong, column.id)
    for word, name, part_id in _parts(definition):
        if wrong := what_is_wrong(name):
            yield report(definition, part_title(word, name, definition), wrong, part_id)


def _parts(definition: Definition) -> Iterator[tuple[str, str, UUID | None]]:
    if isinstance(definition, Table):
        yield from _table_parts(definition)
    elif isinstance(definition, View):
        yield from (("Index", index.name, index.id) for index in definition.indexes)
        yield from (("Trigger", trigger.name, trigger.id) for trigger in definition.triggers)
        yield from (("Rule", rule.name, rule.id) for rule in definition.rules)
        yield from (("Column", name, None) for name in definition.column_names)
    elif isinstance(definition, Enum):
        yield from (("Label", value.name, value.id) for value in definition.values if value.name)
    elif isinstance(definition, Domain):
        yield from (("Check", check.name, check.id) for check in definition.checks)
    elif isinstance(definition, Composite):
        yield from (("Attribute", attribute.name, attribute.id) for attribute in definition.attributes)
    elif isinstance(definition, Function):
        yield from (("Argument", argument.name, None) for argument in definition.arguments if argument.name)


def _table_parts(table: Table) -> list[tuple[str, str, UUID | None]]:
    parts: list[tuple[str, str, UUID | None]] = [("Unique constraint", key.name, key.id) for key in table.unique_keys]
    if table.primary_key is not None:
        parts.append(("Primary key", table.primary_key.name, table.primary_key.id))
    parts += [("Check", check.name, check.id) for check in table.checks]
    parts += [("Exclusion", exclusion.name, exclusion.id) for exclusion in table.exclusions]
    parts += [("Not-null constraint", row.name, None) for row in table.not_nulls]
    parts += [("Index", index.name, index.id) for index in table.indexes]
    parts += [("Trigger", trigger.name, trigger.id) for trigger in table.triggers]
    parts += [("Rule", rule.name, rule.id) for rule in table.rules]
    return parts + [("Policy", policy.name, policy.id) for policy in table.policies]


def _check_reserved(design: Design) -> Iterator[Problem]:
    for schema in design.schemas:
        if schema.name.startswith("pg_") or schema.name == "information_schema":
            text = "PostgreSQL keeps the names that begin with pg_, and information_schema, for itself. Choose another."
            yield report(schema, title(schema), text)
    for role in design.roles:
        if text := _reserved_role(role):
            yield report(role, title(role), text)


def _reserved_role(role: Role) -> str:
    if role.name.startswith("pg_"):
        return "PostgreSQL keeps the names that begin with pg_ for its own roles. Choose another."
    if role.name in {"public", "none"}:
        return "this word means something else in GRANT and SET ROLE. Choose another name."
    return ""
