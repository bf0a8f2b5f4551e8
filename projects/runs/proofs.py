"""Proof as a run: rows, up file by file, down and up again, on a scratch database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from designer.proofs import Plan
from designer.proofs.proving import STEPS
from projects.models import Migration
from projects.runs.contexts import RunContext
from projects.services.proofs import plan_next, plan_of_migration, prove_project_plan, save_proof
from projects.services.runs import completing


def run_proof(context: RunContext) -> None:
    """Proves the migration that the run names, or the next one, and keeps what was seen with the run's result."""
    run = context.run
    with context.step("Plan the migration", until=3):
        plan = _plan(context)
    done = 0

    @contextmanager
    def on_step(name: str) -> Iterator[None]:
        nonlocal done
        done += 1
        with context.step(name, until=min(98, 3 + 95 * done // len(STEPS))):
            yield

    proof = prove_project_plan(
        run.project, plan, on_step=on_step, progress=context.progress, should_stop=context.should_stop
    )
    with context.step("Save the proof", until=100), completing(run) as own:
        kept = save_proof(project=run.project, acting_user=run.requested_by, proof=proof)
        own.result = {**kept.result, "proof": kept.pk, "release": run.options.get("release")}


def _plan(context: RunContext) -> Plan:
    run = context.run
    number = run.options.get("release")
    if number is None:
        return plan_next(run.project)
    return plan_of_migration(Migration.objects.get(project_id=run.project_id, number=number))
