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
from projects.views.addresses import address_of_draft
from projects.views.releases import get_draft, save_posted_answers


@require_POST
def prove_next(request: SignedInRequest, slug: str, draft_id: int | None = None) -> HttpResponse:
    """Proves the migration that a release of a draft would write now, with the answers that were sent along."""
    project = get_editable_project(request, slug)
    draft = get_draft(project, draft_id)
    refusal = save_posted_answers(request, project, draft) if "row_counts" in request.POST else ""
    try:
        plan_next(project, draft)
    except DesignerError as error:
        refusal = refusal or str(error)
    if refusal:
        messages.error(request, refusal)
        return HttpResponseRedirect(address_of_draft("release", project, draft))
    return _start(request, project, draft.name if draft else "the next migration", {"draft": draft_id})


@require_POST
def prove_migration(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Proves a released migration."""
    project = get_editable_project(request, slug)
    migrations = Migration.objects.filter(project_id=project.pk, is_imported=False)
    return _start(request, project, str(get_object_or_404(migrations, number=number)), {"release": number})


def _start(request: SignedInRequest, project: Project, name: str, options: dict[str, int | None]) -> HttpResponse:
    run = start_run(
        project=project,
        acting_user=request.user,
        kind=Run.Kind.PROOF,
        options=options,
        payload_name=name,
    )
    return HttpResponseRedirect(reverse("projects:run", args=[project.slug, run.pk]))
