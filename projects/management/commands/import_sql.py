"""Imports SQL into a project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.text import slugify

from designer.design import DesignerError
from designer.sandbox.inputs import read_migrations
from projects.management.output import DesignCommand, ensure_store
from projects.models import Project
from projects.services.imports import ImportMode
from projects.services.local import ensure_project
from projects.services.sql_imports import grants_of, prove_sql, save_import


class Command(DesignCommand):
    """Exit status 1 when the input is no usable SQL or none of it could be applied; `failed` says what else failed."""

    help = "Runs SQL in the sandbox and makes, or replaces the design of, a project."

    def add_arguments(self, parser: CommandParser) -> None:
        """PATH and --project."""
        super().add_arguments(parser)
        parser.add_argument("path", metavar="PATH", type=Path, help=".sql file, migrations, Supabase project or zip")
        parser.add_argument("--project", metavar="SLUG", required=True, help="made if there is none of this name")
        parser.add_argument("--mode", choices=[mode.value for mode in ImportMode], default=ImportMode.REPLACE.value)

    def run_command(self, **options: Any) -> dict[str, Any]:
        """Imports, and gives the report."""
        path, slug = options["path"], options["project"]
        if slugify(slug) != slug:
            raise DesignerError(f"{slug} cannot name a project. Use lower-case letters, digits and hyphens.")
        source = read_migrations(path)
        user = ensure_store()
        known = Project.objects.filter(slug=slug).first()
        found = prove_sql(source, grants=grants_of(known), progress=self.progress())
        target = ensure_project(slug=slug, acting_user=user)
        save_import(found, project=target, acting_user=user, name=path.resolve().name, mode=ImportMode(options["mode"]))
        return {"project": target.slug, **found.as_json()}

    def describe(self, result: dict[str, Any]) -> list[str]:
        """Counts, then what failed, what is kept verbatim, and whether the proof holds."""
        counts = f"{result['applied']} of {result['statements']} statements applied in {result['seconds']} s"
        lines = [f"Imported into {result['project']}: {counts}."]
        lines += [f"  {count} {kind}" for kind, count in result["modelled"].items() if count]
        lines += [f"Kept verbatim: {kept['kind']} {kept['name']} ({kept['reason']})" for kept in result["verbatim"]]
        lines += [f"Failed: {row['file']}, line {row['line']}: {row['error']}" for row in result["failed"]]
        if result["identical"]:
            return [*lines, "Proven: a database built from the design alone dumps the same."]
        return [*lines, "A database built from the design alone dumps differently:", *result["differences"]]
