"""Releasing: what the design has become since the last release, as migration files that never change again."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from msgspec import Struct

from designer.design import Design
from projects.models import Migration, Project, User
from projects.selectors.designs import load_design, released_design
from projects.services.announcements import announce
from projects.services.edits import lock_project
from projects.services.errors import EditRefused
from projects.services.snapshots import take_snapshot

if TYPE_CHECKING:
    from designer.migrations import MigrationFile

_VERSION = "%Y%m%d%H%M%S"
_LONGEST_NAME = 80


class ReleasePlan(Struct, frozen=True):
    """The migration a release would write, from the last released design to the present one."""

    before: Design
    after: Design
    operations: list[Any]
    files: list[Any]


def plan_release(project: Project, *, name: str = "unreleased") -> ReleasePlan:
    """The migration from the last released state, not yet released; no files when nothing has changed."""
    from designer.migrations import compare_designs, plan_files

    before, after = released_design(project), load_design(project)
    operations = compare_designs(before, after)
    files = plan_files(operations, name=name) if operations else []
    return ReleasePlan(before, after, operations, files)


@transaction.atomic
def release_migration(*, project: Project, acting_user: User, name: str) -> Migration:
    """Releases the present design under a name. Raises EditRefused when the name is unfit or nothing has changed.

    Every file gets a UTC timestamp of its own, one second apart, later than any released before.
    """
    name = migration_name(name)
    project = lock_project(project)
    plan = plan_release(project, name=name)
    if not plan.files:
        raise EditRefused(f"{project.name} has not changed since the last release. Change something, then release.")
    last = Migration.objects.filter(project_id=project.pk).order_by("-number").first()
    versions = _versions(last, len(plan.files))
    files = [
        {"name": f"{version}_{name}{_suffix(file)}.sql", "up": file.up_sql, "down": file.down_sql}
        for version, file in zip(versions, plan.files, strict=True)
    ]
    migration = Migration.objects.create(
        project=project,
        number=last.number + 1 if last else 1,
        name=name,
        version=versions[-1],
        base=last.target if last else None,
        target=take_snapshot(project, plan.after),
        files=files,
        operations=[{"symbol": step.symbol, "describe": step.describe()} for step in plan.operations],
        released_by=acting_user,
    )
    announce(project, "release", number=migration.number)
    return migration


def migration_name(text: str) -> str:
    """A name as it stands in a file name: lower case, digits and underscores. Raises EditRefused when nothing is
    left.
    """
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")[:_LONGEST_NAME]
    if not name:
        raise EditRefused(f"“{text}” cannot name a migration. Use letters and digits, like add_invitations.")
    return name


def _versions(last: Migration | None, count: int) -> list[str]:
    start = datetime.now(UTC).replace(microsecond=0)
    if last is not None:
        start = max(start, datetime.strptime(last.version, _VERSION).replace(tzinfo=UTC) + timedelta(seconds=1))
    return [(start + timedelta(seconds=offset)).strftime(_VERSION) for offset in range(count)]


def _suffix(file: MigrationFile) -> str:
    return f"_{file.name_suffix.strip('_')}" if file.name_suffix else ""
