"""Proof as a run: rows, up file by file, down and up again, on a scratch database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from designer.proofs import Plan
from designer.proofs.proving import STEPS
from projects.models import Draft, Migration
from projects.runs.contexts import RunContext
from projects.selectors.drafts import find_draft, list_drafts
from projects.services.proofs import plan_next, plan_of_migration, prove_project_plan, save_proof
from projects.services.runs import completing


def run_proof(context: RunContext) -> None:
    """Proves the migration or draft that the run names, and keeps what was seen with the run's result."""
    run = context.run
    with context.step("Plan the migration", until=3):
        draft = _draft(context)
        plan = _plan(context, draft)
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
        kept = save_proof(project=run.project, acting_user=run.requested_by, proof=proof, draft=draft)
        options = {name: run.options.get(name) for name in ("release", "draft")}
        own.result = {**kept.result, "proof": kept.pk, **options}


def _draft(context: RunContext) -> Draft | None:
    """The draft that is proven, None for a released migration. Raises EditRefused for one that is gone."""
    if context.run.options.get("release") is not None:
        return None
    drafts = list_drafts(context.run.project)
    number = context.run.options.get("draft")
    return drafts[find_draft(drafts, None if number is None else Draft(pk=number, name=context.run.payload_name))]


def _plan(context: RunContext, draft: Draft | None) -> Plan:
    run = context.run
    if draft is not None:
        return plan_next(run.project, draft)
    return plan_of_migration(Migration.objects.get(project_id=run.project_id, number=run.options["release"]))
