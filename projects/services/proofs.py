"""Proving migrations: the one that is not released yet, released ones, and all that lies between nothing and now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

from django.db import transaction
from msgspec import to_builtins
from msgspec.structs import replace

from designer.design import Design
from designer.migrations import MigrationFile, plan_migration
from designer.migrations.statements import predict_written
from designer.proofs import Plan, plan_proof, prove_migration
from designer.proofs import Proof as EngineProof
from designer.proofs.proving import OnStep
from designer.sandbox.clusters import get_cluster
from designer.sandbox.databases import GrantMode
from designer.sandbox.scripts import Progress
from projects.models import Draft, Migration, Project, Proof, User
from projects.selectors.designs import design_at, load_design
from projects.selectors.proofs import released_proof_files
from projects.services.announcements import announce
from projects.services.copies import replan
from projects.services.errors import EditRefused
from projects.services.hand_edits import refuse_stale_edits
from projects.services.release_plans import ReleasePlan, plan_release
from projects.services.sql_imports import grants_of


def plan_next(project: Project, draft: Draft | None = None) -> Plan:
    """The migration of a draft, or of what is in none yet. Raises EditRefused when there is none, or a text is
    stale.
    """
    release = plan_release(project, draft)
    if not release.files:
        raise EditRefused(f"{project.name} has not changed since the last release: there is nothing to prove.")
    refuse_stale_edits(release.hand.stale)
    return plan_of_release(release)


def plan_of_release(release: ReleasePlan) -> Plan:
    """What there is to prove of a release that was planned."""
    found = plan_proof(release.before, release.after, release.migration, _numbered(release.files))
    written = predict_written(release.edited_files, release.existing)
    return replace(found, predictions={**written, **found.predictions})


def plan_of_migration(migration: Migration) -> Plan:
    """A released migration as it was released. Raises EditRefused for an imported one, which has no way back."""
    if migration.is_imported:
        raise EditRefused(f"{migration} was imported: it has no way back, so there is nothing to prove.")
    before, after = design_at(migration.base), design_at(migration.target)
    planned = replan(migration)
    found = plan_proof(before, after, planned, _numbered(planned.files))
    return replace(found, files=tuple(released_proof_files(migration)))


def plan_from_nothing(project: Project) -> Plan:
    """The migration from an empty project to the present design."""
    before, after = Design(), load_design(project)
    planned = plan_migration(before, after, name="everything", version=project.postgres_version)
    return plan_proof(before, after, planned, _numbered(planned.files))


def _numbered(files: Sequence[MigrationFile]) -> list[str]:
    return [f"{number}{file.name_suffix}.sql" for number, file in enumerate(files, start=1)]


def prove_plan(
    plan: Plan,
    *,
    grants: GrantMode,
    on_step: OnStep = lambda _: nullcontext(),
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> EngineProof:
    """Proves a plan on the sandbox's server. Raises DesignerError when that cannot begin or was stopped."""
    return prove_migration(
        plan, cluster=get_cluster(), grants=grants, on_step=on_step, progress=progress, should_stop=should_stop
    )


def prove_project_plan(project: Project, plan: Plan, **options: Any) -> EngineProof:
    """Proves a plan of a project, with its way of granting."""
    return prove_plan(plan, grants=grants_of(project), **options)


@transaction.atomic
def save_proof(*, project: Project, acting_user: User, proof: EngineProof, draft: Draft | None = None) -> Proof:
    """Keeps a proof, whatever it says; `draft` is what was proven, if that has a row still."""
    kept = Proof.objects.create(
        project=project,
        draft=None if draft is None else Draft.objects.filter(pk=draft.pk).first(),
        plan_hash=proof.plan_hash,
        is_proven=proof.is_proven,
        server=proof.server,
        seconds=proof.seconds,
        result=proof_as_json(proof),
        proven_by=acting_user,
    )
    announce(project, "proof", number=kept.pk)
    return kept


def proof_as_json(proof: EngineProof) -> dict[str, Any]:
    """A proof as commands print it and as it is kept; docs/commands.md lists the keys."""
    found: dict[str, Any] = to_builtins(proof)
    del found["server_version"]
    statements = [
        {**row, "is_too_weak": statement.is_too_weak}
        for row, statement in zip(found["statements"], proof.statements, strict=True)
    ]
    return {
        "proven": proof.is_proven,
        "server": proof.server,
        "seconds": proof.seconds,
        "other_major": proof.other_major,
        **found,
        "statements": statements,
        "weak_predictions": len(proof.weak_predictions),
    }


def describe_proof(found: dict[str, Any]) -> list[str]:
    """A proof in words, line by line."""
    where = f"on {found['server']}, up, down and up, in {found['seconds']} s."
    lines = [f"Proven {where}" if found["proven"] else f"Not proven {where}"]
    lines += [found["other_major"]] if found["other_major"] else []
    lines += [f"Differs: {row}" for row in found["differences"]]
    lines += [f"Only if rows allow it: {row}" for row in found["conditions"]]
    lines += [f"Lost: {row}" for row in found["losses"]]
    lines += [f"Note: {row}" for row in found["notes"]]
    lines += [f"Without rows: {row}" for row in found["unfilled"]]
    for row in found["statements"]:
        if row["is_too_weak"]:
            taken = ", ".join(f"{lock['mode']} on {lock['table']}" for lock in row["taken"])
            lines.append(f"Stronger lock than said ({row['predicted']}): {taken}: {row['statement'][:100]}")
    return lines
