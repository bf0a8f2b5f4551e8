"""Addresses of what a project holds."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from projects.models import Project


def project_address(project: Project) -> str:
    """The designer page; everything of the project lies below it."""
    return reverse("projects:designer", args=[project.slug])


def address_of(project: Project, kind: str, object_id: UUID) -> str:
    """One object, as its inspector shows it."""
    return f"{project_address(project)}{kind}/{object_id}/"


def address_of_part(project: Project, table_id: UUID, part_kind: str, part_id: UUID) -> str:
    """A column, constraint, index, policy or trigger."""
    return f"{address_of(project, 'tables', table_id)}{part_kind}/{part_id}/"
