"""From SQL to a design in a project: read, proved on a scratch server, saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from designer.catalog.imports import ImportReport, import_scripts, read_scripts
from designer.design import Design, DesignerError
from designer.migrations import write_design
from designer.postgres.scripts import SkippedPart, script_of
from designer.sandbox.clusters import get_cluster
from designer.sandbox.databases import GrantMode
from designer.sandbox.inputs import MigrationInput
from designer.sandbox.scripts import Progress
from projects.models import Project
from projects.services.arrivals import Arrival, ImportMode, plan_arrival
from projects.services.histories import FOLDER
from projects.services.proposals import has_own_design


class SqlImport(Struct, frozen=True):
    """An input that has been through the sandbox, not yet saved."""

    source: MigrationInput
    report: ImportReport

    @property
    def history(self) -> dict[str, bytes]:
        """The migrations it consists of, by name, in order; nothing for other SQL."""
        return {file.path.removeprefix(FOLDER): file.content for file in self.source.migrations}

    @property
    def remark(self) -> str:
        """Where the design falls short of the migrations, because statements failed; empty where it does not."""
        failed = len(self.report.failed)
        if not failed:
            return ""
        statements = "1 statement" if failed == 1 else f"{failed} statements"
        return (
            f"{statements} of {self.report.statements} could not be applied in the sandbox. The files are kept as they "
            "are; what those statements make is not in the design, and new migrations do not know of it."
        )

    def as_json(self, *, most: int | None = None) -> dict[str, Any]:
        """The report as `manage.py import_sql --json` and the pages give it; docs/commands.md lists the keys.

        `most` limits the lists of what failed and what was skipped; `failed_count` tells how many there were.
        """
        report = self.report
        skipped = [*self.source.skipped, *report.skipped]
        return {
            "statements": report.statements,
            "applied": report.applied,
            "failed": [to_builtins(failure) for failure in report.failed[:most]],
            "failed_count": report.failed_count,
            "skipped": [_skipped_as_json(part) for part in skipped if not part.is_harmless][:most],
            "skipped_rows": report.skipped_rows,
            "modelled": report.modelled,
            "verbatim": [
                {"kind": kept.kind, "name": _full_name(kept.schema, kept.name), "reason": kept.reason}
                for kept in report.verbatim
            ],
            "identical": report.identical,
            "differences": list(report.differences),
            "stand_ins": list(report.stand_ins),
            "stand_in_uses": [to_builtins(use) for use in report.stand_in_uses],
            "seconds": round(sum(report.seconds.values()), 3),
            "timings": report.seconds,
        }


def prove_sql(
    source: MigrationInput,
    *,
    grants: GrantMode = GrantMode.EXPLICIT,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> SqlImport:
    """Applies an input in a scratch database, reads the design back and compares.

    Statements that fail are reported and the rest goes on. Raises DesignerError when not one could be applied.
    """
    report = import_scripts(
        source.scripts, cluster=get_cluster(), grants=grants, progress=progress, should_stop=should_stop
    )
    if report.failed and not report.applied:
        first = report.failed[0]
        raise DesignerError(
            f"None of the {report.statements} statements could be applied. The first, {first.file} line {first.line}: "
            f"{first.error}"
        )
    return SqlImport(source, report)


def arrival_of(found: SqlImport, *, project: Project, name: str, mode: ImportMode = ImportMode.REPLACE) -> Arrival:
    """A proved input as it arrives at a project; `name` says from where.

    Where it differs from what the project has, that is built on a scratch server too, so that only what PostgreSQL
    stores differently counts as a difference.
    """
    project.refresh_from_db(fields=["change_count"])
    arrival = Arrival(
        design=found.report.design,
        label=f"Import {name}",
        mode=mode,
        files=found.source.files,
        history=found.history,
        remark=found.remark,
        printed_at=project.change_count,
    )
    plan = plan_arrival(project, arrival)
    if not has_own_design(project) or plan.is_empty:
        return arrival
    return replace(arrival, printed=_print(plan.before, grants_of(project)))


def _print(design: Design, grants: GrantMode) -> Design:
    """The design as a server prints it."""
    script = script_of("the design", write_design(design))
    return read_scripts([script], cluster=get_cluster(), grants=grants)[0]


def grants_of(project: Project | None) -> GrantMode:
    """What new tables of this project, or of a new one, are granted to the API's roles by themselves."""
    return GrantMode.LEGACY if project is not None and project.auto_expose_new_tables else GrantMode.EXPLICIT


def _skipped_as_json(part: SkippedPart) -> dict[str, Any]:
    return {"file": part.file, "line": part.line, "what": part.what, "why": part.why}


def _full_name(schema: str, name: str) -> str:
    return f"{schema}.{name}" if schema else name
