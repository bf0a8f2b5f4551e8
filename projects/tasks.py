"""What workers do. Procrastinate finds this module by its name."""

from __future__ import annotations

from procrastinate.contrib.django import app

from designer.sandbox.clusters import get_cluster
from designer.sandbox.orphans import sweep_sometimes
from designer.workbenches import vacuum_workbenches
from projects.runs.execution import execute
from projects.services.runs import recover_lost_runs


@app.task(name="execute_run")
def execute_run(run_id: int) -> None:
    """Does one run."""
    execute(run_id)


@app.periodic(cron="* * * * * */10")
@app.task(name="recover_runs", queueing_lock="recover_runs", pass_context=False)
def recover_runs(timestamp: int) -> None:  # noqa: ARG001 - when it was due
    """Every ten seconds: looks for runs whose worker is gone."""
    recover_lost_runs()


@app.periodic(cron="* * * * *")
@app.task(name="sweep_sandbox", queueing_lock="sweep_sandbox", pass_context=False)
def sweep_sandbox(timestamp: int) -> None:  # noqa: ARG001 - when it was due
    """Every minute: takes away what crashed or killed runs left, though no new run begins, and what edits left."""
    sweep_sometimes(get_cluster())
    vacuum_workbenches()
