"""Arranging drafts: cut, moved, renamed, squashed, deleted, and back again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from designer.design import DesignerError
from projects.forms.drafts import DraftForm
from projects.models import Draft, Project
from projects.permissions import get_editable_project
from projects.requests import SignedInRequest
from projects.selectors.drafts import list_drafts
from projects.services.drafts import cut_draft, delete_draft, move_draft, rename_draft, restore_drafts, squash_draft


@require_POST
def cut(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ends the open draft here, under the name that was sent."""
    project = get_editable_project(request, slug)
    name = request.POST.get("name", "")
    return _arrange(
        request,
        project,
        lambda: cut_draft(project=project, acting_user=request.user, name=name),
        "Cut a draft. What you change from now on is not in it.",
    )


@require_POST
def restore(request: SignedInRequest, slug: str) -> HttpResponse:
    """Undoes what was done last with the drafts, or does it again."""
    project = get_editable_project(request, slug)
    return _arrange(request, project, lambda: restore_drafts(project=project), "The drafts are as they were before.")


@require_POST
def move(request: SignedInRequest, slug: str, draft_id: int) -> HttpResponse:
    """One place up, or down where that is asked for."""
    project = get_editable_project(request, slug)
    draft = get_object_or_404(Draft, project_id=project.pk, pk=draft_id)
    later = request.POST.get("way") == "down"
    return _arrange(request, project, lambda: move_draft(project=project, draft=draft, later=later), f"Moved {draft}.")


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: SignedInRequest, slug: str, draft_id: int) -> HttpResponse:
    """Another name."""
    project = get_editable_project(request, slug)
    draft = get_object_or_404(Draft, project_id=project.pk, pk=draft_id, target__isnull=False)
    form = DraftForm(request.POST if request.method == "POST" else None, initial={"name": draft.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_draft(project=project, draft=draft, name=form.cleaned_data["name"])
        except DesignerError as error:
            form.add_error("name", str(error))
        else:
            return HttpResponseRedirect(reverse("projects:migrations", args=[slug]))
    context = {"project": project, "draft": draft, "form": form}
    return render(request, "projects/draft.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def squash(request: SignedInRequest, slug: str, draft_id: int) -> HttpResponse:
    """Says what squashing a draft into the one before it does; POST does it."""
    return _confirm(request, slug, draft_id, "squash", squash_draft)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: SignedInRequest, slug: str, draft_id: int) -> HttpResponse:
    """Says what becomes of a draft that is deleted; POST does it."""
    return _confirm(request, slug, draft_id, "delete", delete_draft)


def _confirm(request: SignedInRequest, slug: str, draft_id: int, action: str, act: Callable[..., None]) -> HttpResponse:
    project = get_editable_project(request, slug)
    draft = get_object_or_404(Draft, project_id=project.pk, pk=draft_id, target__isnull=False)
    if request.method == "POST":
        done = "Squashed" if action == "squash" else "Deleted"
        return _arrange(
            request, project, lambda: act(project=project, draft=draft), f"{done} {draft}. The design is as it was."
        )
    drafts = list_drafts(project)
    place = next(index for index, row in enumerate(drafts) if row.pk == draft.pk)
    pair = (drafts[place - 1], draft) if action == "squash" else (draft, drafts[place + 1])
    context = {
        "project": project,
        "draft": draft,
        "action": action,
        "other": pair[0] if action == "squash" else pair[1],
        "texts": [(row, len(row.hand_edits)) for row in pair if row.hand_edits],
        "is_first": place == 0,
    }
    return render(request, "projects/draft.html", context)


def _arrange(request: SignedInRequest, project: Project, act: Callable[[], Any], done: str) -> HttpResponse:
    """Does it, says so or why not, and shows the drafts."""
    try:
        act()
    except DesignerError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(reverse("projects:migrations", args=[project.slug]))
