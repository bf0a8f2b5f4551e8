"""Writes the migration from one schema to another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from msgspec import to_builtins

from designer.catalog.imports import FailedStatement, read_scripts
from designer.design import Design, DesignerError
from designer.export import write_folder
from designer.migrations import find_differences, plan_files
from designer.sandbox.clusters import get_cluster
from designer.sandbox.databases import GrantMode
from designer.sandbox.inputs import read_migrations
from projects.management.output import DesignCommand
from projects.services.proofs import describe_proof, plan_of, proof_as_json, prove_plan
from projects.services.releases import migration_name, operation_as_json
from projects.services.versions import next_versions


class Command(DesignCommand):
    """Needs the sandbox only, not the store. `failed` lists statements of either input that could not be applied.

    Exit status 2 when --prove finds that the migration does not hold.
    """

    help = "Compares two schemas and writes the migration between them, with its rollback."

    def add_arguments(self, parser: CommandParser) -> None:
        """BEFORE, AFTER and --output."""
        super().add_arguments(parser)
        parser.add_argument(
            "before", metavar="BEFORE", type=Path, help="/dev/null or an empty file is the empty schema"
        )
        parser.add_argument("after", metavar="AFTER", type=Path)
        parser.add_argument("--output", metavar="DIR", type=Path, required=True)
        parser.add_argument("--name", default="changes", help="name of the migration")
        parser.add_argument("--prove", action="store_true", help="run it up, down and up again on a scratch database")
        parser.add_argument("--plain", action="store_true", help="plain forms, not the ones that avoid long locks")
        parser.add_argument("--grants", choices=[mode.value for mode in GrantMode], default=GrantMode.EXPLICIT.value)

    def run_command(self, **options: Any) -> dict[str, Any]:
        """Reads both, compares, writes the files."""
        grants = GrantMode(options["grants"])
        before, failed_before = self._read(options["before"], grants)
        after, failed_after = self._read(options["after"], grants)
        found = find_differences(before, after)
        name = migration_name(options["name"])
        planned = plan_files(found.operations, name=name, online=not options["plain"])
        files = _files(name, planned)
        write_folder(files, options["output"])
        result: dict[str, Any] = {
            "operations": [operation_as_json(operation) for operation in found.operations],
            "files": list(files),
            "unsupported": [{"object": row.object_name, "reason": row.reason} for row in found.unsupported],
            "failed": [to_builtins(row) for row in (*failed_before, *failed_after)],
        }
        if options["prove"]:
            names = [Path(file).name for file in files if file.startswith("migrations/")]
            plan = plan_of(before, after, found.operations, found.unsupported, planned, names)
            result["proof"] = proof_as_json(prove_plan(plan, grants=grants, progress=self.progress()))
        return result

    def exit_status(self, result: dict[str, Any]) -> int:
        """2 for a migration that --prove does not prove."""
        return 0 if result.get("proof", {}).get("proven", True) else 2

    def describe(self, result: dict[str, Any]) -> list[str]:
        """The operations with their symbols, what is not supported, and the files."""
        lines = [f"{row['symbol']} {row['describe']}" for row in result["operations"]] or ["No differences."]
        lines += [f"! {row['object']}: {row['reason']}" for row in result["unsupported"]]
        lines += [f"Failed: {row['file']}, line {row['line']}: {row['error']}" for row in result["failed"]]
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


def _files(name: str, planned: list[Any]) -> dict[str, bytes]:
    """Paths and texts: one second apart, as a release would number them."""
    files: dict[str, bytes] = {}
    for version, file in zip(next_versions("", len(planned)), planned, strict=True):
        suffix = f"_{file.name_suffix.strip('_')}" if file.name_suffix else ""
        files[f"migrations/{version}_{name}{suffix}.sql"] = file.up_sql.encode()
        files[f"rollbacks/{version}_{name}{suffix}.sql"] = file.down_sql.encode()
    return dict(sorted(files.items()))
