"""Releasing: what the design has become since the last release, as migration files that never change again."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from msgspec import Struct

from designer.design import Design
from designer.migrations import MigrationFile, Operation, Unsupported, find_differences, plan_files
from projects.models import ChangeItem, Migration, Project, User
from projects.selectors.designs import design_at, last_migration, load_design
from projects.selectors.proofs import find_proof, hash_of_plan
from projects.services.announcements import announce
from projects.services.edits import lock_project
from projects.services.errors import EditRefused
from projects.services.snapshots import take_snapshot
from projects.services.versions import next_versions

_LONGEST_NAME = 80


class UnprovenRelease(EditRefused):
    """A release of a migration that is not proven, which nobody confirmed."""


class ReleasePlan(Struct, frozen=True):
    """The migration a release would write, from the last released design to the present one.

    `unsupported` are differences that no operation bridges: they are said, not released.
    """

    before: Design
    after: Design
    operations: tuple[Operation, ...]
    unsupported: tuple[Unsupported, ...]
    files: list[MigrationFile]


def plan_release(project: Project, *, name: str = "unreleased") -> ReleasePlan:
    """The migration from the last released state, not yet released; no files when nothing has changed."""
    last = last_migration(project)
    before, after = design_at(last.target if last else None), load_design(project)
    found = find_differences(before, after)
    why = _descriptions(project, last.change_number if last else 0)
    files = plan_files(found.operations, name=name, reason=lambda operation: _reason(operation, why))
    return ReleasePlan(before, after, found.operations, found.unsupported, files)


@transaction.atomic
def release_migration(*, project: Project, acting_user: User, name: str, confirms_unproven: bool = False) -> Migration:
    """Releases the present design under a name. Raises EditRefused when the name is unfit, nothing has changed, or the
    migration is not proven and nobody confirmed that.

    Every file gets a UTC timestamp of its own, one second apart, later than any released before.
    """
    name = migration_name(name)
    project = lock_project(project)
    plan = plan_release(project, name=name)
    if not plan.files:
        raise EditRefused(f"{project.name} has not changed since the last release. Change something, then release.")
    is_proven = _is_proven(project, plan)
    if not is_proven and not confirms_unproven:
        raise UnprovenRelease("This migration is not proven. Prove it first, or confirm that you release it unproven.")
    last = last_migration(project)
    versions = next_versions(last.version if last else "", len(plan.files))
    files = [
        {
            "name": f"{version}_{name}{_suffix(file)}.sql",
            "up": file.up_sql,
            "down": file.down_sql,
            "is_transactional": file.is_transactional,
        }
        for version, file in zip(versions, plan.files, strict=True)
    ]
    migration = Migration.objects.create(
        project=project,
        number=last.number + 1 if last else 1,
        name=name,
        version=versions[-1],
        base=last.target if last else None,
        target=take_snapshot(project, plan.after),
        change_number=project.change_count,
        files=files,
        operations=[operation_as_json(operation) for operation in plan.operations],
        is_confirmed_unproven=not is_proven,
        released_by=acting_user,
    )
    announce(project, "release", number=migration.number)
    return migration


def _is_proven(project: Project, plan: ReleasePlan) -> bool:
    """Whether the last proof of exactly this plan holds."""
    proof = find_proof(project, hash_of_plan(plan.before, plan.after, plan.files))
    return proof is not None and proof.is_proven


def operation_as_json(operation: Operation) -> dict[str, Any]:
    """An operation as commands and stored migrations list it; `lock` is null where no existing table is locked."""
    return {
        "describe": operation.describe(),
        "symbol": operation.symbol,
        "lock": operation.lock.words if operation.lock else None,
        "hazards": [{"kind": hazard.kind.value, "message": hazard.message} for hazard in operation.hazards],
    }


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


def _suffix(file: MigrationFile) -> str:
    return f"_{file.name_suffix.strip('_')}" if file.name_suffix else ""
