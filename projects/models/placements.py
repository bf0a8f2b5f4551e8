"""Where things sit on the canvas."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from projects.models.projects import Project


class Placement(models.Model):
    """A definition's position on the canvas, in CSS pixels of its top left corner. Layout is not schema."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="placements")
    object_id = models.UUIDField()
    x = models.FloatField()
    y = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "object_id"], name="one_placement_per_object"),
        ]

    def __str__(self) -> str:
        return f"{self.object_id} at {self.x:.0f}, {self.y:.0f}"
