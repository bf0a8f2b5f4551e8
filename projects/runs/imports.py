"""Import as a run: the uploaded file through the sandbox into the project."""

from __future__ import annotations

import tempfile
from pathlib import Path

from designer.design import DesignerError
from projects.runs.contexts import RunContext
from projects.services.imports import ImportMode
from projects.services.runs import completing
from projects.services.sql_imports import SqlImport, prove_sql, read_input, save_import


def run_import(context: RunContext) -> None:
    """Reads the payload, applies it in a scratch database, and saves the design with the run's result in one go."""
    run = context.run
    found = _prove(context)
    mode = ImportMode(run.options.get("mode", ImportMode.REPLACE))
    with context.step("Save the design", until=100), completing(run) as own:
        change = save_import(found, project=run.project, acting_user=run.requested_by, mode=mode)
        own.result = {**found.as_json(), "change": change.number if change else None}


def _prove(context: RunContext) -> SqlImport:
    run = context.run
    if run.payload is None:
        raise DesignerError("There is nothing to import: the upload is gone. Upload the file again.")
    with tempfile.TemporaryDirectory(prefix="rowhouse-import-") as folder:
        path = Path(folder) / (Path(run.payload_name).name or "pasted.sql")
        path.write_bytes(bytes(run.payload))
        with context.step("Read the file", until=5):
            sql = read_input(path)
        with context.step("Apply it in a scratch database and compare", until=95):
            return prove_sql(sql, project=run.project, progress=context.progress, should_stop=context.should_stop)
