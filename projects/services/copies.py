"""Copies of dropped columns and tables that released migrations keep aside, and dropping them by the next one."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from msgspec import Struct, convert
from msgspec.structs import replace

from designer.migrations import Answer, DropCopy, KeepColumn, KeepTable, MigrationPlan, plan_files, plan_migration
from designer.postgres.platform import KEPT_SCHEMA
from projects.models import Migration, Project
from projects.selectors.designs import design_at
from projects.services.edits import lock_project
from projects.services.errors import EditRefused


class KeptCopy(Struct, frozen=True):
    """A copy that is in databases where everything released has run; `kept_by` names the migration."""

    kept: KeepColumn | KeepTable
    kept_by: str

    @property
    def name(self) -> str:
        return self.kept.copy_name


def list_copies(project: Project) -> list[KeptCopy]:
    """Copies that no later release has dropped, in the order in which they were made."""
    found: dict[str, KeptCopy] = {}
    for migration in Migration.objects.filter(project_id=project.pk, is_imported=False).order_by("number"):
        text = "\n".join(file["up"] for file in migration.files)
        if KEPT_SCHEMA not in text:
            continue
        found = {name: copy for name, copy in found.items() if f"drop table if exists {name};" not in text}
        for kept in _kept_by(migration, project):
            if f"create table {kept.copy_name} as" in text:
                found[kept.copy_name] = KeptCopy(kept, str(migration))
    return list(found.values())


@transaction.atomic
def choose_copies(*, project: Project, names: Collection[str]) -> None:
    """Says which copies the next migration drops, in place of what was said before. Raises EditRefused for others."""
    project = lock_project(project)
    known = [copy.name for copy in list_copies(project)]
    for name in names:
        if name not in known:
            raise EditRefused(f"There is no copy {name}. There are: {', '.join(known) or 'none'}.")
    project.dropped_copies = [name for name in known if name in names]
    project.save(update_fields=["dropped_copies"])


def drop_chosen_copies(planned: MigrationPlan, project: Project, *, name: str) -> MigrationPlan:
    """The plan, after a file that drops the copies chosen. First, because it may keep others under the same names."""
    if not project.dropped_copies:
        return planned
    drops = [DropCopy(kept=copy.kept) for copy in list_copies(project) if copy.name in project.dropped_copies]
    files = [replace(file, name_suffix="_copies") for file in plan_files(drops, name=f"{name}_copies")]
    return replace(planned, files=[*files, *planned.files], operations=(*drops, *planned.operations))


def _kept_by(migration: Migration, project: Project) -> list[KeepColumn | KeepTable]:
    """What a released migration keeps, planned as it was."""
    answers = {row["id"]: convert(row["answer"], Answer) for row in migration.answers}
    before, after = design_at(migration.base), design_at(migration.target)
    planned = plan_migration(before, after, name=migration.name, answers=answers, version=project.postgres_version)
    return [row for row in planned.operations if isinstance(row, KeepColumn | KeepTable)]
