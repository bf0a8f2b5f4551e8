"""Projects: one database design each."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from projects.models.teams import Team

if TYPE_CHECKING:
    from projects.models.memberships import Membership


class Project(models.Model):
    """A database design with its history. `change_count` numbers the changes without gaps: its row is locked to count
    on.
    """

    class PostgresVersion(models.IntegerChoices):
        """The majors a project may run on."""

        POSTGRES_15 = 15, "PostgreSQL 15"
        POSTGRES_17 = 17, "PostgreSQL 17"
        POSTGRES_18 = 18, "PostgreSQL 18"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    description = models.TextField(blank=True)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="projects")
    postgres_version = models.PositiveSmallIntegerField(
        choices=PostgresVersion.choices, default=PostgresVersion.POSTGRES_17
    )
    auto_expose_new_tables = models.BooleanField(default=False)
    row_counts = models.JSONField(default=dict, blank=True, editable=False)
    """About how many rows tables have where the design is in use, by full name."""
    former_drafts = models.JSONField(null=True, editable=False)
    """How the drafts were before they were last arranged, to undo it: see `projects.services.drafts`."""
    change_count = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    membership: Membership
    """The acting user's, set by `projects.permissions` when it hands out the project."""

    class Meta:
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return self.name
