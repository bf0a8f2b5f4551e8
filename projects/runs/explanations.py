"""Explaining access as a run: a database, rows for everybody, one question."""

from __future__ import annotations

from urllib.parse import urlencode

from designer.access.outcomes import Deed
from projects.runs.contexts import RunContext
from projects.selectors import load_design
from projects.services.explanations import explain_project_access, explanation_as_json
from projects.services.runs import completing


def run_explanation(context: RunContext) -> None:
    """Answers the question in the run's options, about the project's design as it is now."""
    run = context.run
    question = {**run.options, "deed": Deed(run.options["deed"])}
    design = load_design(run.project)
    with context.step("Try it, and ask every policy", until=98):
        found = explain_project_access(
            run.project, design, **question, progress=context.progress, should_stop=context.should_stop
        )
    with context.step("Save what was found", until=100), completing(run) as own:
        result = explanation_as_json(found)
        asked = {name: value for name, value in run.options.items() if value}
        rows = [
            {"label": label, "question": urlencode({**asked, "row": number})}
            for number, label in enumerate(found.rows, start=1)
        ]
        own.result = {**result, "rows": rows, "question": urlencode(asked)}
