"""Enforcing a run's limits from outside: nothing a session sets or catches can switch them off."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from designer.sandbox.limits import Limits

GRACE_SECONDS = 3
"""How long a cancelled statement may go on (a DO block can catch the cancellation) before its session is ended."""


class Watchdog(threading.Thread):
    """Looks after one run: cancels statements over time, ends all sessions at the run's end of time, disk or patience.

    `reason` says afterwards why sessions were ended, in words for the user; None when they were not.
    """

    interval = 0.25

    def __init__(self, connection: psycopg.Connection, role: str, databases: list[str], limits: Limits) -> None:
        super().__init__(name=f"watchdog of {role}", daemon=True)
        self.reason: str | None = None
        self._connection = connection
        self._role = role
        self._databases = databases
        self._limits = limits
        self._deadline = time.monotonic() + limits.run_seconds
        self._statements: dict[int, tuple[float, Callable[[], bool] | None]] = {}
        self._over: set[int] = set()
        self._finished = threading.Event()

    def run(self) -> None:
        """Looks at the limits until `finish`; disk every fourth time, because it costs a walk over files."""
        looks = 0
        while not self._finished.wait(self.interval):
            looks += 1
            try:
                self._look(with_disk=looks % 4 == 0)
            except psycopg.Error:
                if self._connection.closed:
                    return  # the server is gone, and the run with it

    def finish(self) -> None:
        """Ends the watch and waits until the thread no longer uses the connection."""
        self._finished.set()
        if self.is_alive():
            self.join()

    def stop_run(self, reason: str) -> None:
        """Ends all sessions of the run now."""
        self.reason = self.reason or reason
        self._connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = %s", (self._role,)
        )

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Stops the clock of the run while the block waits for other runs."""
        deadline, started = self._deadline, time.monotonic()
        self._deadline = float("inf")
        try:
            yield
        finally:
            self._deadline = deadline + time.monotonic() - started

    @contextmanager
    def statement(
        self, pid: int, should_stop: Callable[[], bool] | None = None, *, has_time: bool = False
    ) -> Iterator[None]:
        """Watches one statement of the session `pid` while the block runs; one that `has_time` is only stopped."""
        self._statements[pid] = (float("inf") if has_time else time.monotonic(), should_stop)
        try:
            yield
        finally:
            self._statements.pop(pid, None)
            self._over.discard(pid)

    def _look(self, *, with_disk: bool) -> None:
        now = time.monotonic()
        if now > self._deadline:
            self.stop_run(f"The run took longer than {self._limits.run_seconds:g} seconds and was stopped.")
        for pid, (started, should_stop) in list(self._statements.items()):
            if should_stop is not None and should_stop():
                self.stop_run("The run was stopped on request.")
            elif now - started > self._limits.statement_seconds + GRACE_SECONDS:
                self._end_statement(pid, now - started)
        if with_disk:
            self._look_at_disk()

    def _end_statement(self, pid: int, seconds: float) -> None:
        """The session's own statement_timeout comes first; this is for a statement that switched it off."""
        if seconds > self._limits.statement_seconds + 2 * GRACE_SECONDS:
            self.stop_run(
                f"A statement took longer than {self._limits.statement_seconds:g} seconds and ignored its end."
            )
        elif pid not in self._over:
            self._over.add(pid)
            self._connection.execute("select pg_cancel_backend(%s)", (pid,))

    def _look_at_disk(self) -> None:
        row = self._connection.execute(
            "select coalesce(sum(pg_database_size(datname)), 0) from pg_database where datname = any(%s)",
            (list(self._databases),),
        ).fetchone()
        if row is not None and row[0] > self._limits.disk_bytes:
            allowed = self._limits.disk_bytes >> 20
            self.stop_run(
                f"The run used {int(row[0]) >> 20} MB of disk, more than the {allowed} MB allowed, and was stopped."
            )
