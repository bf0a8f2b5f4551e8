"""What an import would change, before it does: seen, asked about, applied or dropped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from designer.catalog.reimports import answers_by_id
from designer.design import DesignerError
from designer.migrations import find_differences, plan_files
from projects.forms.proposals import RenameForm
from projects.models import Project, Proposal
from projects.permissions import get_editable_project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.selectors.previews import list_changes_by_object
from projects.services import EditConflict
from projects.services.arrivals import Arrival, ImportPlan, plan_arrival
from projects.services.proposals import accept_proposal, drop_proposal, proposed_arrival
from projects.views.addresses import project_address
from projects.views.highlighting import highlight

_MOST_OBJECTS = 300
"""Objects whose SQL the page shows one by one; the whole migration is below them."""


@require_http_methods(["GET", "HEAD", "POST"])
def show_proposal(request: SignedInRequest, slug: str, run_id: int) -> HttpResponse:
    """What would change, with the answers given; POST makes the change if the page showed just that."""
    project = get_editable_project(request, slug)
    proposal = Proposal.objects.select_related("run").filter(run_id=run_id, run__project_id=project.pk).first()
    if proposal is None:
        return HttpResponseRedirect(reverse("projects:run", args=[slug, run_id]))
    form = RenameForm(request.POST if request.method == "POST" else request.GET)
    arrival = proposed_arrival(proposal)
    notice = ""
    if request.method == "POST":
        notice = _what_is_new(request, project, form) or _apply(request, proposal, arrival, form)
        if not notice:
            return HttpResponseRedirect(project_address(project))
        project.refresh_from_db(fields=["change_count"])
    context = {"project": project, "run": proposal.run, "arrival": arrival, "notice": notice, "form": form}
    context |= _preview(project, arrival, form)
    return render(request, "projects/proposal.html", context, status=409 if notice else 200)


@require_POST
def drop(request: SignedInRequest, slug: str, run_id: int) -> HttpResponse:
    """Leaves the project as it is and forgets the input."""
    project = get_editable_project(request, slug)
    proposal = get_object_or_404(Proposal, run_id=run_id, run__project_id=project.pk)
    drop_proposal(proposal=proposal, acting_user=request.user)
    messages.success(request, "Nothing was imported. The project is as it was.")
    return HttpResponseRedirect(reverse("projects:import", args=[slug]))


def _what_is_new(request: SignedInRequest, project: Project, form: RenameForm) -> str:
    """Why the page that was sent does not show what would happen now; empty where it does."""
    if request.POST.get("based_on") != str(project.change_count):
        latest = project.changes.select_related("author").latest("number")
        return (
            f"The design has changed since this page was made: {latest.author} made change {latest.number}, "
            f"“{latest.label}”. Nothing was imported. Below is what the import would change now."
        )
    if request.POST.get("shown") != form.signature:
        return "Below is what the import would change with your answers. Nothing was imported yet."
    return ""


def _apply(request: SignedInRequest, proposal: Proposal, arrival: Arrival, form: RenameForm) -> str:
    """Makes the change; the reason where it is refused."""
    try:
        change = accept_proposal(
            proposal=proposal,
            acting_user=request.user,
            answers=answers_by_id(arrival.design, form.chosen),
            expected_number=int(request.POST["based_on"]),
        )
    except (DesignerError, EditConflict) as error:
        return str(error)
    said = f"Saved: {change.label}. Undo takes all of it back." if change else "Nothing was different."
    messages.success(request, said)
    return ""


def _preview(project: Project, arrival: Arrival, form: RenameForm) -> dict[str, Any]:
    plan, questions = _plan(project, arrival, form)
    found = find_differences(plan.before, plan.after)
    objects = list_changes_by_object(found.operations, plan.before, plan.after)
    files = plan_files(found.operations, name="import")
    return {
        "plan": plan,
        "questions": form.rows(questions),
        "objects": objects[:_MOST_OBJECTS],
        "more_objects": max(len(objects) - _MOST_OBJECTS, 0),
        "figures": [(word, sum(row.symbol == symbol for row in objects)) for symbol, word in _WORDS],
        "unsupported": found.unsupported,
        "migration": highlight("\n".join(file.up_sql for file in files)) if files else "",
        "has_other_history": bool(arrival.history) and not plan.history and project.migrations.exists(),
        "stale": project.change_count != arrival.printed_at,
    }


_WORDS = (("+", "Added"), ("~", "Changed"), ("-", "Removed"))


def _plan(project: Project, arrival: Arrival, form: RenameForm) -> tuple[ImportPlan, list[Any]]:
    """The plan with the answers that fit, and every question: those still open and those answered."""
    known = load_design(project).by_id
    form.chosen = dict(sorted(form.chosen.items(), key=lambda row: row[0] not in known))
    plan = None
    while plan is None:
        try:
            plan = plan_arrival(project, arrival, answers_by_id(arrival.design, form.chosen))
        except DesignerError:
            if not form.chosen:
                raise
            form.chosen.popitem()  # a part's answer, which hung on one that has been taken back
    questions = {question.id: question for question in plan.matched.questions}
    chosen = dict(form.chosen)
    for old in chosen:
        rest = {key: new for key, new in chosen.items() if key != old}
        for answers in (rest, {}):
            try:
                asked = plan_arrival(project, arrival, answers_by_id(arrival.design, answers)).matched.questions
            except DesignerError:
                continue
            if found := next((question for question in asked if question.id == old), None):
                questions[old] = found
                break
    return plan, list(questions.values())
