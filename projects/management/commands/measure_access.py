"""Measures who may do what in a project."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from projects.management.output import DesignCommand, ensure_store, existing_project
from projects.selectors import load_design
from projects.services.access import describe_measurement, measure_project_access, measurement_as_json


class Command(DesignCommand):
    """Exit status 0 when it was measured, 1 when it could not be."""

    help = "Runs every command on every table as everybody worth trying, on a scratch database with rows for all."

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG."""
        super().add_arguments(parser)
        parser.add_argument("slug", metavar="SLUG")

    def run_command(self, **options: Any) -> dict[str, Any]:
        """Measures the design as it is now."""
        ensure_store()
        project = existing_project(options["slug"])
        found = measure_project_access(project, load_design(project), progress=self.progress())
        return {"project": project.slug, **measurement_as_json(found)}

    def describe(self, result: dict[str, Any]) -> list[str]:
        """Table by table and persona by persona."""
        return describe_measurement(result)
