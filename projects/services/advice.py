"""Looking for holes in a project's design, what was found as pages and commands show it, and putting it right."""

from __future__ import annotations

from typing import Any

import msgspec

from designer.advisor import Finding, Fix, Level, apply_fix, find_holes
from designer.design import Design, DesignerError
from designer.sandbox.clusters import get_cluster
from projects.models import Change, Project, User
from projects.services.edits import edit_design
from projects.services.errors import EditRefused
from projects.services.sql_imports import grants_of


def find_project_holes(project: Project, design: Design, **options: Any) -> tuple[Finding, ...]:
    """Looks for holes in a design of the project. Raises EditRefused where there is nothing to look at."""
    if not design.tables:
        raise EditRefused(f"{project.name} has no table yet: there is nothing to look at. Draw or import one first.")
    return find_holes(design, cluster=get_cluster(), grants=grants_of(project), **options)


def findings_as_json(findings: tuple[Finding, ...]) -> dict[str, Any]:
    """As commands print it and as it is kept with its run; docs/commands.md lists the keys."""
    return {
        "count": len(findings),
        "levels": {level.value: sum(row.level is level for row in findings) for level in Level},
        "findings": [{"key": row.key, **msgspec.to_builtins(row)} for row in findings],
    }


def describe_findings(found: dict[str, Any]) -> list[str]:
    """Findings in words, line by line, the worst first."""
    if not found["findings"]:
        return ["Nothing was found."]
    levels = ", ".join(f"{number} {level}" for level, number in found["levels"].items() if number)
    lines = [f"{found['count']} found: {levels}."]
    for row in found["findings"]:
        lines += ["", f"{row['level']} · {row['title']} · {row['name']}", f"  {row['reason']}", f"  {row['advice']}"]
        lines += [f"  | {line}" for line in row["proof"].splitlines()]
    return lines


def read_fix(finding: dict[str, Any]) -> Fix | None:
    """The fix of a stored finding."""
    stored = finding.get("fix")
    return msgspec.convert(stored, Fix) if stored else None


def is_done(design: Design, fix: Fix) -> bool:
    """Whether the design has it already, or no longer has what it is about."""
    try:
        return apply_fix(design, fix) == design
    except DesignerError:
        return True


def save_fix(*, project: Project, acting_user: User, fix: Fix, expected_number: int) -> Change | None:
    """Puts a finding right, as an edit like any other: None where it is right already.

    `expected_number` is `project.change_count` of when it was found. Raises EditRefused, and EditConflict where
    somebody has changed the same since.
    """
    return edit_design(
        project=project,
        acting_user=acting_user,
        label=fix.label,
        edit=lambda design: apply_fix(design, fix),
        expected_number=expected_number,
    )
