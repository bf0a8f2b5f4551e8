"""What the palette finds."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from projects.permissions import get_project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.selectors.designs import newest_change
from projects.selectors.searches import list_finds
from projects.views.packed import answer_packed


@require_safe
def list_everything(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every object and part by name, as a JSON array of `Find` rows."""
    project = get_project(request, slug)
    key = f"finds-{project.pk}-{newest_change(project)}"
    return answer_packed(request, key, lambda: list_finds(load_design(project)))
