"""Who may do what, as it was measured."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from projects.models import Run
from projects.permissions import get_editable_project, get_project
from projects.requests import SignedInRequest
from projects.services.runs import start_run


@require_safe
def show_access(request: SignedInRequest, slug: str) -> HttpResponse:
    """The last measured matrix, for one command: tables down, personas across."""
    project = get_project(request, slug)
    runs = Run.objects.filter(project_id=project.pk, kind=Run.Kind.ACCESS, state=Run.State.SUCCEEDED)
    run = runs.select_related("requested_by").first()
    found = (run.result or {}) if run else {}
    commands = found.get("commands", [])
    command = request.GET.get("command", "")
    if command not in commands:
        command = commands[0] if commands else ""
    rows = [
        {**table, "shown": zip(found["personas"], table["cells"][command], strict=True)}
        for table in found.get("tables", [])
    ]
    context = {
        "project": project,
        "run": run,
        "found": found,
        "command": command,
        "rows": rows,
        "behind": project.change_count - found.get("change_count", project.change_count),
    }
    return render(request, "projects/access.html", context)


@require_POST
def measure(request: SignedInRequest, slug: str) -> HttpResponse:
    """Starts measuring; the page of the run shows how far it is."""
    project = get_editable_project(request, slug)
    run = start_run(project=project, acting_user=request.user, kind=Run.Kind.ACCESS, payload_name=project.name)
    return HttpResponseRedirect(reverse("projects:run", args=[project.slug, run.pk]))
