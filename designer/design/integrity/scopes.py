"""Schemas, roles and ids that are referred to and are not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from designer.design.access import PUBLIC, Grant
from designer.design.code import Aggregate, Function, View
from designer.design.databases import EventTrigger
from designer.design.designs import Definition, Design, Extension, Verbatim
from designer.design.edits.lookups import full_name
from designer.design.integrity.ancestors import columns_of
from designer.design.integrity.problems import Problem, part_title, report, title
from designer.design.tables import Table, Trigger
from designer.design.types import Range
from designer.postgres.platform import MANAGED_SCHEMAS, OWNER, is_platform_role

_PSEUDO_ROLES = frozenset({PUBLIC, "current_role", "current_user", "session_user"})


def check_schemas(design: Design) -> Iterator[Problem]:
    """Everything lives in a schema of the design or of the platform."""
    known = {schema.name for schema in design.schemas} | MANAGED_SCHEMAS | {"public", "pg_catalog"}
    for definition in design.definitions():
        schemas = getattr(definition, "schemas", ()) or (getattr(definition, "schema", "") or "public",)
        if isinstance(definition, Verbatim) or known.issuperset(schemas):
            continue
        if isinstance(definition, Extension) and definition.schema == definition.name:
            continue  # such an extension makes its schema itself
        for name in schemas:
            if name not in known:
                text = f"schema {name} is not in the design. Add the schema or choose another."
                yield report(definition, title(definition), text)


def check_roles(design: Design) -> Iterator[Problem]:
    """Roles of owners, policies, grants and memberships are the design's or the platform's."""
    known = {role.name for role in design.roles}
    for table in design.tables:
        for policy in table.policies:
            for name in _unknown(policy.roles, known):
                yield report(table, part_title("Policy", policy.name, table), _no_role(name), policy.id)
    for role in design.roles:
        for name in _unknown(role.member_of, known):
            yield report(role, title(role), _no_role(name))
        if role.name in role.member_of:
            yield report(role, title(role), "a role cannot be a member of itself. Remove the membership.")
    for row in design.default_privileges:
        for name in _unknown((row.role,), known):
            yield report(row, title(row), _no_role(name))
    for definition in design.definitions():
        for name in _unknown((getattr(definition, "owner", None) or OWNER,), known):
            yield report(definition, f"The owner of {full_name(definition)}", _no_role(name))
        for grant in _grants(definition):
            for name in _unknown((grant.grantee,), known):
                yield report(definition, f"Grants on {full_name(definition)}", _no_role(name))


def check_owners(design: Design) -> Iterator[Problem]:
    """Ids that lead from triggers, ranges and aggregates to functions, and from sequences to their columns."""
    functions = {function.id: function for function in design.functions}
    relations: list[Table | View] = [*design.tables, *design.views]
    for relation in relations:
        for trigger in relation.triggers:
            if text := _wrong_function(trigger, functions.get(trigger.function_id) if trigger.function_id else None):
                yield report(relation, part_title("Trigger", trigger.name, relation), text, trigger.id)
    for watcher in design.event_triggers:
        if text := _wrong_function(watcher, functions.get(watcher.function_id) if watcher.function_id else None):
            yield report(watcher, title(watcher), text)
    for publication in design.publications:
        for row in publication.tables:
            if row.table_id is not None and row.table_id not in design.tables_by_id:
                text = "a table it publishes is not in the design. Remove it from the publication."
                yield report(publication, title(publication), text)
    holders: list[Range | Aggregate] = [*design.ranges, *design.aggregates]
    for holder in holders:
        if any(id_ not in functions for id_ in _function_ids(holder)):
            text = "it works with a function that is not in the design. Choose another."
            yield report(holder, title(holder), text)
    for sequence in design.sequences:
        table = design.tables_by_id.get(sequence.owner_table_id) if sequence.owner_table_id else None
        columns = {column.id for column in columns_of(table, design)} if table else set()
        if sequence.owner_column_id is not None and sequence.owner_column_id not in columns:
            text = "the column that owns it is not in the design. Choose another owner or none."
            yield report(sequence, title(sequence), text)


def _function_ids(holder: Range | Aggregate) -> Iterator[UUID]:
    if isinstance(holder, Range):
        refs = [holder.subtype_diff]
    else:
        refs = [holder.combine, holder.serialize, holder.deserialize]
        for state in (holder.state, holder.moving):
            refs += [state.function, state.final, state.inverse] if state is not None else []
    return (ref.function_id for ref in refs if ref is not None and ref.function_id is not None)


def _wrong_function(trigger: Trigger | EventTrigger, function: Function | None) -> str:
    wanted = "trigger" if isinstance(trigger, Trigger) else "event_trigger"
    if trigger.function_id is None:
        return "" if trigger.function_name else f"it calls no function. Choose one that returns {wanted}."
    if function is None:
        return "it calls a function that is not in the design. Choose another."
    if function.returns != wanted:
        name = full_name(function)
        return f"function {name} does not return {wanted}. Choose another function or change what {name} returns."
    return ""


def _grants(definition: Definition) -> Iterator[Grant]:
    yield from getattr(definition, "grants", None) or ()
    if isinstance(definition, Table):
        for column in definition.columns:
            yield from column.identity_grants


def _unknown(names: Iterable[str], known: set[str]) -> Iterator[str]:
    return (name for name in names if name not in known and name not in _PSEUDO_ROLES and not is_platform_role(name))


def _no_role(name: str) -> str:
    return f"role {name} is not in the design. Add the role or remove it here."
