"""Django's PostgreSQL backend with the address of the embedded store filled in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base

from config import store


class DatabaseWrapper(base.DatabaseWrapper):
    """Commands that touch no database (check, makemigrations, compare_sql) never start a server."""

    def get_connection_params(self) -> dict[str, Any]:
        """Connection parameters; starts the server first."""
        params: dict[str, Any] = super().get_connection_params()
        return {**params, **store.connection_params(settings.STORE_DIR)}
