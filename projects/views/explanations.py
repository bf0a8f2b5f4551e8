"""Why somebody may or may not do something, and why it is slow."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from designer.design import Design
from projects.forms.explanations import PERSONA_LIST, ExplanationForm
from projects.models import Project, Run
from projects.permissions import get_editable_project, get_project
from projects.requests import SignedInRequest
from projects.selectors import load_design
from projects.selectors.runs import known_personas
from projects.services.runs import start_run
from projects.views.pages import design_names


@require_safe
def show_question(request: SignedInRequest, slug: str) -> HttpResponse:
    """The question, filled in by the address: `persona`, `table`, `deed` …"""
    project = get_project(request, slug)
    design = load_design(project)
    return _show(request, project, design, ExplanationForm(tables=_tables(design), initial=request.GET.dict()))


@require_POST
def explain_access(request: SignedInRequest, slug: str) -> HttpResponse:
    """Asks the question, which is a run."""
    project = get_editable_project(request, slug)
    design = load_design(project)
    form = ExplanationForm(request.POST, tables=_tables(design))
    if not form.is_valid():
        return _show(request, project, design, form)
    question = form.question()
    run = start_run(
        project=project,
        acting_user=request.user,
        kind=Run.Kind.EXPLANATION,
        options=question,
        payload_name=_name(question["persona"], question["statement"], question["table"], question["deed"]),
    )
    return HttpResponseRedirect(reverse("projects:run", args=[project.slug, run.pk]))


def _show(request: SignedInRequest, project: Project, design: Design, form: ExplanationForm) -> HttpResponse:
    context = {
        "project": project,
        "form": form,
        "design_names": design_names(design),
        "personas": known_personas(project),
        "persona_list": PERSONA_LIST,
        "past": _past(project),
    }
    return render(request, "projects/explain.html", context, status=422 if form.errors else 200)


def _tables(design: Design) -> list[str]:
    return [f"{row.schema}.{row.name}" for row in design.tables if not row.is_managed]


def _name(persona: str, statement: str, table: str, deed: str) -> str:
    """The question in short, by which its run is known."""
    what = " ".join(statement.split()) or f"{deed} on {table}"
    name = f"{what} as {persona}"
    return name if len(name) <= 120 else f"{name[:119]}…"


def _past(project: Project) -> list[Run]:
    runs = Run.objects.filter(project_id=project.pk, kind=Run.Kind.EXPLANATION, state=Run.State.SUCCEEDED)
    return list(runs.defer("result").select_related("requested_by")[:8])
