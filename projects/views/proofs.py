"""Starting proofs; their progress and result are pages of the run."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from designer.design import DesignerError
from projects.models import Migration, Project, Run
from projects.permissions import get_editable_project
from projects.requests import SignedInRequest
from projects.services.proofs import plan_next
from projects.services.runs import start_run
from projects.views.migrations import save_posted_answers


@require_POST
def prove_next(request: SignedInRequest, slug: str) -> HttpResponse:
    """Proves the migration that a release would write now, with the answers that were sent along."""
    project = get_editable_project(request, slug)
    if "row_counts" in request.POST and (refusal := save_posted_answers(request, project)):
        messages.error(request, refusal)
        return HttpResponseRedirect(reverse("projects:release", args=[project.slug]))
    try:
        plan_next(project)
    except DesignerError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("projects:release", args=[project.slug]))
    return _start(request, project, "the next migration", None)


@require_POST
def prove_migration(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Proves a released migration."""
    project = get_editable_project(request, slug)
    migrations = Migration.objects.filter(project_id=project.pk, is_imported=False)
    return _start(request, project, str(get_object_or_404(migrations, number=number)), number)


def _start(request: SignedInRequest, project: Project, name: str, release: int | None) -> HttpResponse:
    run = start_run(
        project=project,
        acting_user=request.user,
        kind=Run.Kind.PROOF,
        options={"release": release},
        payload_name=name,
    )
    return HttpResponseRedirect(reverse("projects:run", args=[project.slug, run.pk]))
