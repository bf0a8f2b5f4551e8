"""Background runs: started, cancelled, claimed by a worker, kept alive, finished, and recovered when a worker is
lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from projects.models import Project, Run, User
from projects.services.announcements import announce
from projects.services.run_pieces import save_pieces

HEARTBEAT_SECONDS = 3
MOST_ATTEMPTS = 2


class RunLost(Exception):  # noqa: N818 - an event, not a mistake
    """The run was taken from this worker (declared lost, or deleted): whatever it did must not be saved."""


@transaction.atomic
def start_run(
    *,
    project: Project,
    acting_user: User,
    kind: str,
    options: dict[str, Any] | None = None,
    payload_name: str = "",
    payload: bytes | Iterable[bytes] | None = None,
) -> Run:
    """Queues a run; a worker takes it as soon as this transaction commits. `payload` is its input, whole or as it comes
    in.
    """
    run = Run.objects.create(
        project=project,
        kind=kind,
        requested_by=acting_user,
        options=options or {},
        payload_name=payload_name,
    )
    if payload is not None:
        save_pieces(run, payload)
    enqueue(run)
    announce(project, "run", number=run.pk)
    return run


@transaction.atomic
def request_cancel(*, run: Run, acting_user: User) -> None:  # noqa: ARG001
    """Asks a run to stop. One that waits is cancelled at once, one under way at its next safe point."""
    run = Run.objects.select_for_update().get(pk=run.pk)
    if run.state == Run.State.QUEUED:
        _finish(run, Run.State.CANCELLED)
    elif run.state == Run.State.RUNNING:
        run.cancel_requested = True
        run.save(update_fields=["cancel_requested"])


@transaction.atomic
def claim_run(run_id: int) -> Run | None:
    """Makes this process the run's worker; None when it is not waiting (cancelled, deleted, or taken by another)."""
    run = Run.objects.select_for_update().filter(pk=run_id, state=Run.State.QUEUED).first()
    if run is None:
        return None
    run.state = Run.State.RUNNING
    run.attempts += 1
    run.started_at = run.heartbeat_at = timezone.now()
    run.steps, run.progress = [], 0
    run.save(update_fields=["state", "attempts", "started_at", "heartbeat_at", "steps", "progress"])
    announce(run.project, "run", number=run.pk)
    return run


def lock_own_run(run: Run) -> Run:
    """The run, locked so that a result can be saved with it. Raises RunLost when it is no longer this worker's."""
    own = Run.objects.select_for_update().filter(pk=run.pk, state=Run.State.RUNNING, attempts=run.attempts).first()
    if own is None:
        raise RunLost
    return own


@contextmanager
def completing(run: Run) -> Iterator[Run]:
    """A transaction that saves what the run did together with its success: all of it or nothing.

    Set `result` on the run it gives. Raises RunLost when the run is no longer this worker's.
    """
    with transaction.atomic():
        own = lock_own_run(run)
        yield own
        _finish(own, Run.State.SUCCEEDED, result=own.result)


@transaction.atomic
def finish_run(*, run: Run, state: str, result: Any = None, error: str = "") -> None:
    """Ends a run for good. Raises RunLost when it is no longer this worker's."""
    _finish(lock_own_run(run), state, result=result, error=error)


def beat(run: Run, *, progress: int | None = None, steps: list[dict[str, Any]] | None = None) -> bool:
    """Renews the heartbeat and whatever else is given; True when somebody asked to cancel. Raises RunLost."""
    own = Run.objects.filter(pk=run.pk, state=Run.State.RUNNING, attempts=run.attempts)
    news: dict[str, Any] = {} if progress is None else {"progress": progress}
    news |= {} if steps is None else {"steps": steps}
    with transaction.atomic():
        if not own.update(heartbeat_at=timezone.now(), **news):
            raise RunLost
        if news:
            announce(run.project, "run", number=run.pk)
    return own.filter(cancel_requested=True).exists()


@transaction.atomic
def recover_lost_runs() -> list[Run]:
    """Runs whose worker is gone start over once; the second time they fail and say so. Gives those it dealt with."""
    deadline = timezone.now() - timedelta(seconds=Run.LOST_AFTER_SECONDS)
    lost = Run.objects.select_for_update(skip_locked=True, of=("self",)).select_related("project")
    runs = list(lost.filter(state=Run.State.RUNNING, heartbeat_at__lt=deadline))
    for run in runs:
        if run.cancel_requested:
            _finish(run, Run.State.CANCELLED)
        elif run.attempts < MOST_ATTEMPTS:
            run.state = Run.State.QUEUED
            run.save(update_fields=["state"])
            enqueue(run)
            announce(run.project, "run", number=run.pk)
        else:
            _finish(
                run,
                Run.State.FAILED,
                error=f"{run.get_kind_display()} was cut off {run.attempts} times: the worker ended without a word, as "
                "when it is killed or runs out of memory. Nothing was changed. Try again with a smaller input, or look "
                "at the worker's log.",
            )
    return runs


def _finish(run: Run, state: str, *, result: Any = None, error: str = "") -> None:
    run.state, run.result, run.error = state, result, error
    run.finished_at = timezone.now()
    if state == Run.State.SUCCEEDED:
        run.progress = 100
        run.steps = [{**step, "state": "done"} for step in run.steps]
    run.pieces.all().delete()
    run.save(update_fields=["state", "result", "error", "finished_at", "progress", "steps"])
    announce(run.project, "run", number=run.pk)


def enqueue(run: Run) -> None:
    """Puts a waiting run into the queue; a worker sees it when the transaction commits."""
    from projects.tasks import execute_run  # the task's module imports this one

    execute_run.defer(run_id=run.pk)
