"""Teams, memberships and new users."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from projects.models import Membership, Project, Team, User
from projects.selectors import load_design, projects_of, released_design
from projects.services import EditRefused, add_member, change_role, create_project, edit_design, remove_member
from tests.projects.test_edits import adding, table


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


def test_whoever_signs_up_gets_a_team_and_a_copy_of_the_example(client: Client, team: Team, owner: User) -> None:
    example = create_project(team=team, acting_user=owner, name="Coaching", slug="example")
    edit_design(project=example, acting_user=owner, label="Add", edit=adding(table("invoices")))
    response = client.post(
        reverse("account_signup"),
        {"email": "new@example.com", "password1": "quite-a-long-one", "password2": "quite-a-long-one"},
    )
    assert response.status_code == 302
    membership = Membership.objects.get(user__email="new@example.com")
    assert membership.role == Membership.Role.OWNER
    copy = membership.team.projects.get()
    assert load_design(copy) == load_design(example) == released_design(copy)
    assert list(projects_of(membership.user)) == [copy]
