"""Telling other processes what happened."""

from __future__ import annotations

import json

from django.db import connection

from projects.models import Project

CHANNEL = "rowhouse"
"""One channel for everything, so that a web process listens once however many pages are open."""


def announce(project: Project, event: str, **details: int | str) -> None:
    """Sends NOTIFY; PostgreSQL delivers it when the transaction commits and drops it when it does not."""
    payload = json.dumps({"project": project.pk, "event": event, **details})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, payload])
