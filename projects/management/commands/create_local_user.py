"""Makes the user of a machine that serves only itself, and says how to sign in."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from projects.management.output import DesignCommand, ensure_store
from projects.services.local import local_password


class Command(DesignCommand):
    """Prints {email, password}; the password is null once it has been changed."""

    help = "Makes the local user if there is none, and says how to sign in."

    def run_command(self, **_: Any) -> dict[str, Any]:
        """Makes the user."""
        user = ensure_store()
        password = local_password(user, settings.ROWHOUSE_HOME)
        return {"email": user.email, "password": password}

    def describe(self, result: dict[str, Any]) -> list[str]:
        """How to sign in."""
        return sign_in_lines(result)


def sign_in_lines(result: dict[str, Any]) -> list[str]:
    """How to sign in, in words."""
    if result["password"] is None:
        return [f"Sign in as {result['email']} with the password you chose."]
    return [f"Sign in as {result['email']} with the password {result['password']}"]
