"""A design as SQL: the whole, one object with everything on it, or who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from msgspec.structs import replace

from designer.design import Definition, Design, Function, Table, View
from designer.migrations.comparisons import compare_designs
from designer.migrations.definitions import Create
from designer.migrations.dependencies import Requirements
from designer.migrations.functions import CreateFunction
from designer.migrations.operations import Operation
from designer.migrations.relationships import AddRelationship
from designer.sql.formatting import format_script
from designer.sql.functions import write_create_function
from designer.sql.grants import write_initial_grants
from designer.sql.policies import write_create_policy
from designer.sql.tables import write_force_rls, write_set_rls


def write_design(design: Design) -> list[str]:
    """The statements that build the whole design in an empty database, without semicolons.

    They may run one by one: function bodies are not checked until all they speak of exists.
    """
    operations = compare_designs(Design(), design)
    statements = [statement for operation in operations for statement in operation.up()]
    if any(isinstance(operation, CreateFunction) for operation in operations):
        return ["set check_function_bodies = off", *statements, "reset check_function_bodies"]
    return statements


def write_object(design: Design, object_id: UUID) -> str:
    """One object as SQL with everything on it: indexes, triggers, policies, privileges, comments, its foreign keys.

    Raises KeyError for an id that is no definition of the design.
    """
    definition = design.by_id[object_id]
    operations = compare_designs(_without(design, definition), design)
    chosen = [operation for operation in operations if _concerns(operation, object_id)]
    return format_script([statement for operation in chosen for statement in operation.up()])


def _without(design: Design, definition: Definition) -> Design:
    """The design before the object was made: what exists elsewhere needs no statements."""
    kinds = {}
    for kind in design.__struct_fields__:
        rows = getattr(design, kind)
        if any(row.id == definition.id for row in rows):
            kinds[kind] = tuple(row for row in rows if row.id != definition.id)
    if isinstance(definition, Table):
        kinds["relationships"] = tuple(row for row in design.relationships if row.table_id != definition.id)
        kinds["sequences"] = tuple(row for row in design.sequences if row.owner_table_id != definition.id)
    return replace(design, **kinds)


def _concerns(operation: Operation, object_id: UUID) -> bool:
    if isinstance(operation, AddRelationship) and object_id in (operation.thing.id, operation.thing.table_id):
        return True
    if isinstance(operation, Create):
        owner = operation.owner
        return operation.symbol == "+" and (
            operation.thing.id == object_id or (owner is not None and owner.id == object_id)
        )
    new = getattr(operation, "new", None)
    return getattr(new, "id", None) == object_id


def write_access(design: Design) -> str:
    """Who may do what, as SQL: helper functions that policies call, privileges, policies, row-level security."""
    statements = [
        statement
        for function in _helpers(design)
        for statement in (*write_create_function(function), *write_initial_grants(function, design))
    ]
    relations: tuple[Table | View, ...] = (*design.tables, *design.views)
    for relation in relations:
        if not getattr(relation, "is_managed", False):
            statements += write_initial_grants(relation, design)
        if isinstance(relation, Table):
            statements += [sql for policy in relation.policies for sql in write_create_policy(policy, relation)]
            statements += write_set_rls(relation) if relation.has_rls and not relation.is_managed else []
            statements += write_force_rls(relation) if relation.forces_rls else []
    return format_script(statements)


def _helpers(design: Design) -> Iterator[Function]:
    """The functions that any policy calls, directly."""
    needs = Requirements(design)
    called = {part.id for table in design.tables for policy in table.policies for part in needs.of(policy, table)}
    return (function for function in design.functions if function.id in called)
