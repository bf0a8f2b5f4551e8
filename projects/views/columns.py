"""The columns of a table as rows to type in."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from designer.design import Column, Design, Table
from designer.design.edits.lookups import full_name
from designer.design.type_texts import show_type
from projects.forms.column_rows import ColumnRowsForm
from projects.models import Project
from projects.permissions import get_editable_project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.views.addresses import address_of
from projects.views.inspections import find_table
from projects.views.pages import answer


@require_http_methods(["GET", "HEAD", "POST"])
def edit_columns(request: SignedInRequest, slug: str, table_id: UUID) -> HttpResponse:
    """The rows; POST saves some of them as one change and answers with JSON: its number, or what is wrong where."""
    project = get_editable_project(request, slug)
    design = load_design(project)
    table = find_table(design, table_id)
    if request.method == "POST":
        return _save(request, project, design, table)
    address = address_of(project, "tables", table.id)
    context = {
        "table": table,
        "selected": table.id,
        "heading": "Columns",
        "back": (address, full_name(table)),
        "address": address,
        "rows": [_row(design, table, column) for column in table.columns],
    }
    return answer(request, project, "projects/inspectors/columns.html", context, design=design)


def _save(request: SignedInRequest, project: Project, design: Design, table: Table) -> HttpResponse:
    form = ColumnRowsForm(request.POST, project=project, design=design, table=table)
    if form.is_valid() and form.save(request.user):
        number = form.change.number if form.change else project.change_count
        return JsonResponse({"change": number, "label": form.change.label if form.change else ""})
    if form.conflict is not None:
        return JsonResponse({"errors": {"": {"": [str(form.conflict)]}}}, status=409)
    return JsonResponse({"errors": form.errors_by_row()}, status=422)


def _row(design: Design, table: Table, column: Column) -> dict[str, object]:
    source = f"= {column.generated}" if column.generated else f"identity, {column.identity}" if column.identity else ""
    return {
        "column": column,
        "type": show_type(column.type, design),
        "source": source,
        "is_key": table.primary_key is not None and column.id in table.primary_key.column_ids,
    }
