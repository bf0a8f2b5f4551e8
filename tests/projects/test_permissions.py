"""Who may do what with a project."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from projects import permissions
from projects.models import Project, User


def ask(check: str, user: User, slug: str) -> str:
    """What a permission check says to a user: yes, no such project, or not with that role."""
    request = RequestFactory().get("/")
    request.user = user
    try:
        assert getattr(permissions, check)(request, slug).slug == slug
    except Http404:
        return "not found"
    except PermissionDenied:
        return "denied"
    return "yes"


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("get_project", {"owner": "yes", "editor": "yes", "reviewer": "yes", "viewer": "yes"}),
        ("get_reviewable_project", {"owner": "yes", "editor": "yes", "reviewer": "yes", "viewer": "denied"}),
        ("get_editable_project", {"owner": "yes", "editor": "yes", "reviewer": "denied", "viewer": "denied"}),
        ("get_managed_project", {"owner": "yes", "editor": "denied", "reviewer": "denied", "viewer": "denied"}),
    ],
)
def test_each_role_may_do_what_it_should(
    check: str,
    expected: dict[str, str],
    project: Project,
    owner: User,
    editor: User,
    reviewer: User,
    viewer: User,
    outsider: User,
) -> None:
    people = {"owner": owner, "editor": editor, "reviewer": reviewer, "viewer": viewer}
    assert {role: ask(check, user, project.slug) for role, user in people.items()} == expected
    assert ask(check, outsider, project.slug) == "not found"
    assert ask(check, owner, "no-such-project") == "not found"


def test_a_deactivated_member_is_an_outsider(project: Project, editor: User) -> None:
    editor.is_active = False
    editor.save()
    assert ask("get_project", editor, project.slug) == "not found"


def test_a_denial_says_what_to_do(project: Project, viewer: User) -> None:
    request = RequestFactory().get("/")
    request.user = viewer
    with pytest.raises(PermissionDenied, match=r"You may look at Coaching but not change it. Ask an owner"):
        permissions.get_editable_project(request, project.slug)


def test_the_project_carries_the_membership(project: Project, viewer: User) -> None:
    request = RequestFactory().get("/")
    request.user = viewer
    assert permissions.get_project(request, project.slug).membership.user == viewer
