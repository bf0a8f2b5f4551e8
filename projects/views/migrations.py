"""What was released, and what waits to be."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from designer.design import DesignerError
from projects.models import Draft, Migration, Project
from projects.permissions import get_editable_project, get_project
from projects.requests import SignedInRequest
from projects.selectors.drafts import list_drafts
from projects.selectors.files import list_files, load_file
from projects.selectors.previews import list_changes_by_object
from projects.selectors.proofs import find_proof, hash_of_migration, hash_of_plan
from projects.services import EditRefused, plan_release, take_back
from projects.services.drafts import last_arrangement
from projects.services.histories import FOLDER
from projects.views.addresses import address_of_draft
from projects.views.highlighting import highlight


@require_safe
def list_migrations(request: SignedInRequest, slug: str) -> HttpResponse:
    """What has been released, and what waits to be."""
    project = get_project(request, slug)
    migrations = Migration.objects.filter(project_id=project.pk).select_related("released_by").order_by("-number")
    rows = [_draft_context(project, draft) for draft in list_drafts(project)]
    drafts = [row for row in rows if not row["is_empty"]]
    for row, following in pairwise(rows):
        row["is_last"] = following["draft"].is_open
    context = {
        "project": project,
        "migrations": migrations,
        "drafts": drafts,
        "waiting": sum(len(row["plan"].operations) for row in drafts if "plan" in row),
        "everything": drafts[-1]["address"] if drafts else "",
        "arrangement": last_arrangement(project),
    }
    return render(request, "projects/migrations.html", context)


def _draft_context(project: Project, draft: Draft) -> dict[str, Any]:
    """A draft in the list: what it changes, and what keeps it from being released."""
    context: dict[str, Any] = {
        "draft": draft,
        "address": address_of_draft("release", project, draft),
    }
    try:
        plan = plan_release(project, draft)
    except DesignerError as error:
        return {**context, "refusal": str(error), "is_empty": False}
    proof = find_proof(project, hash_of_plan(plan.before, plan.after, plan.files))
    return {
        **context,
        "plan": plan,
        "proof": proof,
        "objects": list_changes_by_object(plan.operations, plan.before, plan.after),
        "is_empty": draft.is_open and not plan.operations and not plan.unsupported,
    }


@require_safe
def show_migration(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """One released migration with its files; those of an imported one are listed and shown one by one."""
    project = get_project(request, slug)
    migration = _find(project, number)
    context: dict[str, Any] = {"project": project, "migration": migration}
    if migration.is_imported:
        sizes = dict(list_files(project))
        context["imported"] = [(name, sizes.get(FOLDER + name, 0)) for name in migration.names]
    else:
        context["proof"] = find_proof(project, hash_of_migration(migration))
        context["files"] = [
            {**file, "up_code": highlight(file["up"]), "down_code": highlight(file["down"])} for file in migration.files
        ]
    return render(request, "projects/migration.html", context)


@require_safe
def show_file(request: SignedInRequest, slug: str, number: int, name: str) -> HttpResponse:
    """One imported migration file as it is, with the ones before and after it."""
    project = get_project(request, slug)
    migration = _find(project, number)
    content = load_file(project, FOLDER + name)
    if name not in migration.names or content is None:
        raise Http404(f"{migration} has no file {name}.")
    place = migration.names.index(name)
    context = {
        "project": project,
        "migration": migration,
        "name": name,
        "size": len(content),
        "code": highlight(content.decode("utf-8-sig", "replace")),
        "earlier": migration.names[place - 1] if place else "",
        "later": migration.names[place + 1] if place + 1 < len(migration.names) else "",
    }
    return render(request, "projects/imported_file.html", context)


@require_POST
def take_back_migration(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Changes the design back, and shows the migration that does the same to databases."""
    project = get_editable_project(request, slug)
    migration = _find(project, number)
    try:
        take_back(project=project, acting_user=request.user, migration=migration)
    except EditRefused as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("projects:migration", args=[project.slug, number]))
    messages.success(request, f"The design is as it was before {migration}. Release that as the next migration.")
    return HttpResponseRedirect(reverse("projects:release", args=[project.slug]))


def _find(project: Project, number: int) -> Migration:
    migrations = Migration.objects.filter(project_id=project.pk).select_related("released_by", "base", "target")
    return get_object_or_404(migrations, number=number)
