"""Looking for holes as a run: a database, rows for everybody, one rule after the other."""

from __future__ import annotations

from projects.runs.contexts import RunContext
from projects.selectors import load_design
from projects.services.advice import find_project_holes, findings_as_json
from projects.services.runs import completing


def run_advice(context: RunContext) -> None:
    """Looks for holes in the project's design as it is now."""
    run = context.run
    change_count = run.project.change_count
    design = load_design(run.project)
    with context.step("Look for holes, and try each", until=98):
        found = find_project_holes(run.project, design, progress=context.progress, should_stop=context.should_stop)
    with context.step("Save what was found", until=100), completing(run) as own:
        own.result = {**findings_as_json(found), "change_count": change_count}
