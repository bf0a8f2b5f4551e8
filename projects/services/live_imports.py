"""Reading somebody's own database: the address is used at once, in this process, and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import connection, transaction

from designer.live.addresses import Target
from designer.live.databases import LiveDatabase, read_live_database
from designer.sandbox.clusters import Cluster, get_cluster
from projects.models import Project, Run, User
from projects.services.announcements import announce
from projects.services.imports import ImportMode
from projects.services.run_pieces import save_pieces
from projects.services.runs import enqueue, lock_own_run

_IDENTIFIER = "select system_identifier from pg_control_system()"


def read_database(target: Target, *, should_stop: Callable[[], bool] | None = None) -> LiveDatabase:
    """Reads a database that may be reached. Raises LiveError, LimitError."""
    cluster = get_cluster()
    return read_live_database(
        target,
        bin_dir=cluster.bin_dir,
        sandbox_version=cluster.server_version,
        refused=set(_own_servers(cluster)),
        should_stop=should_stop,
    )


@transaction.atomic
def create_live_import(*, project: Project, acting_user: User, target: Target, mode: ImportMode) -> Run:
    """A run that no worker takes yet: this process reads the database first, then hands what it read to the queue."""
    run = Run.objects.create(
        project=project,
        kind=Run.Kind.IMPORT,
        requested_by=acting_user,
        options={"mode": mode.value},
        payload_name=f"database {target.database}"[:255],
    )
    announce(project, "run", number=run.pk)
    return run


@transaction.atomic
def hand_over(run: Run, found: LiveDatabase) -> None:
    """Lets a worker go on with what was read. Raises RunLost when the run is no longer this process's."""
    own = lock_own_run(run)
    save_pieces(own, found.sql)
    own.state = Run.State.QUEUED
    own.attempts = 0
    own.options = {**own.options, "remarks": list(found.remarks)}
    own.save(update_fields=["state", "attempts", "options"])
    enqueue(own)
    announce(own.project, "run", number=own.pk)


def _own_servers(cluster: Cluster) -> Iterator[int]:
    """What the sandbox's server and the store call themselves."""
    with cluster.connect() as session:
        row = session.execute(_IDENTIFIER).fetchone()
    yield int(row[0]) if row else 0
    with connection.cursor() as cursor:
        cursor.execute(_IDENTIFIER)
        found = cursor.fetchone()
    yield int(found[0]) if found else 0
