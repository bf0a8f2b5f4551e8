"""Teams and their members."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from projects.forms.projects import MemberForm, RoleForm, TeamForm
from projects.models import Membership, Team
from projects.permissions import get_managed_team, get_team
from projects.requests import SignedInRequest
from projects.services import EditRefused, add_member, change_role, create_team, remove_member


@require_http_methods(["GET", "HEAD", "POST"])
def add_team(request: SignedInRequest) -> HttpResponse:
    """A new team, owned by whoever makes it."""
    form = TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        team = create_team(name=form.cleaned_data["name"], acting_user=request.user)
        return HttpResponseRedirect(reverse("projects:team", args=[team.pk]))
    return render(request, "teams/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def show_team(request: SignedInRequest, team_id: int) -> HttpResponse:
    """Who belongs to the team and as what."""
    membership = get_team(request, team_id)
    return _page(request, membership, MemberForm())


@require_POST
def invite(request: SignedInRequest, team_id: int) -> HttpResponse:
    """Adds somebody who has an account."""
    team = get_managed_team(request, team_id)
    form = MemberForm(request.POST)
    if form.is_valid():
        try:
            membership = add_member(team=team, acting_user=request.user, **form.cleaned_data)
        except EditRefused as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, f"{membership}.")
            return HttpResponseRedirect(reverse("projects:team", args=[team.pk]))
    return _page(request, get_team(request, team_id), form, status=422)


@require_POST
def set_role(request: SignedInRequest, team_id: int, user_id: int) -> HttpResponse:
    """Gives a member another role."""
    team = get_managed_team(request, team_id)
    form = RoleForm(request.POST)
    role = form.cleaned_data["role"] if form.is_valid() else ""
    return _change(request, team, user_id, lambda **who: change_role(role=role, **who) if role else None)


@require_POST
def expel(request: SignedInRequest, team_id: int, user_id: int) -> HttpResponse:
    """Ends a membership."""
    team = get_managed_team(request, team_id)
    return _change(request, team, user_id, remove_member)


def _change(request: SignedInRequest, team: Team, user_id: int, change: Callable[..., Any]) -> HttpResponse:
    member = get_object_or_404(Membership.objects.select_related("user"), team_id=team.pk, user_id=user_id).user
    try:
        change(team=team, acting_user=request.user, user=member)
    except EditRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Saved.")
    if member == request.user and not team.memberships.filter(user=member).exists():
        return HttpResponseRedirect(reverse("projects:list"))
    return HttpResponseRedirect(reverse("projects:team", args=[team.pk]))


def _page(request: SignedInRequest, membership: Membership, form: MemberForm, status: int = 200) -> HttpResponse:
    members = membership.team.memberships.select_related("user").order_by("user__email")
    context = {
        "membership": membership,
        "team": membership.team,
        "members": members,
        "roles": Membership.Role.choices,
        "form": form,
    }
    return render(request, "teams/team.html", context, status=status)
