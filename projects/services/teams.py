"""Teams and who belongs to them."""

from __future__ import annotations

from django.db import transaction

from projects.models import Membership, Team, User
from projects.services.errors import EditRefused


@transaction.atomic
def create_team(*, name: str, acting_user: User) -> Team:
    """Makes a team that the user owns."""
    team = Team.objects.create(name=name)
    Membership.objects.create(team=team, user=acting_user, role=Membership.Role.OWNER)
    return team


@transaction.atomic
def add_member(*, team: Team, acting_user: User, email: str, role: str) -> Membership:
    """Adds somebody who has an account. Raises EditRefused when nobody has that address or is a member already."""
    _require_owner(team, acting_user)
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise EditRefused(f"Nobody has an account for {email}. Ask them to sign up first, then add them.")
    membership, is_new = Membership.objects.get_or_create(team=team, user=user, defaults={"role": role})
    if not is_new:
        raise EditRefused(
            f"{user} is already {membership.get_role_display().lower()} of {team}. Change the role instead."
        )
    return membership


@transaction.atomic
def change_role(*, team: Team, acting_user: User, user: User, role: str) -> Membership:
    """Gives a member another role. Raises EditRefused when the team would be left without an owner."""
    membership = _lock_membership(team, acting_user, user)
    if role != Membership.Role.OWNER:
        _keep_an_owner(team, membership)
    membership.role = role
    membership.save(update_fields=["role"])
    return membership


@transaction.atomic
def remove_member(*, team: Team, acting_user: User, user: User) -> None:
    """Ends a membership. Raises EditRefused when the team would be left without an owner."""
    membership = _lock_membership(team, acting_user, user)
    _keep_an_owner(team, membership)
    membership.delete()


def _lock_membership(team: Team, acting_user: User, user: User) -> Membership:
    _require_owner(team, acting_user)
    # All of the team's rows: two owners demoting each other at once must take turns.
    rows = {row.user_id: row for row in Membership.objects.select_for_update().filter(team_id=team.pk).order_by("id")}
    if user.pk not in rows:
        raise EditRefused(f"{user} is no member of {team}.")
    return rows[user.pk]


def _require_owner(team: Team, user: User) -> None:
    if not Membership.objects.filter(team_id=team.pk, user_id=user.pk, role=Membership.Role.OWNER).exists():
        raise EditRefused(f"Only an owner of {team} may change who belongs to it.")


def _keep_an_owner(team: Team, membership: Membership) -> None:
    others = Membership.objects.filter(team_id=team.pk, role=Membership.Role.OWNER).exclude(pk=membership.pk)
    if membership.role == Membership.Role.OWNER and not others.exists():
        raise EditRefused(f"{membership.user} is the only owner of {team}. Make somebody else an owner first.")
