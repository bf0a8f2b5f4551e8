"""Releasing: what the design has become since the last release, as migration files that never change again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from msgspec import Struct, convert, to_builtins
from msgspec.structs import replace

from designer.design import Design
from designer.migrations import (
    Answer,
    AnswerError,
    HazardKind,
    MigrationFile,
    MigrationPlan,
    Operation,
    Question,
    Unsupported,
    estimate_seconds,
    plan_migration,
)
from designer.migrations.questions import answer_to
from projects.models import ChangeItem, Migration, Project, User
from projects.selectors.designs import design_at, last_migration, load_design
from projects.selectors.proofs import find_proof, hash_of_plan
from projects.services.announcements import announce
from projects.services.copies import drop_chosen_copies
from projects.services.edits import lock_project
from projects.services.errors import EditRefused
from projects.services.hand_edits import DRAFT_NAME, EditedFiles, apply_hand_edits, refuse_stale_edits
from projects.services.snapshots import take_snapshot
from projects.services.versions import next_versions

_LONGEST_NAME = 80


class UnprovenRelease(EditRefused):
    """A release of a migration that is not proven, which nobody confirmed."""


class ReleasePlan(Struct, frozen=True):
    """The migration a release would write, from the last released design to the present one.

    `unsupported` are differences that no operation bridges: they are said, not released. `questions` that are `open`
    keep it from being released; `misfit` says why the answers that were saved could not be used. `migration` has the
    files as they were edited by hand; `hand` says which, and what was generated.
    """

    before: Design
    after: Design
    migration: MigrationPlan
    hand: EditedFiles
    rows: Mapping[str, int]
    misfit: str = ""

    @property
    def operations(self) -> tuple[Operation, ...]:
        return self.migration.operations

    @property
    def unsupported(self) -> tuple[Unsupported, ...]:
        return self.migration.unsupported

    @property
    def files(self) -> list[MigrationFile]:
        return self.migration.files

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.migration.questions

    @property
    def open(self) -> list[Question]:
        return self.migration.open_questions


def plan_release(project: Project, *, name: str = DRAFT_NAME) -> ReleasePlan:
    """The migration from the last released state, not yet released; no files when nothing has changed.

    It is written for the project's major of PostgreSQL and with the answers saved so far. Raises VersionError where
    that major lacks something of the design.
    """
    last = last_migration(project)
    before, after = design_at(last.target if last else None), load_design(project)
    why = _descriptions(project, last.change_number if last else 0)
    plan = partial(
        plan_migration,
        before,
        after,
        name=name,
        rows=project.row_counts,
        version=project.postgres_version,
        reason=lambda operation: _reason(operation, why),
    )
    misfit = ""
    try:
        planned = plan(answers=convert(project.answers, dict[str, Answer]))
    except AnswerError as error:
        planned, misfit = plan(), str(error)
    planned = drop_chosen_copies(planned, project, name=name)
    hand = apply_hand_edits(planned.files, project.hand_edits, name=name)
    return ReleasePlan(before, after, replace(planned, files=hand.files), hand, project.row_counts, misfit)


@transaction.atomic
def answer_questions(*, project: Project, answers: Mapping[str, Answer], row_counts: Mapping[str, int]) -> None:
    """Saves what is answered for the next release, in place of what was, and how many rows tables have.

    Raises AnswerError for an answer that does not fit; then nothing is saved.
    """
    project = lock_project(project)
    project.row_counts = dict(row_counts)
    project.answers = {}
    for question in plan_release(project).questions:
        answer = answer_to(question, answers)
        if answer is not None:
            project.answers[question.id] = to_builtins(answer)
    project.save(update_fields=["answers", "row_counts"])


@transaction.atomic
def release_migration(
    *,
    project: Project,
    acting_user: User,
    name: str,
    confirms_unproven: bool = False,
    accepts_data_loss: bool = False,
) -> Migration:
    """Releases the present design under a name. Raises EditRefused when the name is unfit, nothing has changed, a
    question is open (`accepts_data_loss` takes the defaults), a text written by hand is stale, or the migration is not
    proven and nobody confirmed that.

    Every file gets a UTC timestamp of its own, one second apart, later than any released before.
    """
    name = migration_name(name)
    project = lock_project(project)
    plan = plan_release(project, name=name)
    if not plan.files:
        raise EditRefused(f"{project.name} has not changed since the last release. Change something, then release.")
    if plan.open and not accepts_data_loss:
        keys = ", ".join(question.key for question in plan.open)
        raise EditRefused(f"{plan.misfit or 'Rows may be lost or stand in the way.'} Answer first: {keys}.")
    refuse_stale_edits(plan.hand.stale)
    is_proven = _is_proven(project, plan)
    if not is_proven and not confirms_unproven:
        raise UnprovenRelease("This migration is not proven. Prove it first, or confirm that you release it unproven.")
    last = last_migration(project)
    versions = next_versions(last.version if last else "", len(plan.files))
    migration = Migration.objects.create(
        project=project,
        number=last.number + 1 if last else 1,
        name=name,
        version=versions[-1],
        base=last.target if last else None,
        target=take_snapshot(project, plan.after),
        change_number=project.change_count,
        files=_released_files(plan, name, versions),
        operations=[operation_as_json(operation, plan.rows) for operation in plan.operations],
        answers=[
            question_as_json(question, plan.migration.answers.get(question.id) or Answer(question.default))
            for question in plan.questions
        ],
        is_confirmed_unproven=not is_proven,
        released_by=acting_user,
    )
    Project.objects.filter(pk=project.pk).update(answers={}, hand_edits={}, dropped_copies=[])
    announce(project, "release", number=migration.number)
    return migration


def _is_proven(project: Project, plan: ReleasePlan) -> bool:
    """Whether the last proof of exactly this plan holds."""
    proof = find_proof(project, hash_of_plan(plan.before, plan.after, plan.files))
    return proof is not None and proof.is_proven


def operation_as_json(operation: Operation, rows: Mapping[str, int] | None = None) -> dict[str, Any]:
    """An operation as commands and stored migrations list it; `lock` is null where no existing table is locked.

    `seconds` is an estimate by the numbers of rows, null where the table's is not known.
    """
    hazards = operation.hazards
    return {
        "describe": operation.describe(),
        "symbol": operation.symbol,
        "lock": operation.lock.words if operation.lock else None,
        "hazards": [{"kind": hazard.kind.value, "message": hazard.message} for hazard in hazards],
        "phase": operation.phase.value,
        "scans": any(hazard.kind == HazardKind.SCAN for hazard in hazards),
        "rewrites": any(hazard.kind == HazardKind.REWRITE for hazard in hazards),
        "old_code_works": all(hazard.kind != HazardKind.BREAKS_OLD_CODE for hazard in hazards),
        "seconds": estimate_seconds(operation, rows or {}),
    }


def question_as_json(question: Question, answer: Answer | None) -> dict[str, Any]:
    """A question as commands list it; `answer` is null while it is open."""
    return {**to_builtins(question), "key": question.key, "answer": to_builtins(answer) if answer else None}


def migration_name(text: str) -> str:
    """A name as it stands in a file name: lower case, digits and underscores. Raises EditRefused when nothing is
    left.
    """
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:_LONGEST_NAME]
    if not name:
        raise EditRefused(f"“{text}” cannot name a migration. Use letters and digits, like add_invitations.")
    return name


def _descriptions(project: Project, since: int) -> dict[str, str]:
    """What authors wrote about objects they changed after a change, by full name."""
    items = ChangeItem.objects.filter(change__project_id=project.pk, change__number__gt=since)
    rows = items.exclude(change__description="").order_by("change__number")
    return dict(rows.values_list("name", "change__description"))


def _reason(operation: Operation, descriptions: dict[str, str]) -> str:
    """The description of the object an operation works on, or of the table it is part of."""
    name = operation.subject
    while name:
        if name in descriptions:
            return descriptions[name]
        name = name.rpartition(".")[0]
    return ""


def _released_files(plan: ReleasePlan, name: str, versions: Sequence[str]) -> list[dict[str, Any]]:
    """The files as the migration keeps them."""
    return [
        {
            "name": f"{version}_{name}{_suffix(file)}.sql",
            "up": file.up_sql,
            "down": file.down_sql,
            "is_transactional": file.is_transactional,
            **({"script": file.script_sql} if file.script_sql else {}),
            **({"is_edited": True} if file.name_suffix in plan.hand.edited else {}),
        }
        for version, file in zip(versions, plan.files, strict=True)
    ]


def _suffix(file: MigrationFile) -> str:
    return f"_{file.name_suffix.strip('_')}" if file.name_suffix else ""
