"""What people make of the canvas: where things sit, how they look, areas, notes, named views. None of it is schema."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models

from projects.models.projects import Project


class Placement(models.Model):
    """How one definition stands on the canvas.

    `x` and `y` are CSS pixels of the upper left corner, null where the layout decides. `area_id` names an `Area`; it is
    no foreign key, so that taking back the removal of an area finds its members again.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="placements")
    object_id = models.UUIDField()
    x = models.FloatField(null=True)
    y = models.FloatField(null=True)
    colour = models.CharField(max_length=12, blank=True)
    is_collapsed = models.BooleanField(default=False)
    area_id = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "object_id"], name="one_placement_per_object"),
        ]

    def __str__(self) -> str:
        return f"{self.object_id}" + ("" if self.x is None or self.y is None else f" at {self.x:.0f}, {self.y:.0f}")


class Area(models.Model):
    """A named, coloured group of things that move together; it is drawn around its members."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(max_length=100)
    colour = models.CharField(max_length=12, blank=True)

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """A piece of Markdown on the canvas; `x`, `y` and `width` are CSS pixels."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=10_000)
    x = models.FloatField()
    y = models.FloatField()
    width = models.FloatField(default=240)
    colour = models.CharField(max_length=12, blank=True)

    def __str__(self) -> str:
        return self.text[:60]


class NamedView(models.Model):
    """A saved part of the canvas with a layout of its own.

    `places` are CSS pixels of upper left corners by the ids of the definitions it shows. Those that are gone stay in
    it, so that taking back a removal finds their places again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="named_views")
    name = models.CharField(max_length=100)
    places = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name
