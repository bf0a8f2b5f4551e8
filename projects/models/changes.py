"""The history of a design."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from projects.models.projects import Project
from projects.models.users import User


class Change(models.Model):
    """One edit. Its items hold the definitions before and after.

    An undo is itself a change that `reverts` another one; so is a redo, which reverts an undo. `is_reverted` says
    that a later change has done so, and is the only field that is ever updated.
    """

    class Kind(models.TextChoices):
        """How the change came about."""

        EDIT = "edit", "Edit"
        UNDO = "undo", "Undo"
        REDO = "redo", "Redo"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=4, choices=Kind.choices, default=Kind.EDIT)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="changes")
    made_at = models.DateTimeField(auto_now_add=True)
    label = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    reverts = models.OneToOneField("self", on_delete=models.CASCADE, null=True, blank=True, related_name="reverted_by")
    is_reverted = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "number"], name="change_number_is_unique")]

    def __str__(self) -> str:
        return f"{self.number}: {self.label}"
