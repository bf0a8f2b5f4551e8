"""What others do while a page is open."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import partial

from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from designer.design import DesignerError
from projects.live import event_stream, stream
from projects.permissions import get_editable_project, get_project
from projects.requests import SignedInRequest
from projects.selectors import list_changes, load_design
from projects.selectors.inventories import digest_of
from projects.services.announcements import announce
from projects.services.workbenches import try_on_server
from projects.views.pages import common, history_context, rail_context

_LONGEST_PAGE = 40


@require_safe
def watch_project(request: SignedInRequest, slug: str) -> StreamingHttpResponse:
    """Changes, releases and runs of a project as server-sent events. When it ends, the others are told."""
    project = get_project(request, slug)
    page = request.GET.get("page", "")[:_LONGEST_PAGE]
    gone = _presence(request, page=page, has_left=True)
    leave = partial(announce, project, "presence", detail=gone) if page else lambda: None
    return stream(event_stream(project.pk, page=page, when_gone=leave))


@require_POST
def tell_presence(request: SignedInRequest, slug: str) -> HttpResponse:
    """Tells every open page of the project who has it open, and what is selected there. Nothing is kept."""
    project = get_project(request, slug)
    detail = _presence(
        request,
        page=request.POST.get("page", "")[:_LONGEST_PAGE],
        selected=request.POST.get("selected", "")[:36],
        has_left=bool(request.POST.get("has_left")),
    )
    announce(project, "presence", detail=detail)
    return HttpResponse(status=204)


def _presence(request: SignedInRequest, *, page: str, selected: str = "", has_left: bool = False) -> str:
    """What one page tells the others of itself."""
    person = {"person": request.user.pk, "name": str(request.user)[:60]}
    return json.dumps({"page": page, **person, "selected": selected, "has_left": has_left})


@require_POST
def warm(request: SignedInRequest, slug: str) -> HttpResponse:
    """Builds the database on which edits are tried, so that the first edit need not wait for it."""
    project = get_editable_project(request, slug)
    design = load_design(project)
    with suppress(DesignerError):  # the first edit will say what is wrong, where somebody reads it
        try_on_server(project, design, design)
    return HttpResponse(status=204)


@require_safe
def show_updates(request: SignedInRequest, slug: str) -> HttpResponse:
    """The history buttons as they are now, the rail unless it is as the page has it, and who made the last change."""
    project = get_project(request, slug)
    rail = rail_context(load_design(project))
    is_rail_new = digest_of(rail["groups"]) != request.GET.get("rail")
    context = {**common(project), **rail, **history_context(request, project), "is_rail_new": is_rail_new}
    response = HttpResponse(render_to_string("projects/updates.html", context, request))
    change = list_changes(project).first()
    events: dict[str, object] = {"design-changed": {}}
    if change is not None and change.author != request.user:
        events["notice"] = {"message": f"{change.author}: {change.label}"}
    response["HX-Trigger"] = json.dumps(events)
    return response
