"""Where people have put things on the canvas."""

from __future__ import annotations

from uuid import UUID

from projects.models import Placement, Project


def load_places(project: Project) -> dict[UUID, tuple[float, float]]:
    """Upper left corners by the id of the table, view or enum, in CSS pixels; empty before anybody moved anything."""
    rows = Placement.objects.filter(project_id=project.pk).values_list("object_id", "x", "y")
    return {object_id: (x, y) for object_id, x, y in rows}
