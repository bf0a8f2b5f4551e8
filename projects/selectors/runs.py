"""Background work as pages show it."""

from __future__ import annotations

from django.db.models import QuerySet

from projects.models import Project, Run


def active_runs(project: Project) -> QuerySet[Run]:
    """Runs that are waiting or under way, newest first."""
    states = [Run.State.QUEUED, Run.State.RUNNING]
    return Run.objects.filter(project_id=project.pk, state__in=states)
