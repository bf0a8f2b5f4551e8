"""Exports a project as a Supabase folder or zip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from designer.export import write_folder, write_zip
from projects.management.output import DesignCommand, ensure_store, existing_project, write_file
from projects.services.exports import build_export
from projects.services.release_plans import plan_drafts
from projects.services.releases import release_migration


class Command(DesignCommand):
    """Prints {project, output, files, released}; `released` is the last migration released by this export, or null."""

    help = "Writes the supabase/ folder of a project. What is not released yet is released first."

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG, --output and what to do with unreleased changes."""
        super().add_arguments(parser)
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--output", metavar="DIR|FILE.zip", type=Path, required=True)
        parser.add_argument("--name", default="", help="name of the migration released first, where one is needed")
        parser.add_argument("--released-only", action="store_true", help="leave out what is not released")

        parser.add_argument(
            "--accept-data-loss", action="store_true", help="release although questions about rows are open"
        )

    def run_command(self, **options: Any) -> dict[str, Any]:
        """Releases what waits, and writes the files."""
        output: Path = options["output"]
        user = ensure_store()
        project = existing_project(options["slug"])
        released = None
        waiting = [] if options["released_only"] else plan_drafts(project)
        if waiting:
            default = "changes" if project.migrations.exists() else "initial"
            last = waiting[-1].draft
            # Whoever runs this command asks for the release; that it was not proven is recorded with it.
            released = release_migration(
                project=project,
                acting_user=user,
                draft=last,
                name=options["name"] or last.name or default,
                confirms_unproven=True,
                accepts_data_loss=options["accept_data_loss"],
            )
        files = build_export(project)
        if output.suffix.lower() == ".zip":
            write_file(output, write_zip(files))
        else:
            write_folder(files, output)
        return {
            "project": project.slug,
            "output": str(output),
            "files": sorted(files),
            "released": str(released) if released else None,
            "proven": None if released is None else not released.is_confirmed_unproven,
        }

    def describe(self, result: dict[str, Any]) -> list[str]:
        """Where the files are."""
        proven = "proven" if result["proven"] else "not proven"
        lines = [f"Released {result['released']}, {proven}."] if result["released"] else []
        return [*lines, f"Wrote {len(result['files'])} files to {result['output']}."]
