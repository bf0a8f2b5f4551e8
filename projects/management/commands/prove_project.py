"""Proves a project's migrations."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from designer.design import DesignerError
from designer.proofs import Plan
from projects.management.output import DesignCommand, ensure_store, existing_project
from projects.models import Draft, Migration, Project
from projects.selectors import load_design
from projects.services.access import measure_project_access, measurement_as_json
from projects.services.access_tests import describe_report, report_as_json, try_project_access
from projects.services.advice import describe_findings, find_project_holes, findings_as_json
from projects.services.proofs import (
    describe_proof,
    plan_from_nothing,
    plan_next,
    plan_of_migration,
    proof_as_json,
    prove_project_plan,
    save_proof,
)
from projects.services.release_plans import plan_drafts

_MEASURED = ("differences", "openings", "moves", "errors", "unfilled")
"""What a proof keeps of the measured matrix: all but the cells."""


class Command(DesignCommand):
    """Exit status 0 when it is proven, 2 when it is not, 1 when it could not be tried."""

    help = "Runs a migration up, down and up again on a scratch database with rows, and compares after each step."

    def add_arguments(self, parser: CommandParser) -> None:
        """SLUG and which migration."""
        super().add_arguments(parser)
        parser.add_argument("slug", metavar="SLUG")
        parser.add_argument("--no-tests", action="store_true", help="without writing and running the access tests")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--release", metavar="N", type=int, help="a released migration, by its number")
        which.add_argument("--from-nothing", action="store_true", help="everything, from an empty project to now")

    def run_command(self, **options: Any) -> dict[str, Any]:
        """Proves, keeps the proof with the project, and gives it."""
        user = ensure_store()
        project = existing_project(options["slug"])
        proven = []
        for draft, plan in _plans(project, options["release"], from_nothing=options["from_nothing"]):
            proof = prove_project_plan(project, plan, progress=self.progress())
            save_proof(project=project, acting_user=user, proof=proof, draft=draft)
            files = [file.name for file in plan.files]
            proven.append({"draft": draft.name if draft else None, "files": files, **proof_as_json(proof)})
        found = {"project": project.slug, "release": options["release"], "access": None, "holes": None, "tests": None}
        design = load_design(project)
        if options["release"] is None and design.tables:
            measured = measurement_as_json(measure_project_access(project, design, progress=self.progress()))
            found["access"] = {name: measured[name] for name in _MEASURED}
            found["holes"] = findings_as_json(find_project_holes(project, design, progress=self.progress()))
            if not options["no_tests"]:
                found["tests"] = report_as_json(try_project_access(project, design, progress=self.progress()))
        if len(proven) == 1:
            return {**found, **proven[0]}
        return {**found, "proven": all(row["proven"] for row in proven), "drafts": proven}

    def describe(self, result: dict[str, Any]) -> list[str]:
        """The verdict, then everything worth knowing; draft by draft."""
        access = result["access"]
        holes = []
        if access:
            holes = [f"Access: cells not as stated {len(access['differences'])}, errors {len(access['errors'])}."]
        holes += [f"Advice: {line}" for line in describe_findings(result["holes"])[:1]] if result["holes"] else []
        holes += [f"Tests: {line}" for line in describe_report(result["tests"])] if result["tests"] else []
        if "drafts" not in result:
            return [*describe_proof(result), *holes]
        if not result["drafts"]:
            return ["Nothing waits to be released, so no migration was proven.", *holes]
        named = [(row["draft"] or "not in a draft yet", describe_proof(row)) for row in result["drafts"]]
        return [*(f"{name}: {line}" for name, lines in named for line in lines), *holes]

    def exit_status(self, result: dict[str, Any]) -> int:
        """2 for what is not proven."""
        return 0 if result["proven"] else 2


def _plans(project: Project, release: int | None, *, from_nothing: bool) -> list[tuple[Draft | None, Plan]]:
    """What is to be proven, in order: every draft, where nothing else is asked for; none where none waits."""
    if from_nothing:
        return [(None, plan_from_nothing(project))]
    if release is None:
        waiting: list[tuple[Draft | None, Plan]] = [
            (row.draft, plan_next(project, row.draft)) for row in plan_drafts(project)
        ]
        # Where nothing waits, access can still be tried; in an empty project nothing can.
        return waiting if waiting or load_design(project).tables else [(None, plan_next(project))]
    migration = Migration.objects.filter(project_id=project.pk, number=release).select_related("base", "target").first()
    if migration is None:
        known = Migration.objects.filter(project_id=project.pk).count()
        raise DesignerError(f"{project.slug} has no release {release}. It has {known}, numbered from 1.")
    return [(None, plan_of_migration(migration))]
