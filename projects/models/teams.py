"""Teams own projects."""

from __future__ import annotations

from django.db import models

from projects.models.users import User


class Team(models.Model):
    """People who work on the same projects."""

    name = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(User, through="Membership", related_name="teams")

    def __str__(self) -> str:
        return self.name
