"""The matrix of stated access: tenants and roles, and table by table who may do what."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from designer.access.bundles import BUNDLES, state_bundle
from designer.access.compiling import compile_access
from designer.access.recognising import model_of
from designer.design import Design, DesignerError, Table
from designer.design.access_models import TableAccess
from designer.sql.policies import write_create_policy
from projects.forms.access import AccessModelForm
from projects.forms.table_access import TableAccessForm
from projects.permissions import get_editable_project, get_project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.selectors.matrices import list_matrix, measured_differences
from projects.services import EditRefused
from projects.services.access_models import (
    access_of,
    detach_table,
    policies_by_hand,
    save_model,
    save_tables,
    with_table,
    without_policies,
)
from projects.views.highlighting import highlight


@require_safe
def show_matrix(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every table by everybody: what is stated, or read from policies written by hand."""
    project = get_project(request, slug)
    design = load_design(project)
    model, audiences, tables = list_matrix(project, design)
    context = {
        "project": project,
        "model": model,
        "is_stated": bool(design.access_models),
        "tenants": design.tables_by_id.get(model.tenant_table_id) if model.tenant_table_id else None,
        "audiences": audiences,
        "tables": tables,
        "bundles": BUNDLES,
        "differences": sum(len(row.differs) for table in tables for row in table.rows),
    }
    return render(request, "projects/matrix.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_model(request: SignedInRequest, slug: str) -> HttpResponse:
    """Tenants, memberships and roles. What was recognised in the design is offered until something is saved."""
    project = get_editable_project(request, slug)
    design = load_design(project)
    form = AccessModelForm(request.POST or None, design=design, model=model_of(design))
    if request.method == "POST" and form.is_valid():
        try:
            save_model(project=project, acting_user=request.user, model=form.model())
        except EditRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved. Policies that speak of tenants and roles were compiled anew.")
            return HttpResponseRedirect(reverse("projects:matrix", args=[slug]))
    context = {
        "project": project,
        "form": form,
        "fields": [(field, *form.shown.get(field.name, ("", ""))) for field in form],
        "is_stated": bool(design.access_models),
    }
    return render(request, "projects/access_model.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_table_access(request: SignedInRequest, slug: str, table_id: UUID) -> HttpResponse:
    """The matrix of one table. POST saves it, or with `preview` shows the policies it would be compiled to."""
    project = get_editable_project(request, slug)
    design = load_design(project)
    table = _own_table(design, table_id)
    model = model_of(design)
    access = access_of(design, model, table)
    form = TableAccessForm(
        request.POST if request.method == "POST" else None, design=design, model=model, table=table, access=access
    )
    if "preview" in request.POST:
        return render(request, "projects/compiled.html", _preview(design, table, form))
    if request.method == "POST" and form.is_valid():
        stated = form.access()
        try:
            save_tables(
                project=project, acting_user=request.user, ids=[table.id], write=lambda _design, _model, _table: stated
            )
        except EditRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"Saved what is stated of {table.schema}.{table.name}. Measure access to prove it."
            )
            return HttpResponseRedirect(reverse("projects:matrix", args=[slug]))
    differences = measured_differences(project)
    context = {
        "project": project,
        "table": table,
        "form": form,
        "is_stated": model.table(table.id) is not None,
        "by_hand": policies_by_hand(design, table),
        "differences": {
            command: found for (name, command), found in differences.items() if name == f"{table.schema}.{table.name}"
        },
        **_preview(design, table, form if form.is_bound else None, access),
    }
    return render(request, "projects/table_access.html", context, status=422 if form.errors else 200)


@require_POST
def detach(request: SignedInRequest, slug: str, table_id: UUID) -> HttpResponse:
    """Takes a table out of the matrix; its policies stay, to be edited by hand."""
    project = get_editable_project(request, slug)
    table = _own_table(load_design(project), table_id)
    try:
        detach_table(project=project, acting_user=request.user, table_id=table.id)
    except EditRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, f"The policies of {table.schema}.{table.name} are yours to edit by hand. Undo takes it back."
        )
    return HttpResponseRedirect(reverse("projects:matrix", args=[slug]))


@require_POST
def apply_bundle(request: SignedInRequest, slug: str) -> HttpResponse:
    """States the same for several tables at once."""
    project = get_editable_project(request, slug)
    bundle = next((row for row in BUNDLES if row.slug == request.POST.get("bundle")), None)
    known = load_design(project).tables_by_id
    ids = [id_ for text in request.POST.getlist("table") if (id_ := _read_id(text)) in known]
    if bundle is None or not ids:
        messages.error(request, "Nothing was changed: choose tables by their boxes, and what to state of them.")
        return HttpResponseRedirect(reverse("projects:matrix", args=[slug]))
    try:
        save_tables(
            project=project,
            acting_user=request.user,
            ids=[id_ for id_ in ids if id_ is not None],
            write=lambda design, model, table: state_bundle(bundle, design, model, table),
        )
    except EditRefused as error:
        messages.error(request, f"Nothing was changed. {error}")
    else:
        count = f"{len(ids)} tables" if len(ids) > 1 else "one table"
        messages.success(request, f"“{bundle.title}” is stated of {count}. Undo takes it back.")
    return HttpResponseRedirect(reverse("projects:matrix", args=[slug]))


def _preview(
    design: Design, table: Table, form: TableAccessForm | None, access: TableAccess | None = None
) -> dict[str, object]:
    """What a statement would be compiled to, or why it cannot be."""
    if form is not None:
        if not form.is_valid():
            errors = [str(error) for row in form.errors.values() for error in row]
            return {"problem": " ".join(errors), "sql": ""}
        access = form.access()
    if access is None:
        return {"problem": "", "sql": ""}
    try:
        made = compile_access(without_policies(design, [table.id]), with_table(model_of(design), access))
    except DesignerError as error:
        return {"problem": str(error), "sql": ""}
    after = made.tables_by_id[table.id]
    statements = [statement for policy in after.policies for statement in write_create_policy(policy, after)]
    helpers = sorted(row.name for row in made.functions if row.id not in design.by_id)
    return {
        "problem": "",
        "sql": highlight(";\n\n".join(statements) + (";\n" if statements else "")),
        "is_empty": not statements,
        "helpers": helpers,
        "indexes": [row.name for row in after.indexes if row not in table.indexes],
    }


def _own_table(design: Design, table_id: UUID) -> Table:
    table = design.tables_by_id.get(table_id)
    if table is None or table.is_managed:
        raise Http404("There is no such table in the design.")
    return table


def _read_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
