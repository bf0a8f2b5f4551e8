"""Releasing: drafts as migration files that never change again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from msgspec import to_builtins

from designer.migrations import (
    Answer,
    DropCopy,
    HazardKind,
    KeepColumn,
    KeepTable,
    MigrationFile,
    Operation,
    Question,
    estimate_seconds,
)
from designer.migrations.statements import read_statements
from projects.models import Draft, Migration, Project, User
from projects.selectors.designs import last_migration
from projects.selectors.drafts import find_draft, list_drafts
from projects.selectors.proofs import find_proof, hash_of_plan
from projects.services.announcements import announce
from projects.services.edits import lock_project
from projects.services.errors import EditRefused
from projects.services.hand_edits import refuse_stale_edits
from projects.services.release_plans import ReleasePlan, plan_release
from projects.services.snapshots import take_snapshot
from projects.services.versions import next_versions

_LONGEST_NAME = 80


class UnprovenRelease(EditRefused):
    """A release of a migration that is not proven, which nobody confirmed."""


@transaction.atomic
def release_migration(
    *,
    project: Project,
    acting_user: User,
    name: str,
    draft: Draft | None = None,
    confirms_unproven: bool = False,
    accepts_data_loss: bool = False,
) -> Migration:
    """Releases a draft under a name (without one, the open draft), and before it, under theirs, the drafts before it.

    Raises EditRefused when the name is unfit, nothing has changed, a question is open (`accepts_data_loss` takes the
    defaults), a text written by hand is stale, or a migration is not proven and nobody confirmed that; then nothing is
    released. Every file gets a UTC timestamp of its own, one second apart, later than any released before.
    """
    name = migration_name(name)
    project = lock_project(project)
    drafts = list_drafts(project)
    place = find_draft(drafts, draft)
    for earlier in drafts[:place]:
        try:
            _release(project, acting_user, earlier, earlier.name, confirms_unproven, accepts_data_loss)
        except EditRefused as error:
            raise type(error)(f"“{earlier}” comes first. {error}") from error
    return _release(project, acting_user, drafts[place], name, confirms_unproven, accepts_data_loss)


def _release(
    project: Project, user: User, draft: Draft, name: str, confirms_unproven: bool, accepts_data_loss: bool
) -> Migration:
    """Releases the first of the drafts that are left."""
    plan = plan_release(project, draft, name=name)
    _refuse_unfit(project, plan, accepts_data_loss)
    proven = is_proven(project, plan)
    if not proven and not confirms_unproven:
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
        change_number=project.change_count if draft.is_open else draft.change_number,
        files=_released_files(plan, name, versions),
        operations=[_step_as_json(operation, plan.rows) for operation in plan.operations],
        answers=[
            question_as_json(question, plan.migration.answers.get(question.id) or Answer(question.default))
            for question in plan.questions
        ],
        is_confirmed_unproven=not proven,
        released_by=user,
    )
    if draft.pk is not None:
        draft.delete()
    announce(project, "release", number=migration.number)
    return migration


def _refuse_unfit(project: Project, plan: ReleasePlan, accepts_data_loss: bool) -> None:
    if not plan.files and plan.draft.is_open:
        raise EditRefused(f"{project.name} has not changed since the last release. Change something, then release.")
    if not plan.files:
        raise EditRefused(f"The draft “{plan.draft}” changes nothing. Delete it.")
    if plan.open and not accepts_data_loss:
        keys = ", ".join(question.key for question in plan.open)
        raise EditRefused(f"{plan.misfit or 'Rows may be lost or stand in the way.'} Answer first: {keys}.")
    refuse_stale_edits(plan.hand.stale)


def is_proven(project: Project, plan: ReleasePlan) -> bool:
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


def _step_as_json(operation: Operation, rows: Mapping[str, int]) -> dict[str, Any]:
    """An operation as a migration keeps it: also the copy it makes or drops, so that copies are found again."""
    found = operation_as_json(operation, rows)
    if isinstance(operation, KeepColumn | KeepTable):
        return {**found, "keeps": operation.copy_name, "subject": operation.subject}
    return {**found, "drops": operation.subject} if isinstance(operation, DropCopy) else found


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


def written_statements(plan: ReleasePlan, file: MigrationFile) -> list[dict[str, Any]]:
    """The statements of a file edited by hand that concern tables which exist; `lock` is null where nobody can tell."""
    return [
        {"sql": row.sql, "lock": row.lock.words if row.lock else None, "hazards": to_builtins(row.hazards)}
        for row in read_statements(file.up_sql, plan.existing)
        if row.lock is None or row.lock
    ]


def _released_files(plan: ReleasePlan, name: str, versions: Sequence[str]) -> list[dict[str, Any]]:
    """The files as the migration keeps them."""
    edited = plan.edited_files
    return [
        {
            "name": f"{version}_{name}{_suffix(file)}.sql",
            "up": file.up_sql,
            "down": file.down_sql,
            "is_transactional": file.is_transactional,
            **({"script": file.script_sql} if file.script_sql else {}),
            **({"is_edited": True, "statements": written_statements(plan, file)} if file in edited else {}),
        }
        for version, file in zip(versions, plan.files, strict=True)
    ]


def _suffix(file: MigrationFile) -> str:
    return f"_{file.name_suffix.strip('_')}" if file.name_suffix else ""
