"""Released migrations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from projects.models.projects import Project
from projects.models.records import Record
from projects.models.snapshots import Snapshot
from projects.models.users import User


class Migration(Record):
    """A released step from one snapshot to the next; never changed afterwards.

    `files` lists [{name, up, down, is_transactional}] in the order they run; `name` is "<version>_<name>.sql" and
    each file has a version of its own, one second apart. `version` is the last of them: the next migration starts
    after it. `base` is null for the first. `is_imported` marks the files of an imported folder, kept as they were:
    they have no `down`.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="migrations")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    version = models.CharField(max_length=14)
    base = models.ForeignKey(Snapshot, on_delete=models.RESTRICT, null=True, blank=True, related_name="+")
    target = models.ForeignKey(Snapshot, on_delete=models.RESTRICT, related_name="+")
    change_number = models.PositiveBigIntegerField(default=0)
    """The last change it contains."""
    files = models.JSONField()
    operations = models.JSONField(default=list)
    is_imported = models.BooleanField(default=False)
    released_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "number"], name="migration_number_is_unique"),
            models.UniqueConstraint(fields=["project", "version"], name="migration_version_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.version}_{self.name}"
