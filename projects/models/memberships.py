"""Who belongs to which team, and what they may do there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from projects.models.teams import Team
from projects.models.users import User


class Membership(models.Model):
    """One person's place in one team."""

    class Role(models.TextChoices):
        """From most to least: each may do everything the next one may."""

        OWNER = "owner", "Owner"
        EDITOR = "editor", "Editor"
        REVIEWER = "reviewer", "Reviewer"
        VIEWER = "viewer", "Viewer"

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.VIEWER)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["team", "user"], name="one_membership_per_team_and_user")
        ]

    def __str__(self) -> str:
        return f"{self.user} is {self.get_role_display().lower()} of {self.team}"

    @property
    def can_review(self) -> bool:
        """May comment and approve."""
        return self.role != Membership.Role.VIEWER

    @property
    def can_edit(self) -> bool:
        """May change designs, import and release."""
        return self.role in (Membership.Role.OWNER, Membership.Role.EDITOR)

    @property
    def can_manage(self) -> bool:
        """May change settings and members, and delete projects."""
        return self.role == Membership.Role.OWNER
