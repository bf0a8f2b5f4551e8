"""Whole designs, kept for good."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from projects.models.projects import Project
from projects.models.records import Record


class Snapshot(Record):
    """An immutable whole design, addressed by the SHA-256 of its encoded form: equal designs share a row."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="snapshots")
    content_hash = models.CharField(max_length=64)
    body = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "content_hash"], name="snapshot_content_is_unique"),
        ]

    def __str__(self) -> str:
        return self.content_hash[:12]
