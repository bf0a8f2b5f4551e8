"""Loads the example project, once."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from projects.management.commands.create_local_user import sign_in_lines
from projects.management.output import DesignCommand, ensure_store
from projects.models import Project
from projects.services.examples import EXAMPLE_SLUG, load_example
from projects.services.local import local_password


class Command(DesignCommand):
    """Prints {project, loaded, email, password}; `loaded` is false when the example was there already."""

    help = "Loads the example project unless it is there already, and says how to sign in."

    def run_command(self, **_: Any) -> dict[str, Any]:
        """Makes the local user and the example."""
        user = ensure_store()
        password = local_password(user, settings.ROWHOUSE_HOME)
        is_new = not Project.objects.filter(slug=EXAMPLE_SLUG).exists()
        if is_new:
            load_example(acting_user=user, progress=self.progress())
        return {"project": EXAMPLE_SLUG, "loaded": is_new, "email": user.email, "password": password}

    def describe(self, result: dict[str, Any]) -> list[str]:
        """What was loaded and how to sign in."""
        loaded = [f"Loaded the example project {result['project']}."] if result["loaded"] else []
        return [*loaded, *sign_in_lines(result)]
