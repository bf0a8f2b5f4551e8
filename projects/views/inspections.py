"""What the inspector shows of an object: a template and its context."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from designer.design import Definition, Design, DesignerError, Relationship, Table, Verbatim, View, kind_of
from designer.design.edits.lookups import full_name
from designer.design.type_texts import show_type
from designer.migrations import write_object
from designer.sql.secrets import hide_secrets
from projects.forms import OBJECT_FORMS, DesignForm
from projects.forms.indexes import show_key
from projects.models import Project
from projects.selectors.facts import describe_definition
from projects.selectors.inventories import describe_kind
from projects.views.addresses import address_of
from projects.views.highlighting import highlight

_OF_TABLES = ("inherits", "options", "replica_identity", "rules", "clustered_on")
_OF_VIEWS = ("indexes", "triggers", "rules", "clustered_on")
"""What has no form yet, and is told besides."""

Inspected = tuple[str, dict[str, Any]]


def find(design: Design, kind: str, object_id: UUID) -> Definition:
    """The object of that kind and id. Raises Http404."""
    definition = design.by_id.get(object_id)
    if definition is None or kind_of(definition) != kind:
        raise Http404(f"The design has no {describe_kind(kind)[0]} of this address. It may have been removed.")
    return definition


def find_table(design: Design, table_id: UUID) -> Table:
    """The table of that id. Raises Http404."""
    table = design.tables_by_id.get(table_id)
    if table is None:
        raise Http404("The design has no table of this address. It may have been removed.")
    return table


def inspect(project: Project, design: Design, definition: Definition | None) -> Inspected:
    """An object as it stands: a table with its parts, anything else as its form; None is the project itself."""
    if definition is None:
        return "projects/inspectors/project.html", {}
    if isinstance(definition, Table):
        return "projects/inspectors/table.html", table_context(project, design, definition)
    kind = kind_of(definition)
    if kind in OBJECT_FORMS:
        return inspect_form(
            project, design, definition, OBJECT_FORMS[kind](project=project, design=design, target=definition)
        )
    return "projects/inspectors/plain.html", plain_context(project, design, definition)


def inspect_form(project: Project, design: Design, definition: Definition, form: DesignForm) -> Inspected:
    """The form of an existing object, as it is or with its errors."""
    context = {**object_context(project, definition), "form": form}
    if isinstance(definition, Table):
        context["back"] = (context["address"], full_name(definition))
        context["title"] = "Table"
        context["action"] = f"{context['address']}edit/"
    elif isinstance(definition, View):
        context["facts"] = describe_definition(definition, design, only=_OF_VIEWS)
    elif isinstance(definition, Relationship):
        tables = design.tables_by_id
        context["ends"] = [
            (address_of(project, "tables", id_), full_name(tables[id_]))
            for id_ in (definition.table_id, definition.target_table_id)
        ]
    return "projects/inspectors/form.html", context


def object_context(project: Project, definition: Definition) -> dict[str, Any]:
    """Head and addresses of an object."""
    kind = kind_of(definition)
    word, icon = describe_kind(kind)
    address = address_of(project, kind, definition.id)
    return {
        "object": definition,
        "selected": definition.id,
        "kind": kind,
        "word": word,
        "icon_name": icon,
        "heading": full_name(definition),
        "address": address,
        "action": address,
        "remove_address": f"{address}remove/",
        "has_grants": hasattr(definition, "grants"),
    }


def plain_context(project: Project, design: Design, definition: Definition) -> dict[str, Any]:
    """An object that has no form: its attributes in words, and its SQL."""
    context = object_context(project, definition)
    tag = definition.kind.lower() if isinstance(definition, Verbatim) else context["word"]
    context |= {"facts": describe_definition(definition, design), "tag": tag}
    try:
        return {**context, "code": highlight(hide_secrets(write_object(design, definition.id)).strip())}
    except DesignerError as error:
        return {**context, "refusal": str(error)}


def table_context(project: Project, design: Design, table: Table) -> dict[str, Any]:
    """Everything on a table, ready to be listed."""
    outgoing = [row for row in design.relationships if row.table_id == table.id]
    incoming = [row for row in design.relationships if row.target_table_id == table.id]
    names = {column.id: column.name for column in table.columns}
    partitions = [row for row in design.tables if row.partition_of and row.partition_of.table_id == table.id]
    key = table.primary_key
    return {
        **object_context(project, table),
        "columns": _columns(design, table, outgoing),
        "key_columns": _columns_of(names, key.column_ids) if key else "",
        "unique_keys": [(row, _columns_of(names, row.column_ids)) for row in table.unique_keys],
        "outgoing": [(row, _end(design, row.target_table_id), _columns_of(names, row.column_ids)) for row in outgoing],
        "incoming": [(row, _end(design, row.table_id), _own_columns(design, row)) for row in incoming],
        "relationship_count": len(outgoing) + len(incoming),
        "constraint_count": len(table.unique_keys) + len(table.checks) + len(table.exclusions) + (1 if key else 0),
        "related": " ".join(str(row.id) for row in (*outgoing, *incoming)),
        "indexes": [(index, ", ".join(show_key(part, table) for part in index.keys)) for index in table.indexes],
        "triggers": [(row, _function_of(design, row.function_id) or row.function_name) for row in table.triggers],
        "parent": design.tables_by_id.get(table.partition_of.table_id) if table.partition_of else None,
        "partitions": partitions,
        "facts": describe_definition(table, design, only=_OF_TABLES),
    }


def _columns(design: Design, table: Table, outgoing: list[Relationship]) -> list[dict[str, Any]]:
    keys = set(table.primary_key.column_ids) if table.primary_key else set()
    references = {id_ for row in outgoing for id_ in row.column_ids}
    return [
        {
            "column": column,
            "type": show_type(column.type, design),
            "is_key": column.id in keys,
            "is_reference": column.id in references,
        }
        for column in table.columns
    ]


def _end(design: Design, table_id: UUID) -> str:
    table = design.tables_by_id.get(table_id)
    return full_name(table).removeprefix("public.") if table else "?"


def _own_columns(design: Design, row: Relationship) -> str:
    table = design.tables_by_id.get(row.table_id)
    return _columns_of({column.id: column.name for column in table.columns} if table else {}, row.column_ids)


def _columns_of(names: dict[UUID, str], column_ids: tuple[UUID, ...]) -> str:
    return ", ".join(names.get(id_, "?") for id_ in column_ids)


def _function_of(design: Design, function_id: UUID | None) -> str:
    found = design.by_id.get(function_id) if function_id else None
    return f"{full_name(found)}()" if found else ""
