"""The list of projects, new ones, their settings."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from designer.design import DesignerError
from projects.forms.projects import ProjectForm, ProjectSettingsForm
from projects.models import Project
from projects.permissions import get_editable_project, get_managed_project
from projects.requests import SignedInRequest
from projects.selectors import projects_of, teams_of
from projects.services import change_texts, create_project, delete_project, update_project
from projects.services.starters import start_project


@require_safe
def list_projects(request: SignedInRequest) -> HttpResponse:
    """The person's projects by team, the latest first."""
    projects = projects_of(request.user).annotate(
        table_count=Count("definitions", filter=Q(definitions__kind="tables"), distinct=True),
        migration_count=Count("migrations", distinct=True),
    )
    by_team = {
        team_id: list(rows)
        for team_id, rows in groupby(sorted(projects, key=lambda row: row.team_id), lambda row: row.team_id)
    }
    teams = [(membership, by_team.get(membership.team_id, [])) for membership in teams_of(request.user)]
    return render(request, "projects/list.html", {"teams": teams, "has_projects": bool(by_team)})


@require_http_methods(["GET", "HEAD", "POST"])
def add_project(request: SignedInRequest) -> HttpResponse:
    """A new project: empty, about to import, or with a starter's design."""
    form = ProjectForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        start = answers.pop("start")
        project = create_project(team=answers.pop("team"), acting_user=request.user, **answers)
        if start == ProjectForm.IMPORT:
            return HttpResponseRedirect(reverse("projects:import", args=[project.slug]))
        if start:
            _start(request, project, start)
        return HttpResponseRedirect(reverse("projects:designer", args=[project.slug]))
    return render(request, "projects/new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def start(request: SignedInRequest, slug: str) -> HttpResponse:
    """Puts the chosen starter into a project that is still empty."""
    project = get_editable_project(request, slug)
    _start(request, project, request.POST.get("starter", ""))
    return HttpResponseRedirect(reverse("projects:designer", args=[slug]))


def _start(request: SignedInRequest, project: Project, starter: str) -> None:
    try:
        start_project(project=project, acting_user=request.user, slug=starter)
    except DesignerError as error:
        messages.error(request, str(error))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_settings(request: SignedInRequest, slug: str) -> HttpResponse:
    """Name, PostgreSQL version, seed and config of a project; for owners."""
    project = get_managed_project(request, slug)
    form = ProjectSettingsForm(request.POST or None, instance=project)
    if request.method == "POST" and form.is_valid():
        update_project(project=project, acting_user=request.user, **form.settings())
        change_texts(project=project, acting_user=request.user, texts=form.texts())
        messages.success(request, "Saved.")
        return HttpResponseRedirect(request.path)
    context = {"project": project, "form": form}
    return render(request, "projects/settings.html", context, status=422 if form.errors else 200)


@require_POST
def remove_project(request: SignedInRequest, slug: str) -> HttpResponse:
    """Deletes a project for good, once its name is typed."""
    project = get_managed_project(request, slug)
    if request.POST.get("name", "").strip() != project.name:
        messages.error(request, f"Nothing was deleted: type the name of the project, {project.name}, to delete it.")
        return HttpResponseRedirect(reverse("projects:settings", args=[slug]))
    delete_project(project=project, acting_user=request.user)
    messages.success(request, f"Deleted {project.name}.")
    return HttpResponseRedirect(reverse("projects:list"))
