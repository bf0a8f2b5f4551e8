"""The part of an import from a database that the web process does: reading, so that its address is kept nowhere."""

from __future__ import annotations

import threading

from django.db import connection, transaction

from designer.live.addresses import Target
from projects.models import Run
from projects.runs.contexts import RunContext
from projects.runs.execution import work_on
from projects.services.live_imports import hand_over, read_database


def read_in_background(run: Run, target: Target) -> None:
    """Reads the database in a thread once the run is saved; a worker does the rest."""

    def read() -> None:
        try:
            read_now(run.pk, target)
        finally:
            connection.close()

    transaction.on_commit(threading.Thread(target=read, name=f"database of run {run.pk}", daemon=True).start)


def read_now(run_id: int, target: Target) -> None:
    """Reads the database and hands what it read to the queue; a refusal becomes the run's error."""

    def read(context: RunContext) -> None:
        with context.step("Read the database", until=10):
            found = read_database(target, should_stop=context.should_stop)
        hand_over(context.run, found)

    work_on(run_id, read)
