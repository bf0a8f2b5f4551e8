"""Undo, redo, and returning to an earlier point."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from projects.models import Change, Project
from projects.permissions import get_editable_project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.selectors.histories import list_changes
from projects.services import EditConflict, EditRefused, redo_change, return_to, undo_change
from projects.views.addresses import project_address
from projects.views.edits import answer_edit
from projects.views.pages import answer, is_fragment

_LISTED = 30


@require_POST
def undo(request: SignedInRequest, slug: str) -> HttpResponse:
    """Reverts the person's own last change."""
    project = get_editable_project(request, slug)
    return _revert(request, project, undo_change)


@require_POST
def redo(request: SignedInRequest, slug: str) -> HttpResponse:
    """Makes the last undone change again."""
    project = get_editable_project(request, slug)
    return _revert(request, project, redo_change)


@require_http_methods(["GET", "HEAD", "POST"])
def return_here(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """What would be taken back to have the design as it was after a change; POST does so."""
    project = get_editable_project(request, slug)
    point = get_object_or_404(list_changes(project), number=number)
    design = load_design(project)
    refusal = ""
    if request.method == "POST":
        based_on = request.POST.get("based_on", "")
        expected = int(based_on) if based_on.isdecimal() else -1
        try:
            change = return_to(project=project, acting_user=request.user, number=number, expected_number=expected)
        except (EditConflict, EditRefused) as error:
            refusal = str(error)
            project.refresh_from_db(fields=["change_count"])
        else:
            return answer_edit(request, project, change, [], before=design)
    later = list_changes(project).filter(number__gt=number)
    count = later.count()
    context = {
        "heading": "Return to an earlier design",
        "back": (project_address(project), project.name),
        "point": point,
        "later": later[:_LISTED],
        "later_count": count,
        "more": max(0, count - _LISTED),
        "return_address": reverse("projects:return", args=[project.slug, number]),
        "refusal": refusal,
    }
    template = "projects/inspectors/return.html"
    return answer(request, project, template, context, design=design, status=422 if refusal else 200)


def _revert(request: SignedInRequest, project: Project, revert: Callable[..., Change]) -> HttpResponse:
    before = load_design(project)
    try:
        change = revert(project=project, acting_user=request.user)
    except EditRefused as error:
        if not is_fragment(request):
            messages.error(request, str(error))
            return HttpResponseRedirect(project_address(project))
        refused = HttpResponse(status=204)
        refused["HX-Trigger"] = json.dumps({"notice": {"message": str(error), "isError": True}})
        return refused
    touched = change.items.values_list("object_id", flat=True)
    return answer_edit(request, project, change, touched, before=before)
