"""Working without signing up: a person, a team and the example project on a machine that serves only itself."""

from __future__ import annotations

from pathlib import Path

from django.db import connection, transaction

from config.secrets import read_or_create_secret
from projects.models import Membership, Project, Team, User
from projects.services.projects import create_project
from projects.services.teams import create_team

LOCAL_EMAIL = "architect@localhost"
_LOCK = 0x726F77
"""Key of the advisory lock under which commands of several processes make the same things once."""


@transaction.atomic
def ensure_local_user(home: Path) -> User:
    """The user commands act for, with a team.

    The password is made once and kept in `home`, which only its owner can read.
    """
    _take_turns()
    user = User.objects.filter(email=LOCAL_EMAIL).first()
    if user is None:
        user = User.objects.create_user(LOCAL_EMAIL, _read_password(home), name="Architect")
    if not user.memberships.exists():
        create_team(name="Local", acting_user=user)
    return user


def local_password(user: User, home: Path) -> str | None:
    """The password the local user was made with; None once it has been changed. Takes as long as signing in does."""
    password = _read_password(home)
    return password if user.check_password(password) else None


def _read_password(home: Path) -> str:
    return read_or_create_secret(home / "local_password", size=12)


@transaction.atomic
def ensure_project(*, slug: str, acting_user: User, name: str = "") -> Project:
    """The project of that slug; where there is none, an empty one in the user's own team."""
    _take_turns()
    found = Project.objects.filter(slug=slug).first()
    return found or create_project(team=_own_team(acting_user), acting_user=acting_user, name=name or slug, slug=slug)


def _own_team(user: User) -> Team:
    membership = user.memberships.filter(role=Membership.Role.OWNER).select_related("team").order_by("id").first()
    return membership.team if membership else create_team(name="Local", acting_user=user)


def _take_turns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
