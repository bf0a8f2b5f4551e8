"""The tests of who may do what, and how many mistakes they see."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from projects.models import Run
from projects.permissions import get_editable_project, get_project
from projects.requests import SignedInRequest
from projects.selectors.access_tests import last_test_run
from projects.services.runs import start_run


@require_safe
def show_tests(request: SignedInRequest, slug: str) -> HttpResponse:
    """The last suite, what came of it, and the mutation score."""
    project = get_project(request, slug)
    run = last_test_run(project)
    found = (run.result or {}) if run else {}
    context = {
        "project": project,
        "run": run,
        "found": found,
        "score": None if found.get("score") is None else f"{found['score']:.1%}",
        "behind": project.change_count - found.get("change_count", project.change_count),
    }
    return render(request, "projects/access_tests.html", context)


@require_safe
def show_test_file(request: SignedInRequest, slug: str, name: str) -> HttpResponse:
    """One file as text, as it is exported."""
    run = last_test_run(get_project(request, slug))
    text = ((run.result or {}) if run else {}).get("texts", {}).get(name)
    if text is None:
        raise Http404(f"There is no test file {name}. Run the tests to have them written.")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_POST
def run_tests(request: SignedInRequest, slug: str) -> HttpResponse:
    """Starts testing; the page of the run shows how far it is."""
    project = get_editable_project(request, slug)
    run = start_run(project=project, acting_user=request.user, kind=Run.Kind.TESTS, payload_name=project.name)
    return HttpResponseRedirect(reverse("projects:run", args=[project.slug, run.pk]))
