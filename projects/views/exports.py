"""Downloading the supabase/ folder."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from designer.design import DesignerError
from designer.export import write_zip
from projects.permissions import get_project
from projects.requests import SignedInRequest
from projects.services import plan_drafts
from projects.services.exports import build_export
from projects.views.addresses import address_of_draft


@require_safe
def show_export(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the zip contains and how to use it."""
    project = get_project(request, slug)
    context: dict[str, object] = {"project": project}
    try:
        context["files"] = [(path, len(content)) for path, content in build_export(project).items()]
        plans = plan_drafts(project)
        context["waiting"] = sum(len(plan.operations) for plan in plans)
        context["release"] = address_of_draft("release", project, plans[-1].draft if plans else None)
    except DesignerError as error:
        context["refusal"] = str(error)
    return render(request, "projects/export.html", context)


@require_safe
def download(request: SignedInRequest, slug: str) -> HttpResponseBase:
    """The zip; equal for equal releases."""
    project = get_project(request, slug)
    try:
        content = write_zip(build_export(project))
    except DesignerError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("projects:export", args=[slug]))
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"{project.slug}.zip")
