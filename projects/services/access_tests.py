"""The pgTAP suite of a project and what it does to mutants, and the result as pages and commands show it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from designer.access.mutants import Fate, MutantResult, MutationReport, run_mutation
from designer.design import Design
from designer.proofs.results import server_words
from designer.sandbox.clusters import get_cluster
from projects.models import Project
from projects.services.errors import EditRefused
from projects.services.sql_imports import grants_of


def try_project_access(project: Project, design: Design, **options: Any) -> MutationReport:
    """Writes the suite of a design of the project and runs it. Raises EditRefused where there is no table to ask."""
    if not design.tables:
        raise EditRefused(f"{project.name} has no table yet: there is nothing to test. Draw or import one first.")
    return run_mutation(design, cluster=get_cluster(), grants=grants_of(project), **options)


def report_as_json(report: MutationReport) -> dict[str, Any]:
    """As commands print it and as it is kept with its run; docs/commands.md lists the keys."""
    fates = Counter(row.fate for row in report.mutants)
    return {
        "server": server_words(report.server_version),
        "passed": report.is_green,
        "tests": report.tests,
        "seconds": round(report.suite_seconds, 2),
        "files": [
            {
                "name": file.name,
                "tests": file.planned,
                "passed": file.passed,
                "failed": list(file.failed),
                "error": file.error,
            }
            for file in report.suite
        ],
        "texts": dict(report.files),
        "score": report.score,
        "mutants": {fate.value: fates[fate] for fate in Fate},
        "mutants_seconds": round(report.mutants_seconds, 2),
        "operators": _operators(report.mutants),
        "survivors": [_mutant(row) for row in report.mutants if row.fate is Fate.SURVIVED],
        "equivalent": [_mutant(row) for row in report.mutants if row.fate is Fate.EQUIVALENT],
        "killed": [_mutant(row) for row in report.mutants if row.fate is Fate.KILLED],
    }


def _operators(mutants: tuple[MutantResult, ...]) -> list[dict[str, Any]]:
    """Per kind of mistake, how many there were of each fate."""
    counts = Counter((row.operator, row.fate) for row in mutants)
    names = sorted({row.operator for row in mutants})
    return [{"name": name, **{fate.value: counts[name, fate] for fate in Fate}} for name in names]


def _mutant(row: MutantResult) -> dict[str, str]:
    return {"operator": row.operator, "object": row.object, "words": row.words, "file": row.file, "test": row.test}


def describe_report(found: dict[str, Any]) -> list[str]:
    """The result in words, line by line."""
    lines = [f"{found['tests']} tests in {len(found['files'])} files on {found['server']}, {found['seconds']} s."]
    red = [file for file in found["files"] if file["error"] or file["passed"] != file["tests"]]
    for file in red:
        lines += [f"Failed: {file['name']}: {test}" for test in file["failed"]]
        lines += [f"Error: {file['name']}: {file['error']}"] if file["error"] else []
    if found["score"] is None:
        return [*lines, "No mutant was tried."]
    counts = found["mutants"]
    lines.append(
        f"Mutation score {found['score']:.1%}: {counts['killed']} killed, {counts['survived']} survived,"
        f" {counts['equivalent']} equivalent, in {found['mutants_seconds']} s."
    )
    for row in found["survivors"]:
        missing = f" Missing test: {row['test']}." if row["test"] else ""
        lines.append(f"Survived: {row['object']}: {row['words']}.{missing}")
    return lines
