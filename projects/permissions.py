"""Who may do what: the one place that decides.

Every view of a project starts by fetching it here. An outsider learns nothing, not even that the project exists
(404); a member whose role does not suffice is told so (403).
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from projects.models import Membership, Project, Team, User


def find_project(user: User, slug: str) -> Project | None:
    """The project, with the user's `membership`, or None where the user is no member of its team."""
    membership = (
        Membership.objects.select_related("user").filter(user_id=user.pk, team__projects__slug=slug).first()
        if user.is_active
        else None
    )
    if membership is None:
        return None
    project = Project.objects.select_related("team").get(slug=slug)
    project.membership = membership
    return project


def get_project(request: HttpRequest, slug: str) -> Project:
    """The project for any member. Raises Http404 for everybody else."""
    project = find_project(request.user, slug) if isinstance(request.user, User) else None
    if project is None:
        raise Http404(f"There is no project {slug} that you may see.")
    return project


def get_reviewable_project(request: HttpRequest, slug: str) -> Project:
    """The project for reviewers, editors and owners. Raises PermissionDenied for viewers."""
    project = get_project(request, slug)
    _require(project.membership.can_review, "Viewers cannot comment or approve", "a reviewer")
    return project


def get_editable_project(request: HttpRequest, slug: str) -> Project:
    """The project for editors and owners. Raises PermissionDenied for viewers and reviewers."""
    project = get_project(request, slug)
    _require(project.membership.can_edit, f"You may look at {project.name} but not change it", "an editor")
    return project


def get_managed_project(request: HttpRequest, slug: str) -> Project:
    """The project for owners of its team. Raises PermissionDenied for everybody else."""
    project = get_project(request, slug)
    _require(project.membership.can_manage, f"Only owners may manage {project.name}", "an owner")
    return project


def get_team(request: HttpRequest, team_id: int) -> Membership:
    """The user's membership of a team (with `.team`). Raises Http404 for outsiders."""
    return get_object_or_404(Membership.objects.select_related("team"), team_id=team_id, user_id=request.user.pk)


def get_managed_team(request: HttpRequest, team_id: int) -> Team:
    """The team, for its owners. Raises Http404 for outsiders and PermissionDenied for other members."""
    membership = get_team(request, team_id)
    _require(membership.can_manage, f"Only owners may manage {membership.team.name}", "an owner")
    return membership.team


def _require(is_allowed: bool, blocker: str, role: str) -> None:
    if not is_allowed:
        raise PermissionDenied(f"{blocker}. Ask an owner of the team to make you {role}.")
