"""Where things sit on the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from projects.models import Placement, Project


@transaction.atomic
def save_placements(*, project: Project, positions: Mapping[UUID, tuple[float, float]]) -> None:
    """Keeps hand-made positions (CSS pixels of the top left corner); other objects keep theirs."""
    Placement.objects.bulk_create(
        [Placement(project=project, object_id=object_id, x=x, y=y) for object_id, (x, y) in positions.items()],
        update_conflicts=True,
        unique_fields=["project", "object_id"],
        update_fields=["x", "y"],
    )


@transaction.atomic
def clear_placements(*, project: Project) -> None:
    """Forgets hand-made positions, so that the next drawing is laid out anew."""
    Placement.objects.filter(project_id=project.pk).delete()
