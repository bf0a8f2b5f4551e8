"""Looks for holes in a project's design."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from projects.management.output import DesignCommand, ensure_store, existing_project
from projects.selectors import load_design
from projects.services.advice import describe_findings, find_project_holes, findings_as_json


class Command(DesignCommand):
    """Exit status 0 when nothing is open now, 2 when something is (level error), 1 when it could not be looked for."""

    help = (
        "Looks for the ways in which rows reach those who should not have them, and tries each on a scratch database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG."""
        super().add_arguments(parser)
        parser.add_argument("slug", metavar="SLUG")

    def run_command(self, **options: Any) -> dict[str, Any]:
        """Looks at the design as it is now."""
        ensure_store()
        project = existing_project(options["slug"])
        found = find_project_holes(project, load_design(project), progress=self.progress())
        return {"project": project.slug, **findings_as_json(found)}

    def describe(self, result: dict[str, Any]) -> list[str]:
        """The findings, the worst first."""
        return describe_findings(result)

    def exit_status(self, result: dict[str, Any]) -> int:
        """2 where something is open now."""
        return 2 if result["levels"]["error"] else 0
