"""Measuring access as a run: a database, rows for everybody, every command as everybody."""

from __future__ import annotations

from projects.runs.contexts import RunContext
from projects.selectors import load_design
from projects.services.access import measure_project_access, measurement_as_json
from projects.services.runs import completing


def run_access(context: RunContext) -> None:
    """Measures the project's design as it is now."""
    run = context.run
    change_count = run.project.change_count
    design = load_design(run.project)
    with context.step("Run every command as everybody", until=98):
        found = measure_project_access(run.project, design, progress=context.progress, should_stop=context.should_stop)
    with context.step("Save what was seen", until=100), completing(run) as own:
        own.result = {**measurement_as_json(found), "change_count": change_count}
