"""Servers that several test processes share."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def stopped_by_last_user(lock: Path, stop: Callable[[], None]) -> Iterator[None]:
    """While the block runs, this process is a user of the server that `lock` stands for; the last user calls `stop`."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        yield
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        stop()
