"""A draft on its way to a release: what it does and asks, its SQL, its copies, and releasing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import HiddenInput
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from designer.design import DesignerError
from designer.migrations import MigrationFile
from projects.forms.answers import asked_questions, read_posted_answers, read_row_counts, write_row_counts
from projects.forms.projects import ReleaseForm
from projects.models import Draft, Project
from projects.permissions import get_editable_project
from projects.requests import SignedInRequest
from projects.selectors.designs import last_migration
from projects.selectors.drafts import list_cut_drafts
from projects.selectors.proofs import find_proof, find_stale_proof, hash_of_plan
from projects.services import answer_questions, plan_release, release_migration
from projects.services.copies import choose_copies, list_copies_to_drop
from projects.services.hand_edits import draft_name
from projects.services.release_plans import ReleasePlan
from projects.services.releases import UnprovenRelease, is_proven, operation_as_json, written_statements
from projects.views.addresses import address_of_draft
from projects.views.highlighting import highlight


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedInRequest, slug: str, draft_id: int | None = None) -> HttpResponse:
    """What a draft contains and asks, with locks and hazards; POST saves answers, or releases it."""
    project = get_editable_project(request, slug)
    draft = get_draft(project, draft_id)
    is_release = "save" not in request.POST
    posted = request.POST if is_release and request.method == "POST" else None
    form = ReleaseForm(posted, initial={"name": draft.name if draft else ""})
    refusal = save_posted_answers(request, project, draft) if request.method == "POST" else ""
    if request.method == "POST" and not is_release and not refusal:
        messages.success(request, "Saved the answers. The migration below does as they say.")
        return HttpResponseRedirect(address_of_draft("release", project, draft))
    if posted is not None and not refusal and form.is_valid():
        try:
            migration = release_migration(project=project, acting_user=request.user, draft=draft, **form.cleaned_data)
        except UnprovenRelease as error:
            form.add_error("confirms_unproven", str(error))
        except DesignerError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"Released {migration}. Next: export the project, then run supabase db push.")
            return HttpResponseRedirect(reverse("projects:migration", args=[project.slug, migration.number]))
    context = {"project": project, "form": form, "draft": draft, "answers_refusal": refusal}
    context |= _release_context(request, project, draft, refusal)
    if context.get("is_proven"):
        form.fields["confirms_unproven"].widget = HiddenInput()
    return render(request, "projects/release.html", context, status=422 if form.errors or refusal else 200)


@require_POST
def drop_copies(request: SignedInRequest, slug: str, draft_id: int | None = None) -> HttpResponse:
    """Lets a draft drop the copies that were chosen, and no others."""
    project = get_editable_project(request, slug)
    draft = get_draft(project, draft_id)
    names = request.POST.getlist("copy")
    try:
        choose_copies(project=project, draft=draft, names=names)
    except DesignerError as error:
        messages.error(request, str(error))
    else:
        words = "This migration drops what you chose." if names else "This migration drops no copies."
        messages.success(request, f"{words} Nothing is dropped before you release it and run it.")
    return HttpResponseRedirect(address_of_draft("release", project, draft))


def get_draft(project: Project, draft_id: int | None) -> Draft | None:
    """The draft of an address; None for the open one. Raises Http404 for one that is gone."""
    return None if draft_id is None else get_object_or_404(Draft, project_id=project.pk, pk=draft_id)


def save_posted_answers(request: SignedInRequest, project: Project, draft: Draft | None) -> str:
    """Saves the answers that were sent; says why where they do not fit."""
    try:
        answer_questions(
            project=project,
            draft=draft,
            answers=read_posted_answers(request.POST, plan_release(project, draft).questions),
            row_counts=read_row_counts(request.POST.get("row_counts", "")),
        )
    except DesignerError as error:
        return str(error)
    project.refresh_from_db(fields=["row_counts"])
    return ""


def _release_context(request: SignedInRequest, project: Project, draft: Draft | None, refusal: str) -> dict[str, Any]:
    """The plan, or why there is none; and what comes before it."""
    names = ("release", "prove-next", "drop-copies")
    cut = list_cut_drafts(project)
    context: dict[str, Any] = {
        "addresses": {name.replace("-", "_"): address_of_draft(name, project, draft) for name in names},
        "earlier": [(row, _is_proven(project, row)) for row in cut if draft is None or row.position < draft.position],
    }
    try:
        plan = plan_release(project, draft)
    except DesignerError as error:
        return {**context, "refusal": str(error)}
    proof = find_proof(project, hash_of_plan(plan.before, plan.after, plan.files))
    return {
        **context,
        **_questions_context(request, plan, refusal),
        "plan": plan,
        "copies": list_copies_to_drop(project, plan.draft),
        "proof": proof,
        "stale": None if proof else find_stale_proof(project, last_migration(project), plan.draft),
        "is_proven": proof is not None and proof.is_proven and all(proven for _, proven in context["earlier"]),
        "files": [_file_context(project, draft, plan, file) for file in plan.files],
        "stale_edits": [(row, address_of_draft("edit-file", project, draft, row.name)) for row in plan.hand.stale],
    }


def _is_proven(project: Project, draft: Draft) -> bool:
    try:
        return is_proven(project, plan_release(project, draft))
    except DesignerError:  # its own page says why
        return False


def _questions_context(request: SignedInRequest, plan: ReleasePlan, refusal: str) -> dict[str, Any]:
    """The questions with what is saved, or was just sent and refused, so that it can be corrected; and the steps."""
    answers = read_posted_answers(request.POST, plan.questions) if refusal else plan.migration.answers
    return {
        "asked": asked_questions(plan.questions, answers),
        "row_counts": request.POST.get("row_counts", write_row_counts(plan.rows)),
        "steps": [operation_as_json(operation, plan.rows) for operation in plan.operations],
    }


def _file_context(project: Project, draft: Draft | None, plan: ReleasePlan, file: MigrationFile) -> dict[str, Any]:
    """A file as the release would write it now, and where its text is edited."""
    name = draft_name(file.name_suffix)
    return {
        "name": f"…_{name}.sql",
        "up": highlight(file.up_sql),
        "down": highlight(file.down_sql),
        "is_edited": file in plan.edited_files,
        "statements": written_statements(plan, file) if file in plan.edited_files else [],
        "address": address_of_draft("edit-file", project, draft, name),
    }
