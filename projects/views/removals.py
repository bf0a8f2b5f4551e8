"""Removing: first what it would destroy, then doing it. Undo brings everything back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from designer.design import Design, DesignerError
from designer.design.edits.lookups import full_name
from projects.models import Project
from projects.permissions import get_editable_project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.selectors.removals import Removal, plan_object_removal, plan_part_removal
from projects.services import EditConflict, edit_design
from projects.views.edits import answer_edit
from projects.views.inspections import find, find_table, object_context
from projects.views.pages import answer
from projects.views.parts import find_part, part_context


@require_http_methods(["GET", "HEAD", "POST"])
def remove_object(request: SignedInRequest, slug: str, kind: str, object_id: UUID) -> HttpResponse:
    """What removing an object destroys; POST removes it."""
    project = get_editable_project(request, slug)
    design = load_design(project)
    definition = find(design, kind, object_id)
    context = object_context(project, definition)
    context["back"] = (context["address"], full_name(definition))
    return _answer(request, project, design, plan_object_removal(design, definition), context, stays_at=None)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_part(request: SignedInRequest, slug: str, table_id: UUID, part_kind: str, part_id: UUID) -> HttpResponse:
    """What removing a column, constraint, index, policy or trigger destroys; POST removes it."""
    project = get_editable_project(request, slug)
    design = load_design(project)
    table = find_table(design, table_id)
    part = find_part(table, part_kind, part_id)
    context = part_context(project, table, part_kind, part)
    removal = plan_part_removal(design, table, part_kind, part)
    return _answer(request, project, design, removal, context, stays_at=table_id)


def _answer(
    request: SignedInRequest,
    project: Project,
    design: Design,
    removal: Removal,
    context: dict[str, Any],
    *,
    stays_at: UUID | None,
) -> HttpResponse:
    refusal = ""
    if request.method == "POST":
        try:
            expected = request.POST.get("based_on", "")
            change = edit_design(
                project=project,
                acting_user=request.user,
                label=removal.label,
                edit=removal.edit,
                expected_number=int(expected) if expected.isdigit() else None,
            )
        except (DesignerError, EditConflict) as error:
            refusal = str(error)
        else:
            return answer_edit(request, project, change, [stays_at] if stays_at else [], before=design)
    context = {**context, "removal": removal, "refusal": refusal, "heading": f"Remove {context['heading']}"}
    status = 422 if refusal else 200
    return answer(request, project, "projects/inspectors/removal.html", context, design=design, status=status)
