"""People, teams and projects for the tests of the web app."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from projects.models import Membership, Project, Team, User
from projects.services import create_project, create_team


@pytest.fixture(autouse=True)
def edits_are_not_tried(request: pytest.FixtureRequest, settings: Settings) -> None:
    """Leaves the sandbox out, for speed; tests marked `workbench` have it."""
    settings.EDITS_ARE_TRIED = request.node.get_closest_marker("workbench") is not None


@pytest.fixture(autouse=True)
def designs_are_read_again(settings: Settings) -> None:
    """Shows what is stored, not what the process remembers; the tests of remembering turn it on."""
    settings.REMEMBERED_DESIGNS = 0


@pytest.fixture
def owner(db: None) -> User:
    """Alice owns the team."""
    return User.objects.create_user("alice@example.com", "alice-has-a-password", name="Alice")


@pytest.fixture
def team(owner: User) -> Team:
    return create_team(name="Coaches", acting_user=owner)


@pytest.fixture
def project(team: Team, owner: User) -> Project:
    """An empty project of Alice's team."""
    return create_project(team=team, acting_user=owner, name="Coaching", slug="coaching")


def join(team: Team, email: str, role: str) -> User:
    """A new user with a place in a team."""
    user = User.objects.create_user(email, f"{email} has a password", name=email.partition("@")[0].title())
    Membership.objects.create(team=team, user=user, role=role)
    return user


@pytest.fixture
def editor(team: Team) -> User:
    return join(team, "eve@example.com", Membership.Role.EDITOR)


@pytest.fixture
def reviewer(team: Team) -> User:
    return join(team, "rob@example.com", Membership.Role.REVIEWER)


@pytest.fixture
def viewer(team: Team) -> User:
    return join(team, "vic@example.com", Membership.Role.VIEWER)


@pytest.fixture
def outsider(db: None) -> User:
    """Somebody with an account and a team elsewhere."""
    user = User.objects.create_user("oscar@example.com", "oscar-has-a-password", name="Oscar")
    create_team(name="Elsewhere", acting_user=user)
    return user
