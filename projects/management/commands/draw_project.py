"""Draws a project's diagram."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from designer.diagram import draw_design
from designer.notations import write_notation
from projects.management.output import DesignCommand, ensure_store, existing_project, write_file
from projects.selectors import load_design

PICTURES = ("svg", "png", "pdf")
TEXTS = ("mermaid", "dbml", "txt")


class Command(DesignCommand):
    """Prints {project, output, format, bytes, tables}."""

    help = "Draws the diagram of a project as a picture (SVG, PNG, PDF) or as text (Mermaid, DBML, ASCII)."

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG, --format and --output."""
        super().add_arguments(parser)
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--format", choices=(*PICTURES, *TEXTS), default="svg")
        parser.add_argument("--output", metavar="FILE", type=Path, required=True)

    def run_command(self, **options: Any) -> dict[str, Any]:
        """Draws the design as it is now."""
        ensure_store()
        project = existing_project(options["slug"])
        design = load_design(project)
        kind = options["format"]
        is_text = kind in TEXTS
        content = write_notation(design, kind).encode() if is_text else draw_design(design, format=kind)
        write_file(options["output"], content)
        return {
            "project": project.slug,
            "output": str(options["output"]),
            "format": options["format"],
            "bytes": len(content),
            "tables": len(design.tables),
        }

    def describe(self, result: dict[str, Any]) -> list[str]:
        """Where the drawing is."""
        return [f"Drew {result['tables']} tables to {result['output']}."]
