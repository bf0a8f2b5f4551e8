"""Background work as pages show it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from designer.design import Command
from designer.diagram.lenses import Level, Sight
from projects.models import Project, Run


def active_runs(project: Project) -> QuerySet[Run]:
    """Runs that are waiting or under way, newest first."""
    states = [Run.State.QUEUED, Run.State.RUNNING]
    return Run.objects.filter(project_id=project.pk, state__in=states)


def last_advice(project: Project) -> Run | None:
    """The last time that somebody looked for holes and it went through."""
    runs = Run.objects.filter(project_id=project.pk, kind=Run.Kind.ADVICE, state=Run.State.SUCCEEDED)
    return runs.select_related("requested_by").first()


def count_findings(project: Project) -> int:
    """How many findings the last look had; 0 where nobody has looked."""
    runs = Run.objects.filter(project_id=project.pk, kind=Run.Kind.ADVICE, state=Run.State.SUCCEEDED)
    return runs.values_list("result__count", flat=True).first() or 0


def found_objects(project: Project) -> list[tuple[UUID, Level, str]]:
    """Of what was found last: the id of the object, the level and the title."""
    run = last_advice(project)
    rows = (run.result or {}).get("findings", []) if run else []
    return [(UUID(row["object_id"]), row["level"], row["title"]) for row in rows if row.get("object_id")]


def last_access(project: Project) -> Run | None:
    """The last time that access was measured to the end."""
    return Run.objects.filter(project_id=project.pk, kind=Run.Kind.ACCESS, state=Run.State.SUCCEEDED).first()


def measured_personas(project: Project) -> list[str]:
    """Those whose access was measured last; none where it never was."""
    runs = Run.objects.filter(project_id=project.pk, kind=Run.Kind.ACCESS, state=Run.State.SUCCEEDED)
    return list(runs.values_list("result__personas", flat=True).first() or ())


def measured_sights(project: Project, persona: str) -> tuple[dict[str, Sight], int]:
    """What a persona read of each table when access was measured last, and how many changes ago that was."""
    run = last_access(project)
    found: dict[str, Any] = (run.result or {}) if run else {}
    if persona not in found.get("personas", []):
        return {}, 0
    place = found["personas"].index(persona)
    cells = {table["name"]: table["cells"][Command.SELECT.value] for table in found["tables"]}
    sights = {
        name: Sight(row["rows"], row["total"], row["words"])
        for name, row in ((name, row[place]) for name, row in cells.items() if len(row) > place)
    }
    return sights, project.change_count - int(found["change_count"])


def known_personas(project: Project) -> list[str]:
    """Those of the last time that access was measured or explained; the fixed ones where it never was."""
    kinds = [Run.Kind.ACCESS, Run.Kind.EXPLANATION]
    runs = Run.objects.filter(project_id=project.pk, kind__in=kinds, state=Run.State.SUCCEEDED)
    found = runs.values_list("result__personas", flat=True).first()
    return list(found or ("anon", "stranger", "anonymous sign-in", "token without sub", "service_role"))
