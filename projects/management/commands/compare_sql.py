"""Writes the migration from one schema to another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from msgspec import to_builtins

from designer.catalog.default_privileges import with_known_defaults
from designer.catalog.imports import FailedStatement, read_scripts
from designer.design import Design, DesignerError
from designer.export import write_folder
from designer.migrations import MigrationFile, plan_migration, read_answers
from designer.migrations.questions import check_answers
from designer.proofs import plan_proof
from designer.sandbox.clusters import get_cluster
from designer.sandbox.databases import GrantMode
from designer.sandbox.inputs import read_migrations
from projects.management.output import DesignCommand
from projects.services.proofs import describe_proof, proof_as_json, prove_plan
from projects.services.releases import migration_name, operation_as_json, question_as_json
from projects.services.versions import next_versions

OPEN_QUESTIONS = 3
"""The exit status when questions are open: the files are written as the defaults say, but are not to be trusted."""


class Command(DesignCommand):
    """Needs the sandbox only, not the store.

    Exit status 1 when statements of either input failed (`failed` lists them): the files are written, but what those
    statements make is missing from one side, so that the migration may drop it. 2 when --prove finds that the
    migration does not hold, 3 when questions are open.
    """

    help = "Compares two schemas and writes the migration between them, with its rollback."

    def add_arguments(self, parser: CommandParser) -> None:
        """BEFORE, AFTER, --output, and what the planner must know."""
        super().add_arguments(parser)
        parser.add_argument(
            "before", metavar="BEFORE", type=Path, help="/dev/null or an empty file is the empty schema"
        )
        parser.add_argument("after", metavar="AFTER", type=Path)
        parser.add_argument("--output", metavar="DIR", type=Path, required=True)
        parser.add_argument("--name", default="changes", help="name of the migration")
        parser.add_argument("--prove", action="store_true", help="run it up, down and up again on a scratch database")
        parser.add_argument("--plain", action="store_true", help="plain forms, not the ones that avoid long locks")
        parser.add_argument("--answers", metavar="FILE", type=Path, help="TOML: answers to questions, rows of tables")
        parser.add_argument(
            "--accept-data-loss",
            action="store_true",
            help="leave questions open: rows that go are lost, rows that violate stop the migration",
        )
        parser.add_argument(
            "--postgres-version", type=int, choices=[15, 16, 17, 18], help="the major the SQL is for; without it, any"
        )
        parser.add_argument("--grants", choices=[mode.value for mode in GrantMode], default=GrantMode.EXPLICIT.value)

    def run_command(self, **options: Any) -> dict[str, Any]:
        """Reads both, compares, writes the files."""
        grants = GrantMode(options["grants"])
        before, failed_before = self._read(options["before"], grants)
        after, failed_after = self._read(options["after"], grants)
        before, after = with_known_defaults(
            before,
            after,
            version=get_cluster().server_version,
            has_legacy_grants=grants is GrantMode.LEGACY,
        )
        name = migration_name(options["name"])
        given = read_answers(options["answers"].read_text(encoding="utf-8") if options["answers"] else "")
        plan = plan_migration(
            before,
            after,
            name=name,
            answers=given.answers,
            rows=given.rows,
            online=not options["plain"],
            version=options["postgres_version"],
        )
        check_answers(given.answers, plan.questions)
        files = _files(name, plan.files)
        write_folder(files, options["output"])
        open_questions = [] if options["accept_data_loss"] else plan.open_questions
        result: dict[str, Any] = {
            "operations": [operation_as_json(operation, given.rows) for operation in plan.operations],
            "files": list(files),
            "questions": [question_as_json(question, plan.answers.get(question.id)) for question in plan.questions],
            "unanswered": [question.key for question in open_questions],
            "unsupported": [{"object": row.object_name, "reason": row.reason} for row in plan.unsupported],
            "failed": [to_builtins(row) for row in (*failed_before, *failed_after)],
        }
        if options["prove"]:
            names = [Path(file).name for file in files if file.startswith("migrations/")]
            proof = plan_proof(before, after, plan, names)
            result["proof"] = proof_as_json(prove_plan(proof, grants=grants, progress=self.progress()))
        return result

    def exit_status(self, result: dict[str, Any]) -> int:
        """1 for half an input, 2 for a migration that --prove does not prove, else 3 while questions are open."""
        if result["failed"]:
            self.stderr.write(_warn(result["failed"]))
            return 1
        if not result.get("proof", {}).get("proven", True):
            return 2
        return OPEN_QUESTIONS if result["unanswered"] else 0

    def describe(self, result: dict[str, Any]) -> list[str]:
        """The operations with their symbols, what is not supported, and the files."""
        lines = [f"{row['symbol']} {row['describe']}" for row in result["operations"]] or ["No differences."]
        lines += [f"! {row['object']}: {row['reason']}" for row in result["unsupported"]]
        lines += [f"Failed: {row['file']}, line {row['line']}: {row['error']}" for row in result["failed"]]
        lines += [line for row in result["questions"] if row["key"] in result["unanswered"] for line in _ask(row)]
        lines += [f"Wrote {name}" for name in result["files"]]
        return [*lines, *(describe_proof(result["proof"]) if "proof" in result else ())]

    def _read(self, path: Path, grants: GrantMode) -> tuple[Design, tuple[FailedStatement, ...]]:
        scripts = read_migrations(path).scripts
        design, failed = read_scripts(scripts, cluster=get_cluster(), grants=grants, progress=self.progress())
        statements = sum(len(script.statements) for script in scripts)
        if failed and len(failed) == statements:
            raise DesignerError(
                f"None of the {statements} statements of {path} could be applied. The first, line {failed[0].line}: "
                f"{failed[0].error}"
            )
        return design, failed


def _warn(failed: list[dict[str, Any]]) -> str:
    first = failed[0]
    return (
        f"{len(failed)} of the statements failed, the first in {first['file']}, line {first['line']}: "
        f"{first['error']}. The migration was written from what the others make. It may drop what these would have "
        "made: put them right and compare again."
    )


def _ask(question: dict[str, Any]) -> list[str]:
    """A question as a person reads it, with what to write into the file of answers."""
    choices = [f"    {choice['name']}: {choice['words']}" for choice in question["choices"]]
    return [f"? {question['text']}", f"  Answer “{question['key']}” by --answers:", *choices]


def _files(name: str, planned: list[MigrationFile]) -> dict[str, bytes]:
    """Paths and texts: one second apart, as a release would number them."""
    files: dict[str, bytes] = {}
    for version, file in zip(next_versions("", len(planned)), planned, strict=True):
        suffix = f"_{file.name_suffix.strip('_')}" if file.name_suffix else ""
        files[f"migrations/{version}_{name}{suffix}.sql"] = file.up_sql.encode()
        files[f"rollbacks/{version}_{name}{suffix}.sql"] = file.down_sql.encode()
        if file.script_sql:
            files[f"backfills/{version}_{name}{suffix}.sql"] = file.script_sql.encode()
    return dict(sorted(files.items()))
