"""Measuring access as a run: a database, rows for everybody, every command as everybody."""

from __future__ import annotations

from designer.access import Measurement
from designer.design import Design
from projects.runs.contexts import RunContext
from projects.selectors import load_design
from projects.selectors.designs import released_design
from projects.services.access import changes_as_json, measure_project_access, measurement_as_json
from projects.services.runs import completing


def run_access(context: RunContext) -> None:
    """Measures the project's design as it is now, and what was released last, if there is another one."""
    run = context.run
    change_count = run.project.change_count
    design, released = load_design(run.project), released_design(run.project)
    is_compared = bool(released.tables) and released != design
    with context.step("Run every command as everybody", until=49 if is_compared else 98):
        found = _measure(context, design)
    result = {**measurement_as_json(found), "change_count": change_count, "changes": None}
    if is_compared:
        with context.step("Do the same on what was released last", until=98):
            result["changes"] = changes_as_json(_measure(context, released), found)
    with context.step("Save what was seen", until=100), completing(run) as own:
        own.result = result


def _measure(context: RunContext, design: Design) -> Measurement:
    options = {"progress": context.progress, "should_stop": context.should_stop}
    return measure_project_access(context.run.project, design, **options)
