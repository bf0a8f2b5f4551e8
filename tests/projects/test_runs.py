"""Background runs: their result, cancelling, and workers that die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from projects.models import Change, Project, Run, User
from projects.runs.execution import execute
from projects.selectors import load_design
from projects.services.runs import (
    RunLost,
    claim_run,
    completing,
    recover_lost_runs,
    request_cancel,
    start_run,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cluster")]
ROOT = Path(__file__).parents[2]
PATIENCE = 90


def start_import(project: Project, user: User, sql: str | bytes, name: str = "pasted.sql") -> Run:
    payload = sql.encode() if isinstance(sql, str) else sql
    return start_run(project=project, acting_user=user, kind=Run.Kind.IMPORT, payload_name=name, payload=payload)


def wait_until(is_so: Callable[[], bool], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def lose_heartbeat(run: Run) -> None:
    """As if the worker had died a while ago."""
    Run.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now() - timedelta(seconds=Run.LOST_AFTER_SECONDS + 1))


def test_an_import_saves_the_design_and_its_report(project: Project, owner: User) -> None:
    run = start_import(project, owner, "create table public.a (id bigint primary key); create table b (x nonsense);")
    execute(run.pk)
    run.refresh_from_db()
    assert (run.state, run.progress, run.attempts, run.error) == (Run.State.SUCCEEDED, 100, 1, "")
    assert [(step["name"], step["state"]) for step in run.steps] == [
        ("Read the file", "done"),
        ("Apply it in a scratch database and compare", "done"),
        ("Compare with the project", "done"),
        ("Save the design", "done"),
    ]
    assert run.result is not None
    assert (run.result["applied"], run.result["identical"], run.result["change"]) == (1, True, 1)
    assert run.result["failed"][0]["sqlstate"] == "42704"
    assert [table.name for table in load_design(project).tables] == ["a"]
    assert not run.pieces.exists()


def test_a_run_is_done_once_however_often_it_is_called(project: Project, owner: User) -> None:
    run = start_import(project, owner, "create table public.a (id bigint primary key);")
    execute(run.pk)
    execute(run.pk)
    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    ("payload", "name", "words"),
    [
        (b"\x00\x01\x02binary", "a.sql", "a.sql"),
        (b"this is no SQL", "a.sql", "None of the 1 statements could be applied"),
        (b"PK\x03\x04 but no zip", "a.zip", "a.zip"),
    ],
)
def test_bad_input_fails_with_the_reason(project: Project, owner: User, payload: bytes, name: str, words: str) -> None:
    run = start_import(project, owner, payload, name)
    execute(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    assert words in run.error
    assert Change.objects.count() == 0


def test_a_fault_of_ours_is_said_without_its_innards(
    project: Project, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(context: object) -> None:
        raise ZeroDivisionError("secret details")

    monkeypatch.setitem(execute.__globals__["WORK"], Run.Kind.IMPORT, fail)
    run = start_import(project, owner, "select 1")
    execute(run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    assert "ZeroDivisionError" in run.error
    assert "secret" not in run.error


def test_a_waiting_run_is_cancelled_at_once(project: Project, owner: User) -> None:
    run = start_import(project, owner, "select 1")
    request_cancel(run=run, acting_user=owner)
    execute(run.pk)
    run.refresh_from_db()
    assert (run.state, run.attempts) == (Run.State.CANCELLED, 0)


def test_a_run_in_the_middle_of_a_long_statement_is_cancelled(project: Project, owner: User) -> None:
    run = start_import(project, owner, "create table public.a (id bigint); select pg_sleep(600);")

    def work() -> None:
        try:
            execute(run.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        worker = pool.submit(work)
        wait_until(lambda: Run.objects.get(pk=run.pk).progress >= 5)
        request_cancel(run=run, acting_user=owner)
        worker.result(PATIENCE)
    run.refresh_from_db()
    assert (run.state, run.error) == (Run.State.CANCELLED, "")
    assert Change.objects.count() == 0


def test_a_worker_that_was_given_up_saves_nothing(project: Project, owner: User) -> None:
    start_import(project, owner, "select 1")
    run = claim_run(Run.objects.get().pk)
    assert run is not None
    assert not run.has_lost_its_worker
    lose_heartbeat(run)
    run.refresh_from_db()
    assert run.has_lost_its_worker
    assert recover_lost_runs() == [run]
    with pytest.raises(RunLost), completing(run) as own:
        own.result = {"from": "a ghost"}
    run.refresh_from_db()
    assert (run.state, run.result) == (Run.State.QUEUED, None)


def test_a_run_lost_twice_fails_and_says_so(project: Project, owner: User) -> None:
    run = start_import(project, owner, "select 1")
    for _ in range(2):
        claim_run(run.pk)
        lose_heartbeat(run)
        recover_lost_runs()
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    assert "cut off 2 times" in run.error
    assert "Nothing was changed" in run.error


def test_a_run_with_a_heartbeat_is_left_alone(project: Project, owner: User) -> None:
    claim_run(start_import(project, owner, "select 1").pk)
    assert recover_lost_runs() == []


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker process of its own on the tests' store."""
    params = connection.get_connection_params()
    url = (
        f"postgresql://{params['user']}@/{params['dbname']}?host={quote(params['host'], safe='')}&port={params['port']}"
    )
    process = subprocess.Popen(
        [sys.executable, "manage.py", "procrastinate", "worker", "--shutdown-graceful-timeout", "1"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_killed_worker_loses_nothing_and_applies_nothing_by_half(project: Project, owner: User) -> None:
    run = start_import(
        project,
        owner,
        "create table public.a (id bigint primary key); select pg_sleep(3); create table public.b (id bigint primary key);",
    )

    def is_under_way() -> bool:
        found = Run.objects.get(pk=run.pk)
        return found.state == Run.State.RUNNING and len(found.steps) == 2

    with worker() as first:
        wait_until(is_under_way)
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert (Change.objects.count(), load_design(project).tables) == (0, ())
    run.refresh_from_db()
    assert run.state == Run.State.RUNNING

    lose_heartbeat(run)
    with worker():  # looks for lost runs by itself, every ten seconds
        wait_until(lambda: Run.objects.get(pk=run.pk).is_finished)
    run.refresh_from_db()
    assert (run.state, run.attempts, run.error) == (Run.State.SUCCEEDED, 2, "")
    assert [table.name for table in load_design(project).tables] == ["a", "b"]
    assert Change.objects.count() == 1
