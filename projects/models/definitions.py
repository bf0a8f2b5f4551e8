"""One row per definition of a design."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from projects.models.projects import Project


class Definition(models.Model):
    """A table, enum, function … of a project: the encoded struct, with the columns that are queried beside it.

    `namespace` is where PostgreSQL wants the name to be unique: "relation" for tables, views and sequences, "type"
    for enums, domains and composites, with the argument types for functions, with the table for relationships. The
    constraint is checked at commit so that two objects can swap names.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="definitions")
    kind = models.CharField(max_length=40)
    """One of `designer.design.KINDS`, which grow without a migration of ours."""
    object_id = models.UUIDField()
    schema_name = models.CharField(max_length=63, blank=True)
    name = models.TextField()
    namespace = models.TextField()
    body = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "object_id"], name="definition_object_is_unique"),
            models.UniqueConstraint(
                fields=["project", "namespace", "schema_name", "name"],
                name="definition_name_is_unique",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schema_name}.{self.name}" if self.schema_name else self.name
