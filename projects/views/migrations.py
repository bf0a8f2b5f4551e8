"""Released migrations, and releasing the next one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import HiddenInput
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from designer.design import DesignerError
from designer.migrations import MigrationFile
from projects.forms.answers import asked_questions, read_posted_answers, read_row_counts, write_row_counts
from projects.forms.projects import ReleaseForm
from projects.models import Migration, Project
from projects.permissions import get_editable_project, get_project
from projects.requests import SignedInRequest
from projects.selectors.designs import last_migration
from projects.selectors.files import list_files, load_file
from projects.selectors.proofs import find_proof, find_stale_proof, hash_of_migration, hash_of_plan
from projects.services import EditRefused, answer_questions, plan_release, release_migration, take_back
from projects.services.copies import choose_copies, list_copies
from projects.services.hand_edits import draft_name
from projects.services.histories import FOLDER
from projects.services.releases import ReleasePlan, UnprovenRelease, operation_as_json
from projects.views.highlighting import highlight


@require_safe
def list_migrations(request: SignedInRequest, slug: str) -> HttpResponse:
    """What has been released, and what waits to be."""
    project = get_project(request, slug)
    migrations = Migration.objects.filter(project_id=project.pk).select_related("released_by").order_by("-number")
    context: dict[str, Any] = {"project": project, "migrations": migrations}
    try:
        context["waiting"] = len(plan_release(project).operations)
    except DesignerError as error:
        context["refusal"] = str(error)
    return render(request, "projects/migrations.html", context)


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


@require_POST
def drop_copies(request: SignedInRequest, slug: str) -> HttpResponse:
    """Lets the next migration drop the copies that were chosen, and no others."""
    project = get_editable_project(request, slug)
    names = request.POST.getlist("copy")
    try:
        choose_copies(project=project, names=names)
    except DesignerError as error:
        messages.error(request, str(error))
    else:
        words = "The next migration drops what you chose." if names else "The next migration drops no copies."
        messages.success(request, f"{words} Nothing is dropped before you release it and run it.")
    return HttpResponseRedirect(reverse("projects:release", args=[project.slug]))


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the next migration contains and asks, with locks and hazards; POST saves answers, or releases it."""
    project = get_editable_project(request, slug)
    is_release = "save" not in request.POST
    form = ReleaseForm(request.POST if is_release and request.method == "POST" else None)
    refusal = save_posted_answers(request, project) if request.method == "POST" else ""
    if request.method == "POST" and not is_release and not refusal:
        messages.success(request, "Saved the answers. The migration below does as they say.")
        return HttpResponseRedirect(reverse("projects:release", args=[project.slug]))
    if request.method == "POST" and is_release and not refusal and form.is_valid():
        try:
            migration = release_migration(
                project=project,
                acting_user=request.user,
                name=form.cleaned_data["name"],
                confirms_unproven=form.cleaned_data["confirms_unproven"],
            )
        except UnprovenRelease as error:
            form.add_error("confirms_unproven", str(error))
        except DesignerError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"Released {migration}. Next: export the project, then run supabase db push.")
            return HttpResponseRedirect(reverse("projects:migration", args=[project.slug, migration.number]))
    context: dict[str, Any] = {"project": project, "form": form, "answers_refusal": refusal}
    try:
        plan = plan_release(project)
        context |= {"plan": plan, "copies": list_copies(project)}
        context |= _proof_context(project, plan) | _questions_context(request, plan, refusal)
        if context["proof"] is not None and context["proof"].is_proven:
            form.fields["confirms_unproven"].widget = HiddenInput()
        context["files"] = [_file_context(project, plan, file) for file in plan.files]
    except DesignerError as error:
        context["refusal"] = str(error)
    return render(request, "projects/release.html", context, status=422 if form.errors or refusal else 200)


def save_posted_answers(request: SignedInRequest, project: Project) -> str:
    """Saves the answers that were sent; says why where they do not fit."""
    try:
        answer_questions(
            project=project,
            answers=read_posted_answers(request.POST, plan_release(project).questions),
            row_counts=read_row_counts(request.POST.get("row_counts", "")),
        )
    except DesignerError as error:
        return str(error)
    project.refresh_from_db(fields=["answers", "row_counts"])
    return ""


def _questions_context(request: SignedInRequest, plan: ReleasePlan, refusal: str) -> dict[str, Any]:
    """The questions with what is saved, or was just sent and refused, so that it can be corrected; and the steps."""
    answers = read_posted_answers(request.POST, plan.questions) if refusal else plan.migration.answers
    return {
        "asked": asked_questions(plan.questions, answers),
        "row_counts": request.POST.get("row_counts", write_row_counts(plan.rows)),
        "steps": [operation_as_json(operation, plan.rows) for operation in plan.operations],
    }


def _proof_context(project: Project, plan: ReleasePlan) -> dict[str, Any]:
    """The proof of exactly this plan, or one that the plan has left behind."""
    proof = find_proof(project, hash_of_plan(plan.before, plan.after, plan.files))
    return {"proof": proof, "stale": None if proof else find_stale_proof(project, last_migration(project))}


def _file_context(project: Project, plan: ReleasePlan, file: MigrationFile) -> dict[str, Any]:
    """A file as the release would write it now, and where its text is edited."""
    name = draft_name(file.name_suffix)
    return {
        "name": f"…_{name}.sql",
        "up": highlight(file.up_sql),
        "down": highlight(file.down_sql),
        "is_edited": file.name_suffix in plan.hand.edited,
        "address": reverse("projects:edit-file", args=[project.slug, name]),
    }


def _find(project: Project, number: int) -> Migration:
    migrations = Migration.objects.filter(project_id=project.pk).select_related("released_by", "base", "target")
    return get_object_or_404(migrations, number=number)
