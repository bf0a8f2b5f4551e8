"""The files of a Supabase project beside its design."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from projects.models.projects import Project


class ProjectFile(models.Model):
    """A file kept byte for byte and exported unchanged; `path` is below `supabase/` ("functions/hello/index.ts").

    Imported migrations are among them, as `migrations/<name>`: once released they are never written again.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="files")
    path = models.TextField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "path"], name="project_file_is_unique")]

    def __str__(self) -> str:
        return self.path
