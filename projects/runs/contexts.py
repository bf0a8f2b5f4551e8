"""What a run sees of the world: a place to report progress, and whether it should stop."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from django.db import Error, connection

from projects.models import Run
from projects.services.runs import HEARTBEAT_SECONDS, RunLost, beat

logger = logging.getLogger(__name__)
_REPORT_SECONDS = 0.25


class RunContext:
    """Keeps a run alive while it works. A thread renews the heartbeat even while a statement takes minutes."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.is_lost = False
        self.is_cancelled = False
        self._steps: list[dict[str, Any]] = []
        self._span = (0, 100)
        self._told = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep_alive, name=f"heartbeat of run {run.pk}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._ended.set()
        self._thread.join()

    def should_stop(self) -> bool:
        """Whether somebody cancelled the run or it was taken from this worker. Cheap; ask often."""
        return self.is_cancelled or self.is_lost

    @contextmanager
    def step(self, name: str, *, until: int) -> Iterator[None]:
        """One step people see, with its time; progress moves within it up to `until` percent."""
        step: dict[str, Any] = {"name": name, "state": "running", "seconds": None}
        self._steps.append(step)
        self._span = (self._span[0], until)
        self._report(self._span[0])
        started = time.monotonic()
        try:
            yield
        except BaseException:
            step["state"] = "failed"
            raise
        else:
            step["state"] = "done"
            self._span = (until, until)
        finally:
            step["seconds"] = round(time.monotonic() - started, 2)
            self._report(self._span[0])

    def progress(self, done: int, total: int, what: str) -> None:
        """Moves the progress inside the present step; said at most a few times a second."""
        if self._steps:
            self._steps[-1]["detail"] = what
        if time.monotonic() - self._told < _REPORT_SECONDS:
            return
        start, end = self._span
        self._report(start + (end - start) * done // max(total, 1))

    def _report(self, percent: int) -> None:
        self._told = time.monotonic()
        self._beat(progress=percent, steps=self._steps)

    def _beat(self, **news: Any) -> None:
        try:
            self.is_cancelled = beat(self.run, **news) or self.is_cancelled
        except RunLost:
            self.is_lost = True

    def _keep_alive(self) -> None:
        try:
            while not self._ended.wait(HEARTBEAT_SECONDS):
                try:
                    self._beat()
                except Error:  # PostgreSQL restarts: try again at the next beat
                    logger.warning("Run %s: the store did not answer its heartbeat.", self.run.pk)
                    connection.close()
        finally:
            connection.close()
