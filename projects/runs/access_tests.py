"""Testing access as a run: the suite is written, run on the design, and run on every mutant of it."""

from __future__ import annotations

from designer.design.documents import content_hash
from projects.runs.contexts import RunContext
from projects.selectors import load_design
from projects.services.access_tests import report_as_json, try_project_access
from projects.services.runs import completing


def run_access_tests(context: RunContext) -> None:
    """Tests the project's design as it is now."""
    run = context.run
    change_count = run.project.change_count
    design = load_design(run.project)
    with context.step("Write the tests, run them, and run them on every mutant", until=98):
        report = try_project_access(run.project, design, progress=context.progress, should_stop=context.should_stop)
    with context.step("Save what was seen", until=100), completing(run) as own:
        own.result = {**report_as_json(report), "change_count": change_count, "design_hash": content_hash(design)}
