"""Import as a run: the uploaded file through the sandbox into the project."""

from __future__ import annotations

from designer.sandbox.inputs import read_migrations
from projects.runs.contexts import RunContext
from projects.services.edits import lock_project
from projects.services.imports import ImportMode, apply_arrival
from projects.services.proposals import has_own_design, propose
from projects.services.run_pieces import pieces_as_file
from projects.services.runs import completing
from projects.services.sql_imports import SqlImport, arrival_of, grants_of, prove_sql

MOST_FAILURES = 500
"""How many failed statements a stored report lists; nobody reads more on a page."""


def run_import(context: RunContext) -> None:
    """Reads the payload, applies it in a scratch database, and saves the design with the run's result in one go.

    Where the project has a design already, what would change is kept as a proposal instead.
    """
    run = context.run
    found = _prove(context)
    mode = ImportMode(run.options.get("mode", ImportMode.REPLACE))
    with context.step("Compare with the project", until=97):
        arrival = arrival_of(found, project=run.project, name=_name_of(context), mode=mode)
    with context.step("Save the design", until=100), completing(run) as own:
        change = None
        # Asked under the lock: somebody may have begun to draw while this was read.
        is_proposed = has_own_design(lock_project(run.project))
        if is_proposed:
            propose(run=own, arrival=arrival)
        else:
            change = apply_arrival(project=run.project, acting_user=run.requested_by, arrival=arrival)
        own.result = {
            **found.as_json(most=MOST_FAILURES),
            "remarks": run.options.get("remarks", []),
            "is_proposed": is_proposed,
            "change": change.number if change else None,
            "files": sorted(found.source.files),
            "history": list(found.history),
        }


def _prove(context: RunContext) -> SqlImport:
    run = context.run
    # The file stays until the SQL is applied: a large one is read statement by statement.
    with pieces_as_file(run) as path:
        with context.step("Read the file", until=5):
            source = read_migrations(path, _name_of(context), should_stop=context.should_stop)
        with context.step("Apply it in a scratch database and compare", until=95):
            return prove_sql(
                source, grants=grants_of(run.project), progress=context.progress, should_stop=context.should_stop
            )


def _name_of(context: RunContext) -> str:
    return context.run.payload_name or "pasted.sql"
