"""What follows from events of other apps."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_signed_up
from django.dispatch import receiver

from projects.models import User
from projects.services.examples import copy_example
from projects.services.teams import create_team


@receiver(user_signed_up)
def welcome(user: User, **_: Any) -> None:
    """Whoever signs up owns a team at once, with a copy of the example to look at and to break."""
    if not user.memberships.exists():
        team = create_team(name=f"Team of {user.get_short_name()}", acting_user=user)
        copy_example(team=team, acting_user=user)
