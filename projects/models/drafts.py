"""Migrations that are not released yet."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from projects.models.projects import Project
from projects.models.snapshots import Snapshot
from projects.models.users import User


class Draft(models.Model):
    """What will be one migration, and what was decided about it.

    The drafts of a project stand in a row. Each begins where the one before it ends, the first where the last release
    ends. One that was cut has a name and a `target`. The last one is open: it ends at the present design, whatever that
    is, and has a row only when something was decided about it (`projects.selectors.drafts.list_drafts`).
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="drafts")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=100, blank=True)
    target = models.ForeignKey(Snapshot, on_delete=models.RESTRICT, null=True, related_name="+")
    after_change = models.PositiveBigIntegerField(default=0)
    """The last change that it does not contain."""
    change_number = models.PositiveBigIntegerField(default=0)
    """The last change it contains; 0 while it is open."""
    answers = models.JSONField(default=dict)
    """What was answered, by the ids of questions: {choice, expression}."""
    hand_edits = models.JSONField(default=dict)
    """What was written by hand in its files, by the suffix of the file: {up, down, base}."""
    dropped_copies = models.JSONField(default=list)
    """The names of the copies of dropped data that it drops."""
    cut_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "position"],
                name="draft_position_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(target__isnull=True), name="one_draft_is_open"
            ),
        ]

    def __str__(self) -> str:
        return self.name or "what is not in a draft yet"

    @property
    def is_open(self) -> bool:
        """Whether it ends at the present design."""
        return self.target_id is None

    def as_row(self) -> dict[str, Any]:
        """Every field, as JSON has it."""
        return {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}
