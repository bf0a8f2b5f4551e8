"""Copies of dropped columns and tables that released migrations keep aside, and dropping them by a later one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from msgspec import Struct, convert
from msgspec.structs import replace

from designer.migrations import (
    Answer,
    DropCopy,
    KeepColumn,
    KeepTable,
    MigrationPlan,
    Operation,
    plan_files,
    plan_migration,
)
from projects.models import Draft, Migration, Project
from projects.selectors.designs import design_at
from projects.services.edits import lock_draft
from projects.services.errors import EditRefused


class KeptCopy(Struct, frozen=True):
    """A copy that is in databases where everything released has run: its name, what it is of, and who kept it."""

    name: str
    subject: str
    kept_by: Migration


def list_copies(project: Project, *, before: int | None = None) -> list[KeptCopy]:
    """Copies that no later release has dropped, in the order in which they were made; with `before`, those that were
    there when the migration of that number was released.
    """
    migrations = Migration.objects.filter(project_id=project.pk, is_imported=False).order_by("number")
    if before is not None:
        migrations = migrations.filter(number__lt=before)
    found: dict[str, KeptCopy] = {}
    for migration in migrations:
        for step in migration.operations:
            if dropped := step.get("drops"):
                found.pop(dropped, None)
            elif (name := step.get("keeps")) and _is_made(name, migration):
                found[name] = KeptCopy(name, step["subject"], migration)
    return list(found.values())


def list_copies_to_drop(project: Project, draft: Draft) -> list[KeptCopy]:
    """The copies that a draft may drop: those that no other draft drops."""
    others = Draft.objects.filter(project_id=project.pk).exclude(pk=draft.pk).values_list("dropped_copies", flat=True)
    taken = {name for names in others for name in names}
    return [copy for copy in list_copies(project) if copy.name not in taken]


def copies_made_by(operations: Iterable[Operation]) -> list[KeepColumn | KeepTable]:
    """The copies that planned operations make."""
    return [row for row in operations if isinstance(row, KeepColumn | KeepTable)]


@transaction.atomic
def choose_copies(*, project: Project, names: Collection[str], draft: Draft | None = None) -> None:
    """Says which copies a draft drops, in place of what was said before. Raises EditRefused for others."""
    own = lock_draft(project, draft)
    known = [copy.name for copy in list_copies_to_drop(project, own)]
    for name in names:
        if name not in known:
            raise EditRefused(f"There is no copy {name}. There are: {', '.join(known) or 'none'}.")
    own.dropped_copies = [name for name in known if name in names]
    own.save()


def drop_chosen_copies(planned: MigrationPlan, project: Project, draft: Draft, *, name: str) -> MigrationPlan:
    """The plan, after a file that drops the copies chosen. First, because it may keep others under the same names."""
    if not draft.dropped_copies:
        return planned
    drops = [DropCopy(kept=_read_copy(copy)) for copy in list_copies(project) if copy.name in draft.dropped_copies]
    files = [replace(file, name_suffix="_copies") for file in plan_files(drops, name=f"{name}_copies")]
    return replace(planned, files=[*files, *planned.files], operations=(*drops, *planned.operations))


def replan(migration: Migration) -> MigrationPlan:
    """A released migration, planned as it was."""
    project = migration.project
    answers = {row["id"]: convert(row["answer"], Answer) for row in migration.answers}
    dropped = {step.get("drops") for step in migration.operations}
    return plan_migration(
        design_at(migration.base),
        design_at(migration.target),
        name=migration.name,
        answers=answers,
        version=project.postgres_version,
        copies={copy.name for copy in list_copies(project, before=migration.number)} - dropped,
    )


def _read_copy(copy: KeptCopy) -> KeepColumn | KeepTable:
    """The operation that made a copy."""
    return next(row for row in copies_made_by(replan(copy.kept_by).operations) if row.copy_name == copy.name)


def _is_made(name: str, migration: Migration) -> bool:
    """Whether the statement is still there: files may have been edited by hand."""
    return any(f"create table {name} as" in file["up"] for file in migration.files)
