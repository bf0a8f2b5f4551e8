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
from projects.views.edits import answer_edit
from projects.views.pages import is_fragment


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
