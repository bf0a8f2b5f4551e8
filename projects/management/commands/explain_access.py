"""Explains why somebody may or may not do something in a project."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from designer.access.outcomes import Deed
from projects.management.output import DesignCommand, ensure_store, existing_project
from projects.selectors import load_design
from projects.services.explanations import describe_explanation, explain_project_access, explanation_as_json


class Command(DesignCommand):
    """Exit status 0 when it was explained, 1 when it could not be."""

    help = "Runs a statement as a persona on a scratch database, and says which privilege or policy decided."

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG, who, and what."""
        super().add_arguments(parser)
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument(
            "--as", dest="persona", metavar="PERSONA", required=True, help="as measure_access names them"
        )
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--sql", metavar="STATEMENT", default="", help="one statement on rows")
        what.add_argument("--table", metavar="TABLE", default="", help="such as public.notes")
        parser.add_argument("--command", dest="deed", default=Deed.SELECT.value, choices=[deed.value for deed in Deed])
        parser.add_argument("--row", metavar="N", type=int, default=0, help="one of the table's rows, from 1")
        parser.add_argument(
            "--plan", action="store_true", help="why is it slow: the plan, with the policies' part marked"
        )
        parser.add_argument("--rows", metavar="N", type=int, default=0, help="rows to add to each table of the plan")

    def run_command(self, **options: Any) -> dict[str, Any]:
        """Explains it for the design as it is now."""
        ensure_store()
        project = existing_project(options["slug"])
        found = explain_project_access(
            project,
            load_design(project),
            persona=options["persona"],
            statement=options["sql"],
            table=options["table"],
            deed=Deed(options["deed"]),
            row=options["row"],
            with_plan=options["plan"] or bool(options["rows"]),
            more_rows=options["rows"],
            progress=self.progress(),
        )
        return {"project": project.slug, **explanation_as_json(found)}

    def describe(self, result: dict[str, Any]) -> list[str]:
        """Privileges, then what was tried and what decided."""
        return describe_explanation(result)
