"""Undo and redo."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from projects.models import Change, Project
from projects.permissions import get_editable_project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.services import EditRefused, redo_change, undo_change
from projects.views.addresses import project_address
from projects.views.inspections import inspect
from projects.views.pages import address_after, answer_edit, is_fragment


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


def _revert(request: SignedInRequest, project: Project, revert: Callable[..., Change]) -> HttpResponse:
    try:
        change = revert(project=project, acting_user=request.user)
    except EditRefused as error:
        if not is_fragment(request):
            messages.error(request, str(error))
            return HttpResponseRedirect(project_address(project))
        refused = HttpResponse(status=204)
        refused["HX-Trigger"] = json.dumps({"notice": {"message": str(error), "isError": True}})
        return refused
    project.refresh_from_db(fields=["change_count"])
    design = load_design(project)
    touched = change.items.values_list("object_id", flat=True)
    definition = next((design.by_id[id_] for id_ in touched if id_ in design.by_id), None)
    inspected = inspect(project, design, definition)
    return answer_edit(request, project, change, inspected, address=address_after(project, definition), design=design)
