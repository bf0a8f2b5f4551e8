"""The last tests of a project's access."""

from __future__ import annotations

from designer.design import Design
from designer.design.documents import content_hash
from projects.models import Project, Run


def last_test_run(project: Project) -> Run | None:
    """The last run that came to an end, of whatever state of the design."""
    runs = Run.objects.filter(project_id=project.pk, kind=Run.Kind.TESTS, state=Run.State.SUCCEEDED)
    return runs.select_related("requested_by").first()


def tests_of(project: Project, design: Design) -> dict[str, str]:
    """The test files of the last run by name, if it was of this very design and they passed; else none."""
    run = last_test_run(project)
    found = (run.result or {}) if run else {}
    is_of_it = found.get("passed") and found.get("design_hash") == content_hash(design)
    return dict(found["texts"]) if is_of_it else {}
