"""Teams, memberships and new users."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from projects.models import Membership, Project, Team, User
from projects.selectors import projects_of
from projects.services import EditRefused, add_member, change_role, create_project, remove_member


def test_an_owner_adds_somebody_with_an_account(team: Team, owner: User, outsider: User) -> None:
    add_member(team=team, acting_user=owner, email="OSCAR@example.com", role=Membership.Role.EDITOR)
    assert Membership.objects.get(team=team, user=outsider).can_edit


def test_an_unknown_address_is_refused_with_a_way_out(team: Team, owner: User) -> None:
    with pytest.raises(EditRefused, match=r"Nobody has an account for who@example\.com. Ask them to sign up"):
        add_member(team=team, acting_user=owner, email="who@example.com", role=Membership.Role.EDITOR)


def test_only_owners_change_who_belongs(team: Team, editor: User, outsider: User) -> None:
    with pytest.raises(EditRefused, match="Only an owner of Coaches"):
        add_member(team=team, acting_user=editor, email=outsider.email, role=Membership.Role.OWNER)


def test_the_last_owner_stays(team: Team, owner: User, editor: User) -> None:
    with pytest.raises(EditRefused, match="Alice is the only owner of Coaches"):
        change_role(team=team, acting_user=owner, user=owner, role=Membership.Role.VIEWER)
    with pytest.raises(EditRefused, match="Alice is the only owner"):
        remove_member(team=team, acting_user=owner, user=owner)
    change_role(team=team, acting_user=owner, user=editor, role=Membership.Role.OWNER)
    remove_member(team=team, acting_user=editor, user=owner)
    assert list(team.members.all()) == [editor]


def test_somebody_added_sees_the_projects(project: Project, viewer: User, outsider: User) -> None:
    assert list(projects_of(viewer)) == [project]
    assert list(projects_of(outsider)) == []


def test_slugs_are_made_from_names_and_never_clash(team: Team, owner: User) -> None:
    slugs = [create_project(team=team, acting_user=owner, name="Coaching App").slug for _ in range(3)]
    assert slugs == ["coaching-app", "coaching-app-2", "coaching-app-3"]
    assert create_project(team=team, acting_user=owner, name="New").slug == "new-2"
    assert create_project(team=team, acting_user=owner, name="数据").slug == "project"


def test_an_email_address_is_unique_whatever_its_case(owner: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ALICE@example.com", "another password")


def test_whoever_signs_up_gets_a_team(client: Client, db: None) -> None:
    response = client.post(
        reverse("account_signup"),
        {"email": "new@example.com", "password1": "quite-a-long-one", "password2": "quite-a-long-one"},
    )
    assert response.status_code == 302
    assert Membership.objects.get(user__email="new@example.com").role == Membership.Role.OWNER
