"""The web app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Teams, projects and everything stored about them."""

    name = "projects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from projects import signals  # noqa: F401 - receivers register on import, once the app is ready
