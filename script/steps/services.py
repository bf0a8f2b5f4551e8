"""The processes script/server runs: started together, restarted when one dies, stopped without leaving any behind."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress

from script.steps.commands import ROOT, StepError, say

RESTART_LIMIT = 5
RESTART_WINDOW_SECONDS = 60


class Service:
    """One long-running program in a session of its own, so that only `stop` ends it and never the terminal's Ctrl-C."""

    def __init__(self, name: str, command: Sequence[str], *, grace_seconds: float) -> None:
        self.name = name
        self.command = command
        self.grace_seconds = grace_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._starts: list[float] = []

    def start(self, *, held: int) -> None:
        """Starts the program; it inherits the file descriptor `held`, which thereby stays open as long as it lives."""
        self._starts.append(time.monotonic())
        self._process = subprocess.Popen(
            self.command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=(held,),
        )

    @property
    def pid(self) -> int | None:
        """The process id, while the program runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def restart_if_dead(self, *, held: int) -> bool:
        """Starts a program that ended by itself again. Raises StepError when it keeps ending."""
        if self._process is None or self._process.poll() is None:
            return False
        recent = [at for at in self._starts if time.monotonic() - at < RESTART_WINDOW_SECONDS]
        status = self._process.returncode
        if len(recent) >= RESTART_LIMIT:
            raise StepError(f"The {self.name} keeps ending (status {status}).", "The lines above say why.")
        say(f"The {self.name} ended with status {status}; starting it again.")
        self._kill_group(signal.SIGKILL)
        self.start(held=held)
        return True

    def ask_to_stop(self) -> None:
        """Sends SIGTERM to the program itself, which ends its own children in order."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def wait_until_stopped(self) -> None:
        """Waits for the grace period, then kills the program and everything it started."""
        if self._process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(self.grace_seconds)
        self._kill_group(signal.SIGKILL)
        self._process.wait()

    def _kill_group(self, number: signal.Signals) -> None:
        if self._process:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)
