"""What is wrong with a design, with proof, and what puts it right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from designer.advisor import Level
from designer.design import Design, kind_of
from projects.models import Project, Run
from projects.permissions import get_editable_project, get_project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.selectors.runs import last_advice
from projects.services.advice import is_done, read_fix, save_fix
from projects.services.errors import EditRefused
from projects.services.runs import start_run
from projects.views.addresses import address_of

_HEADINGS = {
    Level.ERROR: "Open now",
    Level.WARN: "Open one day",
    Level.INFO: "Good to know",
    Level.SPEED: "Right, and slow",
}


@require_safe
def show_advice(request: SignedInRequest, slug: str) -> HttpResponse:
    """What was found last, the worst first."""
    project = get_project(request, slug)
    run = last_advice(project)
    found = (run.result or {}) if run else {}
    design = load_design(project) if found.get("findings") else Design()
    rows = [_row(project, design, row) for row in found.get("findings", [])]
    groups = [
        {"level": level.value, "heading": heading, "rows": [row for row in rows if row["level"] == level.value]}
        for level, heading in _HEADINGS.items()
    ]
    context = {
        "project": project,
        "run": run,
        "groups": [group for group in groups if group["rows"]],
        "behind": project.change_count - found.get("change_count", project.change_count),
    }
    return render(request, "projects/advice.html", context)


@require_POST
def look(request: SignedInRequest, slug: str) -> HttpResponse:
    """Starts looking; the page of the run shows how far it is."""
    project = get_editable_project(request, slug)
    run = start_run(project=project, acting_user=request.user, kind=Run.Kind.ADVICE, payload_name=project.name)
    return HttpResponseRedirect(reverse("projects:run", args=[project.slug, run.pk]))


@require_POST
def fix(request: SignedInRequest, slug: str) -> HttpResponse:
    """Puts one finding right."""
    project = get_editable_project(request, slug)
    run = last_advice(project)
    found = (run.result or {}) if run else {}
    key = request.POST.get("finding", "")
    chosen = next((row for row in found.get("findings", []) if row["key"] == key), None)
    edit = read_fix(chosen) if chosen else None
    if edit is None:
        raise Http404
    try:
        change = save_fix(project=project, acting_user=request.user, fix=edit, expected_number=found["change_count"])
    except EditRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{edit.label}: done. Undo takes it back." if change else "It is right already.")
    return HttpResponseRedirect(reverse("projects:advice", args=[project.slug]))


def _row(project: Project, design: Design, finding: dict[str, Any]) -> dict[str, Any]:
    """A finding with the address of its object, and whether its fix is still to be made."""
    edit = read_fix(finding)
    stored = finding.get("object_id")
    definition = design.by_id.get(UUID(stored)) if stored else None
    address = address_of(project, kind_of(definition), definition.id) if definition else ""
    return {**finding, "address": address, "is_done": edit is not None and is_done(design, edit)}
