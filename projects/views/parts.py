"""What sits on a table: columns, keys, checks, indexes, policies, triggers; and grants, which most objects have."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from designer.design import Design, Table
from designer.design.edits.lookups import full_name
from projects.forms import PART_FORMS, GrantsForm
from projects.models import Project
from projects.permissions import get_editable_project, get_project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.views.addresses import address_of
from projects.views.edits import answer_edit
from projects.views.inspections import find, find_table
from projects.views.pages import answer

WORDS = {
    "columns": ("column", "layout-three-columns"),
    "primary-key": ("primary key", "key"),
    "unique-keys": ("unique constraint", "fingerprint"),
    "checks": ("check constraint", "check2-square"),
    "indexes": ("index", "lightning"),
    "policies": ("policy", "shield-lock"),
    "triggers": ("trigger", "play-btn"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def add_part(request: SignedInRequest, slug: str, table_id: UUID, part_kind: str) -> HttpResponse:
    """The form for a new part of a table; POST adds it."""
    project = get_editable_project(request, slug)
    design = load_design(project)
    return _edit(request, project, design, find_table(design, table_id), part_kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
def show_part(request: SignedInRequest, slug: str, table_id: UUID, part_kind: str, part_id: UUID) -> HttpResponse:
    """A part in the inspector; POST changes it."""
    project = get_editable_project(request, slug) if request.method == "POST" else get_project(request, slug)
    design = load_design(project)
    table = find_table(design, table_id)
    return _edit(request, project, design, table, part_kind, find_part(table, part_kind, part_id))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_grants(request: SignedInRequest, slug: str, kind: str, object_id: UUID) -> HttpResponse:
    """Who holds which privileges on an object; POST changes it."""
    project = get_editable_project(request, slug) if request.method == "POST" else get_project(request, slug)
    design = load_design(project)
    definition = find(design, kind, object_id)
    if not hasattr(definition, "grants"):
        raise Http404("This object carries no grants.")
    form = GrantsForm(request.POST or None, project=project, design=design, target=definition)
    is_posted = request.method == "POST"
    if is_posted and form.is_valid() and form.save(request.user):
        return answer_edit(request, project, form.change, [object_id], before=design)
    address = address_of(project, kind, object_id)
    context = {
        "form": form,
        "heading": "Grants",
        "word": "grants",
        "icon_name": "person-check",
        "selected": object_id,
        "back": (address, full_name(definition)),
        "action": f"{address}grants/",
    }
    status = 422 if is_posted else 200
    return answer(request, project, "projects/inspectors/grants.html", context, design=design, status=status)


def find_part(table: Table, part_kind: str, part_id: UUID) -> Any:
    """The part of that kind and id. Raises Http404."""
    field = part_kind.replace("-", "_")
    parts = [table.primary_key] if part_kind == "primary-key" else getattr(table, field)
    for part in parts:
        if part is not None and part.id == part_id:
            return part
    raise Http404(f"{full_name(table)} has no such {WORDS[part_kind][0]}. It may have been removed.")


def _edit(
    request: SignedInRequest, project: Project, design: Design, table: Table, part_kind: str, part: Any
) -> HttpResponse:
    is_posted = request.method == "POST"
    form = PART_FORMS[part_kind](
        request.POST if is_posted else None, project=project, design=design, target=part, table=table
    )
    if is_posted and form.is_valid() and form.save(request.user):
        return answer_edit(request, project, form.change, [table.id], before=design)
    context = part_context(project, table, part_kind, part) | {"form": form}
    status = 422 if is_posted else 200
    return answer(request, project, "projects/inspectors/form.html", context, design=design, status=status)


def part_context(project: Project, table: Table, part_kind: str, part: Any) -> dict[str, Any]:
    """Head and addresses of a part."""
    word, icon = WORDS[part_kind]
    address = address_of(project, "tables", table.id)
    place = f"{address}{part_kind}/"
    return {
        "selected": table.id,
        "table": table,
        "part": part,
        "part_kind": part_kind,
        "word": word,
        "icon_name": icon,
        "is_new": part is None,
        "heading": f"New {word}" if part is None else part.name,
        "back": (address, full_name(table)),
        "action": f"{place}new/" if part is None else f"{place}{part.id}/",
        "remove_address": "" if part is None else f"{place}{part.id}/remove/",
    }
