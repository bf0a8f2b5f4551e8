"""Which teams and projects somebody sees."""

from __future__ import annotations

from django.db.models import QuerySet

from projects.models import Membership, Project, User


def teams_of(user: User) -> QuerySet[Membership]:
    """The user's memberships with their teams, by name."""
    return Membership.objects.filter(user_id=user.pk).select_related("team").order_by("team__name", "team_id")


def projects_of(user: User) -> QuerySet[Project]:
    """The projects of the user's teams, the most recently changed first."""
    return (
        Project.objects.filter(team__memberships__user_id=user.pk).select_related("team").order_by("-updated_at", "id")
    )
