"""Importing SQL, and the runs that do it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.forms.imports import ImportForm
from projects.live import ask, stream
from projects.models import Project, Run, User
from projects.permissions import get_editable_project, get_project
from projects.requests import SignedInRequest
from projects.runs.live_databases import read_in_background
from projects.services import ImportMode
from projects.services.live_imports import create_live_import
from projects.services.runs import recover_lost_runs, request_cancel, start_run

_LOOK_EVERY_SECONDS = 0.3
_LONGEST_STREAM_SECONDS = 600


@sensitive_post_parameters("database")
@require_http_methods(["GET", "HEAD", "POST"])
def import_sql(request: SignedInRequest, slug: str) -> HttpResponse:
    """The form for pasting or uploading SQL; POST starts the run."""
    project = get_editable_project(request, slug)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = _start(project, request.user, form)
        return HttpResponseRedirect(reverse("projects:run", args=[project.slug, run.pk]))
    past = Run.objects.filter(project_id=project.pk, kind=Run.Kind.IMPORT).defer("result")[:10]
    context = {"project": project, "form": form, "past": past.select_related("requested_by")}
    return render(request, "projects/import.html", context, status=422 if request.method == "POST" else 200)


def _start(project: Project, user: User, form: ImportForm) -> Run:
    mode = form.cleaned_data["mode"]
    if form.target is not None:
        with transaction.atomic():
            run = create_live_import(project=project, acting_user=user, target=form.target, mode=ImportMode(mode))
            read_in_background(run, form.target)
        return run
    name, payload = form.payload()
    return start_run(
        project=project,
        acting_user=user,
        kind=Run.Kind.IMPORT,
        options={"mode": mode},
        payload_name=name,
        payload=payload,
    )


@require_safe
def show_run(request: SignedInRequest, slug: str, run_id: int) -> HttpResponse:
    """A run: its steps while it works, then its report."""
    project = get_project(request, slug)
    run = _find(project, run_id)
    return render(request, "runs/run.html", {"project": project, "run": run, "report": run.result or {}})


@require_safe
def watch_run(request: SignedInRequest, slug: str, run_id: int) -> StreamingHttpResponse:
    """The run's progress as server-sent events, each the fragment to show; `done` ends them."""
    project = get_project(request, slug)
    _find(project, run_id)
    return stream(_events(project, run_id, get_token(request)))


@require_POST
def cancel_run(request: SignedInRequest, slug: str, run_id: int) -> HttpResponse:
    """Asks the run to stop."""
    project = get_editable_project(request, slug)
    run = _find(project, run_id)
    request_cancel(run=run, acting_user=request.user)
    if not request.htmx:
        messages.success(request, "The run was asked to stop.")
    return HttpResponseRedirect(reverse("projects:run", args=[project.slug, run.pk]))


async def _events(project: Project, run_id: int, token: str) -> AsyncIterator[str]:
    last = ""
    for _ in range(int(_LONGEST_STREAM_SECONDS / _LOOK_EVERY_SECONDS)):
        is_finished, html = await ask(_progress, project, run_id, token)
        if html != last:
            last = html
            yield "".join(f"data: {line}\n" for line in html.splitlines()) + "\n"
        if is_finished:
            yield "event: done\ndata: \n\n"
            return
        await asyncio.sleep(_LOOK_EVERY_SECONDS)


def _progress(project: Project, run_id: int, token: str) -> tuple[bool, str]:
    """The fragment as it is now; without the token its Stop button would be refused."""
    run = _find(project, run_id)
    if run.has_lost_its_worker:  # no worker may be left to notice
        recover_lost_runs()
        run = _find(project, run_id)
    context = {"project": project, "run": run, "report": run.result or {}, "csrf_token": token}
    return run.is_finished, render_to_string("runs/run.html#progress", context)


def _find(project: Project, run_id: int) -> Run:
    runs = Run.objects.filter(project_id=project.pk).select_related("requested_by")
    return get_object_or_404(runs, pk=run_id)
