"""What follows from events of other apps."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_signed_up
from django.dispatch import receiver

from projects.models import User
from projects.services.teams import create_team


@receiver(user_signed_up)
def give_new_user_a_team(user: User, **_: Any) -> None:
    """Whoever signs up owns a team at once, so that the first project has a home."""
    if not user.memberships.exists():
        create_team(name=f"Team of {user.get_short_name()}", acting_user=user)
