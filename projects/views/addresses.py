"""Addresses of what a project holds."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from projects.models import Draft, Project


def project_address(project: Project) -> str:
    """The designer page; everything of the project lies below it."""
    return reverse("projects:designer", args=[project.slug])


def address_of(project: Project, kind: str, object_id: UUID) -> str:
    """One object, as its inspector shows it."""
    return f"{project_address(project)}{kind}/{object_id}/"


def address_of_part(project: Project, table_id: UUID, part_kind: str, part_id: UUID) -> str:
    """A column, constraint, index, policy or trigger."""
    return f"{address_of(project, 'tables', table_id)}{part_kind}/{part_id}/"


def address_of_draft(view: str, project: Project, draft: Draft | None, *args: str) -> str:
    """A page of a draft, by the name of its view; without one, of what is in none yet."""
    ids = [] if draft is None or draft.is_open else [draft.pk]
    return reverse(f"projects:{view}", args=[project.slug, *ids, *args])
