"""From a path with SQL to a design in a project: read, proved on a scratch server, saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from designer.design import DesignerError
from projects.models import Change, Project, User
from projects.services.imports import ImportMode, import_into_project

if TYPE_CHECKING:
    from designer.catalog.imports import ImportReport
    from designer.sandbox.inputs import MigrationInput

Progress = Callable[[int, int, str], None]


class SqlImport(Struct, frozen=True):
    """An input that has been through the sandbox, not yet saved."""

    name: str
    report: Any
    seed_sql: str | None = None
    config_toml: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The report as commands and pages give it."""
        return report_as_json(self.report)


def read_input(path: Path) -> MigrationInput:
    """What a file, folder, Supabase project folder or zip holds. Raises DesignerError when it is no usable SQL."""
    from designer.sandbox.inputs import read_migrations

    return read_migrations(path)


def prove_sql(
    sql: MigrationInput,
    *,
    project: Project,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> SqlImport:
    """Applies the input in a scratch database and reads the design back.

    Statements that fail are reported and the rest goes on. Raises DesignerError when not one could be applied.
    """
    from designer.catalog.imports import import_scripts

    from designer.sandbox.clusters import get_cluster
    from designer.sandbox.databases import GrantMode

    grants = GrantMode.LEGACY if project.auto_expose_new_tables else GrantMode.EXPLICIT
    report = import_scripts(
        sql.scripts, cluster=get_cluster(), grants=grants, progress=progress, should_stop=should_stop
    )
    refuse_nothing(report)
    return SqlImport(sql.name, report, sql.seed_sql, sql.config_toml)


def save_import(found: SqlImport, *, project: Project, acting_user: User, mode: ImportMode) -> Change | None:
    """Saves a proved input as one change of the project, with the seed and configuration that came with it."""
    return import_into_project(
        project=project,
        acting_user=acting_user,
        design=found.report.design,
        label=f"Import {found.name}",
        mode=mode,
        seed_sql=found.seed_sql,
        config_toml=found.config_toml,
    )


def refuse_nothing(report: ImportReport) -> None:
    """Raises DesignerError, with the first reason, when an input has statements but none could be applied."""
    if report.failed and not report.applied:
        first = report.failed[0]
        raise DesignerError(
            f"None of the {report.statements} statements could be applied. The first, {first.file} line {first.line}: "
            f"{first.error}"
        )


def report_as_json(report: ImportReport) -> dict[str, Any]:
    """The report with the keys that pipelines rely on (see docs/commands.md)."""
    raise NotImplementedError
