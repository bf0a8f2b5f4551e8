"""Projects: making, changing and deleting them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from designer.design import Design, Schema
from designer.design.edits import put
from designer.design.names import id_from_path
from projects.models import Project, Team, User
from projects.services.definitions import compare_definitions, save_definitions
from projects.services.errors import EditRefused
from projects.services.workbenches import forget_workbench, workbench_key

_SETTINGS = ("name", "description", "postgres_version", "auto_expose_new_tables")
_ATTEMPTS = 5
_RESERVED = {"new", "accounts", "teams", "healthz", "static", "import"}


def create_project(*, team: Team, acting_user: User, name: str, slug: str = "", **settings: Any) -> Project:
    """Makes an empty project: a design with nothing but the schema `public`. Without a slug, one is made from the
    name.
    """
    _check_settings(settings)
    for attempt in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                return _create(team, acting_user, name=name, slug=slug or _free_slug(name), **settings)
        except IntegrityError:  # somebody took the slug at the same moment
            if slug or attempt == _ATTEMPTS - 1:
                raise EditRefused(f"There is a project at {slug or name} already. Choose another name.") from None
    raise AssertionError("unreachable")


def _create(team: Team, acting_user: User, **fields: Any) -> Project:
    project = Project.objects.create(team=team, **fields)
    empty = put(Design(), Schema(id=id_from_path("schema", "public"), name="public", is_managed=True))
    save_definitions(project, compare_definitions(Design(), empty))
    project.membership = team.memberships.get(user=acting_user)
    return project


@transaction.atomic
def update_project(*, project: Project, acting_user: User, **settings: Any) -> Project:  # noqa: ARG001
    """Changes settings of a project (name, description, PostgreSQL version)."""
    _check_settings(settings)
    for field, value in settings.items():
        setattr(project, field, value)
    project.save(update_fields=[*settings, "updated_at"])
    return project


@transaction.atomic
def delete_project(*, project: Project, acting_user: User) -> None:  # noqa: ARG001
    """Deletes a project with its history, released migrations and workbench, for good."""
    forget = partial(forget_workbench, workbench_key(project))
    project.delete()
    transaction.on_commit(forget)


def _check_settings(settings: dict[str, Any]) -> None:
    unknown = set(settings) - set(_SETTINGS)
    if unknown:
        raise TypeError(f"A project has no setting {', '.join(sorted(unknown))}.")


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "project"
    taken = set(Project.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | _RESERVED
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)
